/**
 * One name for each operating system, distribution, processor, language runtime and execution environment,
 * however the different SDKs spell it.
 *
 * Every expression here is anchored or bounded, so that it runs in linear time on hostile text.
 */
import type { Distro } from './agent.ts';

/** `1.2.3-rc4` → `1.2`; null when the text does not begin with a number. */
export function majorMinor(text: string): string | null {
  const found = /^[vV]?(\d{1,9})(?:\.(\d{1,9}))?/.exec(text);
  if (found === null) return null;
  return found[2] === undefined ? (found[1] ?? null) : `${found[1]}.${found[2]}`;
}

const OS_NAMES: ReadonlyMap<string, string> = new Map([
  ['linux', 'linux'],
  ['darwin', 'macos'],
  ['macos', 'macos'],
  ['macosx', 'macos'],
  ['mac_os_x', 'macos'],
  ['windows', 'windows'],
  ['win32', 'windows'],
  ['windows_nt', 'windows'],
  ['microsoft_windows', 'windows'],
  ['android', 'android'],
  ['ios', 'ios'],
  ['watchos', 'watchos'],
  ['tvos', 'tvos'],
  ['freebsd', 'freebsd'],
  ['openbsd', 'openbsd'],
  ['other', 'other'],
]);

/** The operating system a token's name stands for, such as `Mac_OS_X` or `Windows_Server_2019`. */
export function osNamed(name: string): string | null {
  const lower = name.toLowerCase();
  return OS_NAMES.get(lower) ?? (lower.startsWith('windows_') ? 'windows' : null);
}

/** How the build of a kernel gives its distribution away; the first that matches wins. */
const KERNELS: readonly (readonly [RegExp, name: string, inferred: boolean])[] = [
  [/kali/, 'kali', false],
  [/parrot/, 'parrot', false],
  [/pentoo/, 'pentoo', false],
  [/amzn/, 'amzn', false],
  [/microsoft/, 'wsl', false],
  [/linuxkit|orbstack/, 'docker-desktop', false],
  [/\.fc\d/, 'fedora', true],
  [/\.el\d/, 'rhel', true],
  [/-(?:generic|aws|azure|gcp)\b/, 'ubuntu', true],
  [/-arch\d/, 'arch', true],
  [/-(?:cloud-)?(?:amd64|arm64)$/, 'debian', true],
];

/** The distribution that a Linux kernel's version string points to, such as `5.15.0-1056-aws`. */
export function distroOfKernel(version: string): Distro | null {
  const lower = version.toLowerCase();
  const found = KERNELS.find(([pattern]) => pattern.test(lower));
  return found === undefined ? null : { name: found[1], inferred: found[2] };
}

/** The distribution in `md/distrib#kali.2026`: its name without the version. */
export function distroNamed(value: string): Distro | null {
  const name = /^[a-z][a-z_-]*/.exec(value.toLowerCase())?.[0];
  return name === undefined ? null : { name, inferred: false };
}

const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'x86_64'],
  ['amd64', 'x86_64'],
  ['x64', 'x86_64'],
  ['arm64', 'arm64'],
  ['aarch64', 'arm64'],
  ['x86', 'x86'],
  ['i386', 'x86'],
  ['i686', 'x86'],
  ['386', 'x86'],
  ['arm', 'arm'],
  ['armv7l', 'arm'],
]);

/** The processor architecture a name stands for, if it is one. */
export function archNamed(name: string): string | null {
  return ARCHITECTURES.get(name.toLowerCase()) ?? null;
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['python', 'python'],
  ['go', 'go'],
  ['java', 'java'],
  ['kotlin', 'kotlin'],
  ['js', 'js'],
  ['nodejs', 'nodejs'],
  ['php', 'php'],
  ['ruby', 'ruby'],
  ['rust', 'rust'],
  ['swift', 'swift'],
  ['c++', 'cpp'],
  ['.net_core', 'dotnet'],
  ['.net_framework', 'dotnet-framework'],
  ['.net_runtime', 'dotnet-framework'],
]);

/** `Python`, `3.11.4` → `python3.11`; null when the name is no language. */
export function langNamed(name: string, version: string): string | null {
  const lang = LANGUAGES.get(name.toLowerCase());
  return lang === undefined ? null : lang + (majorMinor(version) ?? '');
}

/** Environments whose names end in a digit that is not a version. */
const NAMED_ENVIRONMENTS: ReadonlySet<string> = new Set(['AWS_ECS_EC2', 'AWS_ECS_FARGATE', 'CloudShell']);

/** AWS_EXECUTION_ENV without versions and ids: `AWS_Lambda_nodejs20.x` → `AWS_Lambda_nodejs`. */
export function execEnvClass(value: string): string | null {
  if (NAMED_ENVIRONMENTS.has(value)) return value;
  const bare = value
    .slice(0, 80)
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '')
    .replace(/\d[\d.]*(?:x\b|al\d+)?/g, '')
    .replace(/[._-]{1,80}$/, '');
  return bare === '' ? null : bare;
}

/** Whether a bare token is an AWS_EXECUTION_ENV without its prefix, as the PHP SDK writes it. */
export function isBareExecEnv(token: string): boolean {
  return token.startsWith('AWS_Lambda_') || NAMED_ENVIRONMENTS.has(token);
}
