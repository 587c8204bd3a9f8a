/**
 * Finds what may be AWS credentials in bytes, by their shape alone. No text is made and no regular expression runs:
 * most bytes are never looked at, because a run of n characters cannot be missed by looking at every n-th.
 */
import { ALPHABET, base64Byte, isSecretShape, KEY_ID_CHARACTERS, keyPrefixAt, WORD } from './alphabet.ts';

/**
 * - `key-id` an access key ID · `secret` what may be a secret access key: 40 characters that look random
 * - `bedrock-key` the beginning of a Bedrock API key · `smtp-password` what may be an SES SMTP password
 */
export type CandidateKind = 'key-id' | 'secret' | 'bedrock-key' | 'smtp-password';

/** How the characters are written: one byte each, with `\/` or `%2F` among them, two bytes each, or in base64. */
export type CandidateCoding = 'plain' | 'escaped' | 'utf16' | 'base64';

export interface Candidate {
  /** Of the first byte. */
  readonly offset: number;
  /** In bytes, as written. */
  readonly length: number;
  readonly kind: CandidateKind;
  readonly coding: CandidateCoding;
}

/**
 * A candidate depends on its own bytes, and on at most so many before and behind it. Whoever knows that those have not
 * changed knows the candidate without looking again.
 */
export const REACH = 6;
/** No candidate is longer: 40 characters, each written as `\u002f`. */
export const LONGEST_CANDIDATE = 240;

const ID_LENGTH = 20;
const SECRET_LENGTH = 40;
const SMTP_LENGTH = 44;
/** `ABSK` and the least that follows. */
const BEDROCK_LENGTH = 113;
/** 20 bytes in base64 take at least so many characters. */
const SHORTEST_RUN = 27;

const [PERCENT, BACKSLASH, DASH, UNDERSCORE] = [0x25, 0x5c, 0x2d, 0x5f];
const [NONE, PLAIN, ESCAPE] = [0, 8, 16];
/**
 * What each byte is in a value: nothing, a character, the beginning of an escape; or one of three characters that stand
 * near the start of an encoded `AKIA`, one for each phase it may have.
 */
const MARK = Uint8Array.from(ALPHABET, (isCharacter) => (isCharacter === 1 ? PLAIN : NONE));
MARK[PERCENT] = ESCAPE;
MARK[BACKSLASH] = ESCAPE;
/** What comes behind such a character in the four prefixes, by phase. */
const FOLLOWS = new Uint8Array(256);
for (const [phase, first, next] of [
  [1, 'Q', 'UV'],
  [2, 'F', 'LTCD'],
  [4, 'B', 'SUQ'],
] as const) {
  MARK[first.charCodeAt(0)] = phase;
  for (const each of next) FOLLOWS[each.charCodeAt(0)]! |= phase;
}
const BEDROCK_PREFIX = Buffer.from('bedrock-api-key-');
/** `bedrock.amazonaws.com`, with which a short-lived Bedrock key goes on. */
const BEDROCK_HOST = Buffer.from(Buffer.from('bedrock.amazonaws.com').toString('base64'));

/**
 * The candidates that lie in `bytes` from `from` up to, not including, `to`, by offset. Bytes outside are looked at only
 * to see where a value ends: the result for a part is exactly those candidates of the whole that lie in that part.
 */
export function findCandidates(bytes: Uint8Array, from: number = 0, to: number = bytes.length): Candidate[] {
  const found: Candidate[] = [];
  findKeyIds(bytes, from, to, found);
  findRuns(bytes, from, to, found);
  findWide(bytes, from, to, found);
  return found.length < 2 ? found : found.toSorted((a, b) => a.offset - b.offset || a.length - b.length);
}

/** An ID ends where its alphabet ends, so of each run of that alphabet only the last 20 characters can be one. */
function findKeyIds(bytes: Uint8Array, from: number, to: number, found: Candidate[]): void {
  let start = from;
  for (let last = start + ID_LENGTH - 1; last < to; last = start + ID_LENGTH - 1) {
    let at = last;
    while (at >= start && KEY_ID_CHARACTERS[bytes[at]!] === 1) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = last + 1;
    while (end < to && KEY_ID_CHARACTERS[bytes[end]!] === 1) end++;
    const offset = end - ID_LENGTH;
    if (
      keyPrefixAt(bytes, offset) &&
      (end === bytes.length || WORD[bytes[end]!] === 0) &&
      isBoundBefore(bytes, offset)
    ) {
      found.push({ offset, length: ID_LENGTH, kind: 'key-id', coding: 'plain' });
    }
    start = end + 1;
  }
}

/** Whether no word goes on at `at`: before it is no character of a word, or one that belongs to an escape. */
function isBoundBefore(bytes: Uint8Array, at: number): boolean {
  if (at === 0 || WORD[bytes[at - 1]!] === 0) return true;
  for (let length = 2; length <= REACH && length <= at; length++) {
    if (Math.abs(unitAt(bytes, at - length)) === length) return true;
  }
  return false;
}

/** Finds runs of what values are written with, long enough to hold one. */
function findRuns(bytes: Uint8Array, from: number, to: number, found: Candidate[]): void {
  let start = from;
  for (let last = start + SHORTEST_RUN - 1; last < to; last = start + SHORTEST_RUN - 1) {
    let at = last;
    while (at >= start && MARK[bytes[at]!] !== NONE) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let isEscaped = false;
    let end = start;
    for (; end < to; end++) {
      const mark = MARK[bytes[end]!]!;
      if (mark === PLAIN) continue;
      if (mark === NONE) break;
      if (mark === ESCAPE) isEscaped = true;
      // By where in a group of four characters an encoded `AKIA` begins, it begins with `Q`, or has `F` or `B` second.
      else if ((FOLLOWS[bytes[end + 1] ?? 0]! & mark) !== 0)
        encodedKeyId(bytes, mark === 1 ? end : end - 1, mark === 1 ? 0 : mark, from, to, found);
    }
    inRun(bytes, from, to, start, end, isEscaped, found);
    start = end + 1;
  }
}

/** Looks at the values of a run that is cut off at `from` and `to`. */
function inRun(
  bytes: Uint8Array,
  from: number,
  to: number,
  cutStart: number,
  cutEnd: number,
  hasEscape: boolean,
  found: Candidate[],
): void {
  // Escapes have up to six bytes. From so far before the part, what begins in it is read as it is meant.
  let isEscaped = hasEscape;
  let start = cutStart;
  for (; start > 0 && cutStart - start < REACH && MARK[bytes[start - 1]!] !== NONE; start--)
    isEscaped ||= MARK[bytes[start - 1]!] === ESCAPE;
  let end = cutEnd;
  for (; end < bytes.length && end - cutEnd < REACH && MARK[bytes[end]!] !== NONE; end++)
    isEscaped ||= MARK[bytes[end]!] === ESCAPE;
  if (!isEscaped) {
    value(bytes, start, end, end - start, from, to, found);
    return;
  }
  let first = start;
  let units = 0;
  for (let at = start; at < end;) {
    const length = unitAt(bytes, at);
    if (length > 0) {
      units++;
      at += length;
    } else {
      value(bytes, first, at, units, from, to, found);
      units = 0;
      at -= length;
      first = at;
    }
    if (at >= end) value(bytes, first, at, units, from, to, found);
  }
}

/**
 * The length of what stands at `at`: positive for a character of a value, negative for what ends one. `\/`, `%2B`,
 * `%2F` and `\u002f` are characters of values; `\n`, `%22` and `\u0022` are not, and no part of one either.
 */
function unitAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]!;
  if (byte === PERCENT) {
    if (!areHex(bytes, at + 1, 2)) return -1;
    return isPlusOrSlash(bytes, at + 1) ? 3 : -3;
  }
  if (byte !== BACKSLASH) return ALPHABET[byte] === 1 ? 1 : -1;
  switch (bytes[at + 1]) {
    case 0x2f:
      return 2;
    case 0x75:
      if (!areHex(bytes, at + 2, 4)) return -1;
      return bytes[at + 2] === 0x30 && bytes[at + 3] === 0x30 && isPlusOrSlash(bytes, at + 4) ? 6 : -6;
    case 0x78:
      return areHex(bytes, at + 2, 2) ? -4 : -1;
    case 0x6e:
    case 0x72:
    case 0x74:
    case 0x62:
    case 0x66:
      return -2;
    case undefined:
    default:
      return -1;
  }
}

/** `2B` or `2F`, in either case. */
function isPlusOrSlash(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x32) return false;
  const low = bytes[at + 1]! | 0x20;
  return low === 0x62 || low === 0x66;
}

function areHex(bytes: Uint8Array, at: number, count: number): boolean {
  for (let n = at; n < at + count; n++) {
    const byte = bytes[n];
    if (byte === undefined) return false;
    const isHex = (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
    if (!isHex) return false;
  }
  return true;
}

const characters = new Uint8Array(SECRET_LENGTH);

/** Looks at one whole value of `units` characters. */
function value(
  bytes: Uint8Array,
  offset: number,
  end: number,
  units: number,
  from: number,
  to: number,
  found: Candidate[],
): void {
  if (units < SHORTEST_RUN) return;
  const isPlain = end - offset === units;
  // What begins a Bedrock key is plain; whatever is written behind it belongs to it or not, and changes nothing.
  if (startsWith(bytes, offset, BEDROCK_HOST)) {
    const prefix = offset - BEDROCK_PREFIX.length;
    const length = BEDROCK_PREFIX.length + BEDROCK_HOST.length;
    const isKey = prefix >= from && prefix + length <= to && startsWith(bytes, prefix, BEDROCK_PREFIX);
    if (isKey) found.push({ offset: prefix, length, kind: 'bedrock-key', coding: 'plain' });
    return;
  }
  if (offset < from || goesOn(bytes[offset - 1])) return;
  if (isAbsk(bytes, offset) && isPlainFor(bytes, offset, BEDROCK_LENGTH)) {
    if (offset + BEDROCK_LENGTH <= to)
      found.push({ offset, length: BEDROCK_LENGTH, kind: 'bedrock-key', coding: 'plain' });
    return;
  }
  if (end > to || goesOn(bytes[end])) return;
  if (units === SECRET_LENGTH) {
    if (isPlain) for (let n = 0; n < SECRET_LENGTH; n++) characters[n] = bytes[offset + n]!;
    else readUnits(bytes, offset, end);
    if (isSecretShape(characters))
      found.push({ offset, length: end - offset, kind: 'secret', coding: isPlain ? 'plain' : 'escaped' });
  } else if (units === SMTP_LENGTH) {
    if (isSmtpShape(bytes, offset))
      found.push({
        offset,
        length: end - offset,
        kind: 'smtp-password',
        coding: isPlain ? 'plain' : 'escaped',
      });
  } else if (isPlain && (units === 54 || units === 55)) encodedSecret(bytes, offset, units, found);
}

/** Base64 for URLs has these in place of `+` and `/`: what they join is longer than it looks. */
function goesOn(byte: number | undefined): boolean {
  return byte === DASH || byte === UNDERSCORE;
}

function startsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let n = 0; n < wanted.length; n++) if (bytes[at + n] !== wanted[n]) return false;
  return true;
}

function isAbsk(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x41 && bytes[at + 1] === 0x42 && bytes[at + 2] === 0x53 && bytes[at + 3] === 0x4b;
}

/** Whether `count` characters of values, without escapes, stand at `at`. */
function isPlainFor(bytes: Uint8Array, at: number, count: number): boolean {
  for (let n = at; n < at + count; n++) if (ALPHABET[bytes[n]!] !== 1) return false;
  return true;
}

/** An SMTP password is 33 bytes in base64, of which the first is the version, 4: `B`, then one of `A` to `P`. */
function isSmtpShape(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x42 && bytes[at + 1]! >= 0x41 && bytes[at + 1]! <= 0x50;
}

/** Puts what is written into `characters`. */
function readUnits(bytes: Uint8Array, offset: number, end: number): void {
  let count = 0;
  for (let at = offset; at < end;) {
    const length = unitAt(bytes, at);
    const last = bytes[at + length - 1]!;
    // An escape ends in `/`, or in the last digit of 2b and 2f.
    if (length === 1 || last === 0x2f) characters[count++] = last;
    else characters[count++] = (last | 0x20) === 0x62 ? 0x2b : 0x2f;
    at += length;
  }
}

/** A secret alone in base64, as in a Kubernetes Secret; `echo` adds a line end to it. */
function encodedSecret(bytes: Uint8Array, offset: number, units: number, found: Candidate[]): void {
  for (let n = 0; n < SECRET_LENGTH; n++) {
    const byte = base64Byte(bytes, offset, 8 * n);
    if (ALPHABET[byte] !== 1) return;
    characters[n] = byte;
  }
  if (units === 55 && base64Byte(bytes, offset, 8 * SECRET_LENGTH) !== 0x0a) return;
  if (isSecretShape(characters)) found.push({ offset, length: units, kind: 'secret', coding: 'base64' });
}

const id = new Uint8Array(ID_LENGTH);

/** An ID in base64 whose first bit is bit `bit` of the character at `offset`. */
function encodedKeyId(
  bytes: Uint8Array,
  offset: number,
  bit: number,
  from: number,
  to: number,
  found: Candidate[],
): void {
  const length = Math.ceil((bit + 8 * ID_LENGTH) / 6);
  if (offset < from || offset + length > to) return;
  if (base64Byte(bytes, offset, bit) !== 0x41) return;
  for (let n = 0; n < ID_LENGTH; n++) {
    const byte = base64Byte(bytes, offset, bit + 8 * n);
    if (byte < 0 || KEY_ID_CHARACTERS[byte] === 0) return;
    id[n] = byte;
    if (n === 3 && !keyPrefixAt(id, 0)) return;
  }
  const before = base64Byte(bytes, offset, bit - 8);
  const behind = base64Byte(bytes, offset, bit + 8 * ID_LENGTH);
  if ((before >= 0 && WORD[before] === 1) || (behind >= 0 && WORD[behind] === 1)) return;
  found.push({ offset, length, kind: 'key-id', coding: 'base64' });
}

/** Text of two bytes a character, in either order: between two characters of a value is a zero. */
function findWide(bytes: Uint8Array, from: number, to: number, found: Candidate[]): void {
  for (let at = from; at + 1 < to;) {
    const [here, next] = [bytes[at]!, bytes[at + 1]!];
    if ((here === 0) === (next === 0) || ALPHABET[here | next] === 0) {
      at += 2 * ID_LENGTH - 2;
      continue;
    }
    let start = here === 0 ? at + 1 : at;
    while (start - 2 >= from && bytes[start - 1] === 0 && ALPHABET[bytes[start - 2]!] === 1) start -= 2;
    let last = here === 0 ? at + 1 : at;
    let ids = start;
    for (let each = start; ; each += 2) {
      const isIn = each < to && (each === start || bytes[each - 1] === 0) && ALPHABET[bytes[each]!] === 1;
      if (!isIn || KEY_ID_CHARACTERS[bytes[each]!] === 0) {
        wideKeyId(bytes, each, ids, found);
        ids = each + 2;
      }
      if (!isIn) break;
      last = each;
    }
    wideSecret(bytes, start, last, found);
    at = Math.max(at, last) + 1;
  }
}

/** The ID that ends before the character at `end`, if the characters from `start` are enough for one. */
function wideKeyId(bytes: Uint8Array, end: number, start: number, found: Candidate[]): void {
  const offset = end - 2 * ID_LENGTH;
  if (offset < start) return;
  for (let n = 0; n < ID_LENGTH; n++) id[n] = bytes[offset + 2 * n]!;
  if (!keyPrefixAt(id, 0)) return;
  if (bytes[end - 1] === 0 && end < bytes.length && WORD[bytes[end]!] === 1) return;
  if (offset >= 2 && bytes[offset - 1] === 0 && WORD[bytes[offset - 2]!] === 1) return;
  found.push({ offset, length: 2 * ID_LENGTH - 1, kind: 'key-id', coding: 'utf16' });
}

function wideSecret(bytes: Uint8Array, offset: number, last: number, found: Candidate[]): void {
  if (last - offset !== 2 * SECRET_LENGTH - 2) return;
  if (offset >= 2 && bytes[offset - 1] === 0 && isWritten(bytes[offset - 2]!)) return;
  if (last + 2 < bytes.length && bytes[last + 1] === 0 && isWritten(bytes[last + 2]!)) return;
  for (let n = 0; n < SECRET_LENGTH; n++) characters[n] = bytes[offset + 2 * n]!;
  if (isSecretShape(characters))
    found.push({ offset, length: 2 * SECRET_LENGTH - 1, kind: 'secret', coding: 'utf16' });
}

function isWritten(byte: number): boolean {
  return ALPHABET[byte] === 1 || goesOn(byte);
}
