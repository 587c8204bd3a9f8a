/** Makes exposures of candidates: which secret belongs to which ID, what is only an example, and how bad it is. */
import { accountOf } from './account.ts';
import { canaryIssuer } from './canary.ts';
import type { Exposure, ExposureLevel } from './exposure.ts';
import { exampleKeyId, exampleSecret } from './known-keys.ts';
import { findCandidates } from './matcher.ts';
import type { Candidate } from './matcher.ts';
import { mailAround, namingOf, nearness, tokenAround } from './surroundings.ts';
import type { Naming, Nearness } from './surroundings.ts';
import { latin1, unwrap, valueOf } from './value.ts';

/** An exposure in some bytes: all but the place, which whoever has the bytes knows. */
export interface Assessed extends Omit<Exposure, 'place'> {
  /** Of the value (of a pair: the ID), in the bytes. */
  readonly offset: number;
}

/** Salted hash of a secret: the only thing that is kept of it but its last four characters. */
export type HashSecret = (secret: string) => string;

interface Value extends Candidate {
  readonly text: string;
}

interface Secret extends Value {
  readonly naming: Naming;
}

interface Pair {
  readonly id: Value;
  readonly secret: Secret;
  readonly near: Nearness;
  readonly score: number;
}

/** Secrets tried for one ID, nearest first: bytes that are dense with random text must not cost their square. */
const MOST_PARTNERS = 8;

/** Exposures among the candidates of `bytes`, in the order of the bytes. Candidates of random text make none. */
export function assess(bytes: Uint8Array, candidates: readonly Candidate[], hash: HashSecret): Assessed[] {
  if (candidates.length === 0) return [];
  const found: Assessed[] = [];
  const ids: Value[] = [];
  const secrets: Secret[] = [];
  const passwords: Value[] = [];
  let unwrapped = 0;
  for (const candidate of candidates) {
    const { kind, coding, offset } = candidate;
    if (kind === 'key-id' && coding === 'base64') {
      if (offset < unwrapped) continue;
      const { content, end } = unwrap(bytes, offset);
      if (content.length > 28) {
        unwrapped = end;
        found.push(...inBase64(content, offset, hash));
        continue;
      }
    }
    const value = { ...candidate, text: valueOf(bytes, candidate) };
    if (kind === 'key-id') ids.push(value);
    else if (kind === 'smtp-password') passwords.push(value);
    else if (kind === 'bedrock-key') found.push(bedrockKey(bytes, value, hash));
    else secrets.push({ ...value, naming: namingOf(bytes, offset) });
  }
  const pairs = pairUp(bytes, ids, secrets);
  const paired = new Set<Value>(pairs.flatMap(({ id, secret }) => [id, secret]));
  for (const pair of pairs) found.push(ofPair(bytes, pair, hash));
  for (const password of passwords) {
    const [exposure, user] = smtpPassword(bytes, password, ids, hash);
    if (exposure !== null) found.push(exposure);
    if (user !== null) paired.add(user);
  }
  for (const id of ids) if (!paired.has(id)) found.push(loneId(id));
  for (const secret of secrets) {
    const exposure = paired.has(secret) ? null : loneSecret(secret, hash);
    if (exposure !== null) found.push(exposure);
  }
  return found.toSorted((a, b) => a.offset - b.offset);
}

/** What base64 wraps is assessed as if it stood there. */
function inBase64(content: Buffer, offset: number, hash: HashSecret): Assessed[] {
  // Once: an ID that is wrapped twice is not told from chance by the matcher.
  const plain = findCandidates(content).filter(({ coding }) => coding !== 'base64');
  return assess(content, plain, hash).map((each) => ({
    ...each,
    offset,
    reasons: [...each.reasons, 'It is wrapped in base64.'],
  }));
}

/** Each ID with the secret that fits best, best first; a value is in one pair at most. */
function pairUp(bytes: Uint8Array, ids: readonly Value[], secrets: readonly Secret[]): Pair[] {
  const possible: Pair[] = [];
  let first = 0;
  for (const id of ids) {
    while (first < secrets.length && secrets[first]!.offset < id.offset - 2000) first++;
    const around = secrets.slice(first, first + 200).filter(({ offset }) => offset < id.offset + 2000);
    const nearest = around.toSorted(
      (a, b) => Math.abs(a.offset - id.offset) - Math.abs(b.offset - id.offset),
    );
    for (const secret of nearest.slice(0, MOST_PARTNERS)) {
      const near = nearness(bytes, spanOf(id), spanOf(secret));
      if (near === null || (NAMED[secret.naming] <= 0 && !isRandom(secret.text))) continue;
      const named = NAMED[secret.naming];
      // A secret mostly follows its ID: of two as near, the one behind.
      const before = secret.offset < id.offset ? 50 : 0;
      possible.push({ id, secret, near, score: named - before - near.bytes - 100 * near.lines });
    }
  }
  const [pairs, taken] = [[] as Pair[], new Set<Value>()];
  for (const pair of possible.toSorted((a, b) => b.score - a.score)) {
    if (taken.has(pair.id) || taken.has(pair.secret)) continue;
    taken.add(pair.id).add(pair.secret);
    pairs.push(pair);
  }
  return pairs;
}

/** What a name is worth when a secret is looked for. */
const NAMED: { readonly [N in Naming]: number } = { 'aws-secret': 1200, secret: 1000, none: 0, other: -200 };

function spanOf({ offset, length }: Candidate): [number, number] {
  return [offset, offset + length];
}

/** Changes between upper case, lower case, digits and signs; random text has 25 of 39, names and paths far fewer. */
const LEAST_CHANGES = 15;

/** Whether a value looks random rather than like names joined to a path or in camel case. */
function isRandom(text: string): boolean {
  let changes = 0;
  for (let n = 1; n < text.length; n++) if (classOf(text, n) !== classOf(text, n - 1)) changes++;
  return changes >= LEAST_CHANGES;
}

function classOf(text: string, n: number): number {
  const code = text.charCodeAt(n);
  if (code >= 0x61) return 0;
  if (code >= 0x41) return 1;
  return code >= 0x30 && code <= 0x39 ? 2 : 3;
}

function ofPair(bytes: Uint8Array, { id, secret, near }: Pair, hash: HashSecret): Assessed {
  const account = accountOf(id.text);
  const isTemporary = id.text.startsWith('ASIA');
  const hasToken =
    isTemporary && tokenAround(bytes, Math.min(id.offset, secret.offset), Math.max(id.offset, secret.offset));
  const distance = near.lines === 0 ? 'in the same line' : `${count(near.lines, 'line')} apart`;
  const reasons = [`The ID and a secret access key stand ${distance}${nameOf(secret.naming)}.`];
  let level: ExposureLevel = 'high';
  if (secret.naming === 'none' && (near.lines > 2 || near.bytes > 100)) {
    level = 'medium';
    reasons.push('Nothing names the value a secret, so it may be another random text.');
  }
  if (secret.naming === 'other') {
    level = 'medium';
    reasons.push('Its name is that of something else, so it may be a secret of another product.');
  }
  if (isTemporary) {
    level = hasToken ? 'medium' : 'low';
    reasons.push(
      hasToken
        ? 'It is a temporary key with its session token: it works for hours, up to a day and a half.'
        : 'It is a temporary key, which does not work without its session token.',
    );
  }
  return settle({
    kind: hasToken ? 'session' : 'pair',
    keyId: id.text,
    account,
    ...hashed(secret.text, hash),
    level,
    reasons,
    known: exampleKeyId(id.text) ?? exampleSecret(secret.text),
    offset: id.offset,
  });
}

function nameOf(naming: Naming): string {
  if (naming === 'none' || naming === 'other') return '';
  return naming === 'secret' ? ', and the secret is named so' : ', and the secret is named as one of AWS';
}

function loneId(id: Value): Assessed {
  return settle({
    kind: 'key-id',
    keyId: id.text,
    account: accountOf(id.text),
    secretHash: null,
    secretHint: null,
    level: 'info',
    reasons: ['No secret access key is near: an ID alone opens nothing, but tells which key is used here.'],
    known: exampleKeyId(id.text),
    offset: id.offset,
  });
}

function loneSecret(secret: Secret, hash: HashSecret): Assessed | null {
  // Named as what another product has, it is one of AWS hardly ever.
  if (secret.naming === 'none' || secret.naming === 'other' || !isRandom(secret.text)) return null;

  const isAws = secret.naming === 'aws-secret';
  return settle({
    kind: 'secret',
    keyId: null,
    account: null,
    ...hashed(secret.text, hash),
    level: isAws ? 'medium' : 'low',
    reasons: [
      isAws
        ? 'It is named as a secret access key of AWS, and no ID is near: whoever knows the ID can use it.'
        : 'It is named a secret and has the form of a secret access key; it may be of another product.',
    ],
    known: exampleSecret(secret.text),
    offset: secret.offset,
  });
}

function smtpPassword(
  bytes: Uint8Array,
  password: Value,
  ids: readonly Value[],
  hash: HashSecret,
): [Assessed | null, Value | null] {
  const mail = mailAround(bytes, password.offset);
  const user = ids
    .map((id) => ({ id, near: nearness(bytes, spanOf(id), spanOf(password)) }))
    .filter(({ near }) => near !== null)
    .toSorted((a, b) => a.near!.bytes - b.near!.bytes)[0]?.id;
  if (mail === 'none' || (mail === 'smtp' && user === undefined) || !isRandom(password.text))
    return [null, null];
  const exposure: Assessed = {
    kind: 'smtp-password',
    keyId: user?.text ?? null,
    account: user === undefined ? null : accountOf(user.text),
    ...hashed(password.text, hash),
    level: user === undefined ? 'medium' : 'high',
    reasons: [
      user === undefined
        ? 'It has the form of an SMTP password of Amazon SES, and the text around speaks of it.'
        : 'A user name and a password for SMTP of Amazon SES: both are made from an access key.',
    ],
    known: user === undefined ? null : exampleKeyId(user.text),
    offset: password.offset,
  };
  return [settle(exposure), user ?? null];
}

const BEDROCK_KEY = /^ABSK[A-Za-z0-9+/]{109,269}={0,2}/;

function bedrockKey(bytes: Uint8Array, value: Value, hash: HashSecret): Assessed {
  const isLong = value.text.startsWith('ABSK');
  const rest = latin1(bytes, value.offset, value.offset + 2000);
  const whole = isLong
    ? (BEDROCK_KEY.exec(rest)?.[0] ?? value.text)
    : (/^bedrock-api-key-[A-Za-z0-9+/=]+/.exec(rest)?.[0] ?? value.text);
  const name = isLong ? Buffer.from(whole.slice(4), 'base64').toString('latin1') : '';
  const isNamed = name.startsWith('BedrockAPIKey-');
  const level = !isLong ? 'low' : isNamed ? 'high' : 'medium';
  return settle({
    kind: 'bedrock-key',
    keyId: null,
    account: /^BedrockAPIKey-[\w+=,.@-]*?-at-(\d{12})/.exec(name)?.[1] ?? null,
    ...hashed(whole, hash),
    level,
    reasons: [
      isLong
        ? isNamed
          ? 'It is a long-lived API key of Amazon Bedrock: the whole of it is the secret.'
          : 'It begins and is as long as an API key of Amazon Bedrock.'
        : 'It is a short-lived API key of Amazon Bedrock, which works for twelve hours at most.',
    ],
    known: null,
    offset: value.offset,
  });
}

function hashed(secret: string, hash: HashSecret): { secretHash: string; secretHint: string } {
  return { secretHash: hash(secret), secretHint: secret.slice(-4) };
}

/** Takes into account what is known of the key. */
function settle(exposure: Assessed): Assessed {
  const { known, account, reasons } = exposure;
  if (known !== null) return { ...exposure, level: 'info', reasons: [...reasons, `It is ${known}.`] };
  const issuer = canaryIssuer(account);
  if (issuer === null) return exposure;
  return {
    ...exposure,
    level: 'info',
    known: `a canary of ${issuer}`,
    reasons: [
      ...reasons,
      `Its account is one of ${issuer}: somebody laid it out as a trap, and hears of any use.`,
    ],
  };
}

function count(value: number, one: string): string {
  return `${value} ${one}${value === 1 ? '' : 's'}`;
}
