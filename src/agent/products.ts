/**
 * The programs a user agent can name, and which of several named ones is the caller.
 *
 * Facts: user agents in published CloudTrail logs, and the sources of the AWS SDKs and CLI.
 */
import type { AgentKind } from './agent.ts';

/** A program: the name we give it and what it is. */
export interface Product {
  readonly tool: string;
  readonly kind: AgentKind;
}

type Name = string | readonly [name: string, tool: string];

/** Names as they stand before the slash, in lower case. A bare name is its own tool name. */
const NAMES: readonly (readonly [kind: AgentKind, names: readonly Name[]])[] = [
  [
    'iac',
    [
      'terraform',
      'opentofu',
      'pulumi',
      'ansible',
      'packer',
      'aws-cdk',
      'aws-sam-cli',
      'eksctl',
      'crossplane-provider-aws',
    ],
  ],
  [
    'cli',
    [
      'aws-cli',
      ['awspowershell', 'aws-powershell'],
      ['awspowershell.common', 'aws-powershell'],
      ['awspowershell.netcore', 'aws-powershell'],
    ],
  ],
  [
    'tool',
    [
      'amazon-ssm-agent',
      'aws-secrets-manager-agent',
      'aws-toolkit-for-vscode',
      'aws-toolkit-for-jetbrains',
      'cyberduck',
      'mountainduck',
      'elasticwolf',
      'filezilla',
      'minio-go',
      'rclone',
      's3cmd',
      's5cmd',
      'steampipe',
      'trufflehog',
      'winscp',
      ['minio', 'minio-go'],
      ['scout-suite', 'scoutsuite'],
      ['scoutsuite', 'scoutsuite'],
      ['stratus-red-team', 'stratus'],
      ['cloudcustodian', 'cloud-custodian'],
    ],
  ],
  ['sdk', ['boto3', 'botocore', 'boto', 'rusoto', 'aws-amplify']],
  ['aws-internal', ['awslambda-worker', 'coral']],
  [
    'http-client',
    [
      'aiohttp',
      'apache-httpclient',
      'axios',
      'bun',
      'curl',
      'deno',
      'faraday',
      'go-http-client',
      'got',
      'guzzlehttp',
      'httpie',
      'httpx',
      'insomnia',
      'java-http-client',
      'jersey',
      'libwww-perl',
      'node',
      'node-fetch',
      'okhttp',
      'postmanruntime',
      'python-httplib2',
      'python-httpx',
      'python-requests',
      'python-urllib',
      'python-urllib3',
      'reqwest',
      'restsharp',
      'undici',
      'wget',
      ['windowspowershell', 'powershell'],
    ],
  ],
];

const PRODUCTS: ReadonlyMap<string, Product> = new Map(
  NAMES.flatMap(([kind, names]) =>
    names.map((entry): [string, Product] => {
      const [name, tool] = typeof entry === 'string' ? [entry, entry] : entry;
      return [name, { tool, kind }];
    }),
  ),
);

/** A wrapper names itself besides the library it uses, so the outermost kind is the caller. */
const RANK: Readonly<Partial<Record<AgentKind, number>>> = {
  iac: 5,
  cli: 4,
  tool: 3,
  'aws-internal': 3,
  sdk: 2,
  'http-client': 1,
};

/**
 * The product that a token's name (the part before the slash) stands for, if any.
 *
 * @param name in lower case
 */
export function productNamed(name: string): Product | undefined {
  const known = PRODUCTS.get(name);
  if (known !== undefined) return known;
  if (name.startsWith('aws-sdk-') && name.length <= 40) return { tool: name, kind: 'sdk' };
  // Cloud Custodian puts the policy's name in brackets behind its own, Stratus the run's id behind an underscore.
  if (name.startsWith('cloudcustodian(')) return PRODUCTS.get('cloudcustodian');
  if (name.startsWith('stratus-red-team_')) return PRODUCTS.get('stratus-red-team');
  return undefined;
}

/** Whether `next`, named later in the agent, is the caller rather than `current`. */
export function outranks(next: Product, current: Product): boolean {
  return (RANK[next.kind] ?? 0) > (RANK[current.kind] ?? 0);
}
