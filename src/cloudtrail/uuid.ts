/** UUIDs as four numbers: an event ID as text takes six times the memory. */

export const UUID_WORDS = 4;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Writes a UUID in its usual form (lower case, with dashes) to `words`; false, and nothing written, for any other text. */
export function writeUuid(text: string, words: Uint32Array, at: number): boolean {
  if (!UUID.test(text)) return false;
  words[at] = Number.parseInt(text.slice(0, 8), 16);
  words[at + 1] = Number.parseInt(text.slice(9, 13) + text.slice(14, 18), 16);
  words[at + 2] = Number.parseInt(text.slice(19, 23) + text.slice(24, 28), 16);
  words[at + 3] = Number.parseInt(text.slice(28), 16);
  return true;
}

/** Value of each byte that is a hexadecimal digit in lower case; -1 for all others. */
const DIGITS: Int8Array = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte)),
);
const DASH = 0x2d;
const TEXT_LENGTH = 36;
/** Where the groups of four digits begin that make up the words, two to a word. */
const GROUPS: readonly number[] = [0, 4, 9, 14, 19, 24, 28, 32];
const DASHES: readonly number[] = [8, 13, 18, 23];

/** The same as `writeUuid` for the bytes from `start` to `end`, without making a text of them. */
export function writeUuidBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Uint32Array,
  at: number,
): boolean {
  if (end - start !== TEXT_LENGTH) return false;
  for (let n = 0; n < DASHES.length; n++) if (bytes[start + DASHES[n]!] !== DASH) return false;
  let wrong = 0;
  for (let word = 0; word < UUID_WORDS; word++) {
    const high = fourDigits(bytes, start + GROUPS[2 * word]!);
    const low = fourDigits(bytes, start + GROUPS[2 * word + 1]!);
    wrong |= high | low;
    words[at + word] = (high << 16) | low;
  }
  return wrong >= 0;
}

/** Value of four digits; negative when one of them is none. */
function fourDigits(bytes: Uint8Array, at: number): number {
  const a = DIGITS[bytes[at]!]!;
  const b = DIGITS[bytes[at + 1]!]!;
  const c = DIGITS[bytes[at + 2]!]!;
  const d = DIGITS[bytes[at + 3]!]!;
  return (a | b | c | d) < 0 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}

/** Each byte as two digits: numbers are slow to write in another base than ten. */
const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The text that was written. */
export function readUuid(words: Uint32Array, at: number): string {
  const second = words[at + 1]!;
  const third = words[at + 2]!;
  const head = `${pairsOf(words[at]!)}-${twoPairsOf(second >>> 16)}-${twoPairsOf(second & 0xffff)}`;
  return `${head}-${twoPairsOf(third >>> 16)}-${twoPairsOf(third & 0xffff)}${pairsOf(words[at + 3]!)}`;
}

function pairsOf(word: number): string {
  return twoPairsOf(word >>> 16) + twoPairsOf(word & 0xffff);
}

function twoPairsOf(half: number): string {
  return PAIRS[half >>> 8]! + PAIRS[half & 0xff]!;
}

/** Orders two UUIDs as their texts: negative, zero or positive. */
export function compareUuids(a: Uint32Array, atA: number, b: Uint32Array, atB: number): number {
  for (let n = 0; n < UUID_WORDS; n++) {
    const difference = a[atA + n]! - b[atB + n]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
