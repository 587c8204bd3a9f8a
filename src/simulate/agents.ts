/** User agents as the SDKs and tools write them, of installations that are upgraded now and then. */
import { DAY_MS, START_MS } from './calendar.ts';
import { Random } from './random.ts';

/** What a user agent depends on, besides the installation. */
export interface Use {
  readonly timeMs: number;
  /** `iam:CreateUser` */
  readonly api: string;
  /** Session of a terminal: 12 hexadecimal digits. */
  readonly sid: string;
}

/** An installation of a tool on a machine. */
export type Tool = (use: Use) => string;

export type System = 'ubuntu' | 'amzn' | 'macos' | 'windows' | 'kali' | 'debian';

/** Where the SDK finds the credential: the letters of the feature list. */
export type Source = 'env' | 'profile' | 'code' | 'instance' | 'container' | 'sso' | 'role';
const LETTERS: { readonly [S in Source]: string } = {
  env: 'g',
  profile: 'n',
  code: 'e',
  instance: '0',
  container: 'z',
  sso: 'r',
  role: 'i',
};

/** os/…, distribution and architecture per system. */
const SYSTEMS: { readonly [S in System]: { os: string; arch: string; distrib: string; kernel: string } } = {
  ubuntu: { os: 'linux#6.8.0-45-generic', arch: 'x86_64', distrib: 'ubuntu.24', kernel: '6.8.0-45-generic' },
  amzn: {
    os: 'linux#6.1.109-118.189.amzn2023.x86_64',
    arch: 'x86_64',
    distrib: 'amzn.2023',
    kernel: '5.10.219-208.866.amzn2.x86_64',
  },
  macos: { os: 'macos#24.6.0', arch: 'arm64', distrib: '', kernel: 'Darwin/24.6.0' },
  windows: { os: 'windows#11', arch: 'amd64', distrib: '', kernel: 'Windows/10' },
  kali: { os: 'linux#6.12.25-amd64', arch: 'x86_64', distrib: 'kali.2025', kernel: '6.12.25-kali-amd64' },
  debian: { os: 'linux#6.1.0-37-amd64', arch: 'x86_64', distrib: 'debian.12', kernel: '6.1.0-37-amd64' },
};

/** A number that grows by one about every `everyDays`, from a start of the installation's own. */
function version(random: Random, from: number, everyDays: number): (timeMs: number) => number {
  const [base, shift] = [from + random.below(4), random.below(everyDays)];
  return (timeMs) => base + Math.floor((Math.max(0, timeMs - START_MS) / DAY_MS + shift) / everyDays);
}

/** The AWS CLI, version 2. */
export function cli(random: Random, system: System, source: Source): Tool {
  const minor = version(random, 27, 40);
  const { os, arch, distrib } = SYSTEMS[system];
  const features = ['Z', 'E', 'b', LETTERS[source]];
  return ({ timeMs, api, sid }) => {
    const now = minor(timeMs);
    return [
      `aws-cli/2.${now}.${(now * 7) % 50}`,
      `md/awscrt#0.${now - 4}.4`,
      `ua/2.1 os/${os} md/arch#${arch} lang/python#3.13.${now % 8} md/pyimpl#CPython`,
      `m/${new Random(sid).some(features).join(',')}`,
      `cfg/retry-mode#standard md/installer#exe sid/${sid}`,
      ...(distrib === '' ? [] : [`md/distrib#${distrib}`]),
      `md/prompt#off md/command#${commandOf(api)}`,
    ].join(' ');
  };
}

/** The AWS CLI, version 1, as pip installs it and nobody upgrades it. */
export function oldCli(random: Random, system: System): Tool {
  const patch = random.between(40, 220);
  const { kernel } = SYSTEMS[system];
  const where = kernel.includes('/') ? kernel : `Linux/${kernel}`;
  return () => `aws-cli/1.27.${patch} Python/3.8.10 ${where} botocore/1.29.${patch}`;
}

export function boto(random: Random, system: System, source: Source, environment: string = ''): Tool {
  const minor = version(random, 34, 60);
  const patch = random.between(2, 160);
  const python = random.between(9, 13);
  const { os, arch } = SYSTEMS[system];
  const features = ['Z', 'b', LETTERS[source]];
  return ({ timeMs, sid }) => {
    const number = `1.${minor(timeMs)}.${patch}`;
    const order = new Random(sid).some(features).join(',');
    return `Boto3/${number} md/Botocore#${number} ua/2.1 os/${os} md/arch#${arch} lang/python#3.${python}.4 md/pyimpl#CPython ${environment === '' ? '' : `exec-env/${environment} `}m/${order} cfg/retry-mode#legacy Botocore/${number}`;
  };
}

/** Boto3 before its user agents had a grammar. */
export function oldBoto(random: Random): Tool {
  const patch = random.between(20, 165);
  return () =>
    `Boto3/1.26.${patch} Python/3.10.${patch % 9} Linux/5.15.0-${patch}-generic Botocore/1.29.${patch}`;
}

export function javaSdk(random: Random): Tool {
  const minor = version(random, 25, 50);
  return ({ timeMs }) =>
    `aws-sdk-java/2.${minor(timeMs)}.5 Linux/5.15.0-112-generic OpenJDK_64-Bit_Server_VM/17.0.11+9 Java/17.0.11 vendor/Eclipse_Adoptium io/sync http/Apache cfg/retry-mode/legacy`;
}

export function jsSdk(random: Random, environment: string = ''): Tool {
  const minor = version(random, 600, 12);
  return ({ timeMs, api }) => {
    const number = `3.${minor(timeMs)}.0`;
    return `aws-sdk-js/${number} ua/2.1 os/linux#5.10.219 lang/js md/nodejs#20.15.1 api/${api.split(':')[0]}#${number} ${environment === '' ? '' : `exec-env/${environment} `}m/E,e`;
  };
}

export function goSdk(random: Random, source: Source = 'env', environment: string = ''): Tool {
  const minor = version(random, 30, 45);
  const patch = random.below(9);
  return ({ timeMs, api }) =>
    `aws-sdk-go-v2/1.${minor(timeMs)}.${patch} ua/2.1 os/linux lang/go#1.23.${patch} md/GOOS#linux md/GOARCH#amd64 ${environment === '' ? '' : `exec-env/${environment} `}api/${api.split(':')[0]}#1.${minor(timeMs) + 8}.2 m/${LETTERS[source]}`;
}

export function phpSdk(random: Random): Tool {
  const minor = random.between(280, 330);
  return () =>
    `aws-sdk-php/3.${minor}.4 ua/2.1 OS/Linux#5.15.0 lang/php#8.2.${minor % 20} cfg/retry-mode#legacy m/D`;
}

export function dotnetSdk(random: Random): Tool {
  const patch = random.between(300, 420);
  return () =>
    `aws-sdk-dotnet-coreclr/3.7.${patch}.28 ua/2.0 os/windows#10.0.22631.0 md/ARCH#X64 lang/.NET_Core#8.0.8 md/aws-sdk-dotnet-core#3.7.${patch} md/ClientAsync`;
}

export function terraform(random: Random): Tool {
  const minor = version(random, 80, 9);
  const core = random.between(5, 9);
  return ({ timeMs, api }) =>
    `APN/1.0 HashiCorp/1.0 Terraform/1.${core}.5 (+https://www.terraform.io) terraform-provider-aws/5.${minor(timeMs)}.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.3 ua/2.1 os/linux lang/go#1.23.7 md/GOOS#linux md/GOARCH#amd64 api/${api.split(':')[0]}#1.41.1 m/g`;
}

/** AWS Tools for PowerShell. */
export function powershell(random: Random): Tool {
  const patch = random.between(500, 780);
  return () =>
    `AWSPowerShell.Common/4.1.${patch} .NET_Core/8.0.8 OS/Microsoft_Windows_10.0.22631 PowerShellCore/7.4.5 ClientAsync`;
}

export function browser(random: Random): Tool {
  const minor = version(random, 132, 28);
  const system = random.pick([
    'Macintosh; Intel Mac OS X 10_15_7',
    'Windows NT 10.0; Win64; x64',
    'X11; Linux x86_64',
  ]);
  return ({ timeMs }) =>
    `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${minor(timeMs)}.0.0.0 Safari/537.36`;
}

/** A tool that always says the same. */
export function plain(text: string): Tool {
  return () => text;
}

/** The words of a command line that makes this call: `s3api.list-buckets`. */
function commandOf(api: string): string {
  const [service = '', name = ''] = api.split(':');
  const words = name
    .replace(/20\d{6}(v\d)?$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
  const command: { readonly [service: string]: string } = {
    s3: 's3api',
    monitoring: 'cloudwatch',
    bedrock: name.startsWith('Invoke') ? 'bedrock-runtime' : 'bedrock',
    servicequotas: 'service-quotas',
    elasticloadbalancing: 'elbv2',
    ses: 'sesv2',
  };
  return `${command[service] ?? service}.${words}`;
}
