/**
 * Reads the tokens of a program's user agent (`name/value`, `prefix/name#value`, `prefix/name/value`, bare words)
 * into a draft. Of two tokens that say the same thing the first counts.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/user-agent.html and the sources of the SDKs
 */
import type { Distro } from './agent.ts';
import { decodeFeatures } from './features.ts';
import {
  archNamed,
  distroNamed,
  distroOfKernel,
  execEnvClass,
  isBareExecEnv,
  langNamed,
  majorMinor,
  osNamed,
} from './platform.ts';
import type { Product } from './products.ts';
import { outranks, productNamed } from './products.ts';

/** What the tokens have said so far. */
export interface Draft {
  product: Product | null;
  version: string | null;
  os: string | null;
  osVersion: string | null;
  distro: Distro | null;
  arch: string | null;
  lang: string | null;
  execEnv: string | null;
  credentialProvider: string | null;
  codingAgent: string | null;
  sid: string | null;
  command: string | null;
  appId: string | null;
  installer: string | null;
}

/** A draft that nothing has been said to. */
export function emptyDraft(): Draft {
  return {
    product: null,
    version: null,
    os: null,
    osVersion: null,
    distro: null,
    arch: null,
    lang: null,
    execEnv: null,
    credentialProvider: null,
    codingAgent: null,
    sid: null,
    command: null,
    appId: null,
    installer: null,
  };
}

type Reader = (draft: Draft, rest: string) => void;

/** Readers by prefix, in lower case: PHP writes `OS/` where the others write `os/`. */
const PREFIXES: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['os', readOs],
  ['md', readMetadata],
  ['lang', (draft, rest) => readLang(draft, ...nameAndValue(rest))],
  ['exec-env', (draft, rest) => (draft.execEnv ??= execEnvClass(rest))],
  ['m', readFeatures],
  ['app', (draft, rest) => (draft.appId ??= rest)],
  ['sid', (draft, rest) => (draft.sid ??= rest)],
  ['command', (draft, rest) => (draft.command ??= rest)],
  ['exe', (draft, rest) => readInstaller(draft, 'exe', rest)],
  ['source', (draft, rest) => readInstaller(draft, 'source', rest)],
]);

/** Readers of `md/<name>#<value>`, by name in lower case. */
const METADATA: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['arch', (draft, value) => (draft.arch ??= archNamed(value))],
  ['goarch', (draft, value) => (draft.arch ??= archNamed(value))],
  ['goos', (draft, value) => (draft.os ??= osNamed(value))],
  ['nodejs', (draft, value) => readLang(draft, 'nodejs', value)],
  ['distrib', (draft, value) => (draft.distro = distroNamed(value) ?? draft.distro)],
  ['command', (draft, value) => (draft.command ??= value)],
  ['installer', (draft, value) => (draft.installer ??= value)],
]);

/** Longest value kept: the sender chooses them, and they end up in family names. */
const MAX_VALUE = 128;

/**
 * Reads one token (text without white space) into the draft.
 *
 * @param first whether it is the first token, where a bare word can be the program's name
 */
export function readToken(draft: Draft, token: string, first: boolean): void {
  const text = unpunctuated(token);
  const slash = text.indexOf('/');
  if (slash < 0) {
    readBareWord(draft, text, first);
    return;
  }
  const name = text.slice(0, slash).toLowerCase();
  const rest = text.slice(slash + 1, slash + 1 + MAX_VALUE);
  const read = PREFIXES.get(name);
  if (read !== undefined) {
    if (rest !== '') read(draft, rest);
    return;
  }
  if (!readProduct(draft, name, rest)) readPlatform(draft, name, rest);
}

/** The program is the outermost product named; a version belongs to the product it stands with. */
function readProduct(draft: Draft, name: string, version: string): boolean {
  const product = productNamed(name);
  if (product === undefined) return false;
  if (draft.product === null || outranks(product, draft.product)) {
    draft.product = product;
    draft.version = majorMinor(version);
  }
  return true;
}

/** The older forms `Python/3.8.8`, `Linux/4.14.238-182.422.amzn2.x86_64` and, from JS v2, `linux/v12.13.0`. */
function readPlatform(draft: Draft, name: string, value: string): void {
  if (osNamed(name) === null) {
    readLang(draft, name, value);
  } else if (/^v\d/.test(value)) {
    draft.os ??= osNamed(name);
    readLang(draft, 'nodejs', value);
  } else {
    readSystem(draft, name, value);
  }
}

/** `linux#6.1.0`, `macos`, and from .NET `Linux_5.15.0-76-generic_#83…`. */
function readOs(draft: Draft, rest: string): void {
  const [name, value] = nameAndValue(rest);
  const joined = /^([A-Za-z_]{1,40}?)_(\d.*)$/.exec(name);
  readSystem(draft, joined?.[1] ?? name, joined?.[2] ?? value);
}

function readSystem(draft: Draft, name: string, version: string): void {
  const os = osNamed(name);
  if (os === null || draft.os !== null) return;
  draft.os = os;
  draft.osVersion = majorMinor(version);
  if (os === 'linux') draft.distro ??= distroOfKernel(version);
}

function readMetadata(draft: Draft, rest: string): void {
  const [name, value] = nameAndValue(rest);
  const read = METADATA.get(name.toLowerCase());
  if (read === undefined) draft.arch ??= archNamed(name);
  else if (value !== '') read(draft, value);
}

/** `lang/js` says less than the `md/nodejs#20.15.1` behind it. */
function readLang(draft: Draft, name: string, version: string): void {
  if (draft.lang === null || draft.lang === 'js') draft.lang = langNamed(name, version) ?? draft.lang;
}

function readFeatures(draft: Draft, rest: string): void {
  const { credentialProvider, codingAgent } = decodeFeatures(rest);
  draft.credentialProvider ??= credentialProvider;
  draft.codingAgent ??= codingAgent;
}

/** AWS CLI before 2.15.51: `exe/x86_64.amzn.2`, where the distribution is named, not guessed. */
function readInstaller(draft: Draft, installer: string, rest: string): void {
  const [arch = '', distro = ''] = rest.split('.', 2);
  draft.installer ??= installer;
  draft.arch ??= archNamed(arch);
  draft.distro = distroNamed(distro) ?? draft.distro;
}

/** `(go1.18.3; linux; amd64)` of Go v1, `AWS_Lambda_…` of PHP, `TruffleHog` alone. */
function readBareWord(draft: Draft, word: string, first: boolean): void {
  if (isBareExecEnv(word)) {
    draft.execEnv ??= execEnvClass(word);
  } else if (/^go\d/.test(word)) {
    readLang(draft, 'go', word.slice(2));
  } else {
    const name = word.toLowerCase();
    draft.os ??= osNamed(name);
    draft.arch ??= archNamed(name);
    // Elsewhere than in front, words such as "node" or "got" are prose.
    if (first || productNamed(name)?.kind === 'tool') readProduct(draft, name, '');
  }
}

/** Both separators are in use: `GOOS#linux`, and `GOOS/linux` from older Go SDKs. */
function nameAndValue(rest: string): [name: string, value: string] {
  const hash = rest.indexOf('#');
  const at = hash >= 0 ? hash : rest.indexOf('/');
  return at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at + 1)];
}

const PUNCTUATION: ReadonlySet<string> = new Set('()[]<>{};,"\'');

function unpunctuated(token: string): string {
  let start = 0;
  let end = token.length;
  while (start < end && PUNCTUATION.has(token.charAt(start))) start++;
  while (end > start && PUNCTUATION.has(token.charAt(end - 1))) end--;
  return token.slice(start, end);
}
