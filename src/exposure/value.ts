/** Reads candidates as text: what was written with escapes, in UTF-16 or in base64, as it is meant. */
import { ALPHABET, base64Byte } from './alphabet.ts';
import type { Candidate } from './matcher.ts';

/** The characters of a candidate. */
export function valueOf(bytes: Uint8Array, candidate: Candidate): string {
  const { offset, length, coding, kind } = candidate;
  const text = latin1(bytes, offset, offset + length);
  if (coding === 'plain') return text;
  if (coding === 'utf16') return text.replaceAll('\0', '');
  if (coding === 'base64') {
    const bit = kind === 'key-id' ? firstBit(bytes, offset) : 0;
    return String.fromCharCode(
      ...Array.from({ length: kind === 'key-id' ? 20 : 40 }, (_, n) =>
        base64Byte(bytes, offset, bit + 8 * n),
      ),
    );
  }
  return text
    .replaceAll('\\/', '/')
    .replace(/(?:%|\\u00)2b/gi, '+')
    .replace(/(?:%|\\u00)2f/gi, '/');
}

/** Text of one byte a character: positions in it are those of the bytes. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', Math.max(0, from), to);
}

/** Where in the character at `offset` an encoded `A` begins. */
function firstBit(bytes: Uint8Array, offset: number): 0 | 2 | 4 {
  return ([0, 2, 4] as const).find((bit) => base64Byte(bytes, offset, bit) === 0x41) ?? 0;
}

/** Base64 text around a key ID is decoded up to this length in either direction. */
const LONGEST_WRAPPED = 64 * 1024;

/** What the base64 text around an encoded key ID holds, and where it begins and ends. */
export interface Wrapped {
  readonly content: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Decodes the base64 text (also in lines) that the encoded key ID at `offset` is part of. */
export function unwrap(bytes: Uint8Array, offset: number): Wrapped {
  const group = offset - firstBit(bytes, offset) / 2;
  let start = group;
  while (start > 0 && group - start < LONGEST_WRAPPED && isWrapped(bytes, start - 1, -1)) start--;
  let end = offset;
  while (end < bytes.length && end - offset < LONGEST_WRAPPED && isWrapped(bytes, end, 1)) end++;
  const before = latin1(bytes, start, group).replace(/\s/g, '');
  const text = before.slice(before.length % 4) + latin1(bytes, group, end);
  return { content: Buffer.from(text, 'base64'), start, end };
}

/** A character of base64, or an end of a line between two of them. */
function isWrapped(bytes: Uint8Array, at: number, step: 1 | -1): boolean {
  const byte = bytes[at]!;
  if (ALPHABET[byte] === 1) return true;
  if (byte !== 0x0a && byte !== 0x0d) return false;
  const next = bytes[at + step];
  return next !== undefined && (ALPHABET[next] === 1 || next === 0x0a || next === 0x0d);
}
