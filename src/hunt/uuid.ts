/** UUIDs as four numbers: an event ID as text takes six times the memory. */

export const UUID_WORDS = 4;

const LENGTH = 36;
const DASH = 0x2d;
const DASHES: readonly number[] = [8, 13, 18, 23];

/** Writes a UUID in its usual form (lower case, with dashes) to `words`; false for any other text, and then the words mean nothing. */
export function writeUuid(text: string, words: Uint32Array, at: number): boolean {
  if (text.length !== LENGTH) return false;
  for (const dash of DASHES) if (text.charCodeAt(dash) !== DASH) return false;
  let digits = 0;
  let word = 0;
  for (let n = 0; n < LENGTH; n++) {
    if (n === 8 || n === 13 || n === 18 || n === 23) continue;
    const digit = digitOf(text.charCodeAt(n));
    if (digit < 0) return false;
    word = (word << 4) | digit;
    if (++digits % 8 === 0) words[at + digits / 8 - 1] = word;
  }
  return true;
}

/** Value of a hexadecimal digit, -1 for anything else. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x61 + 10 : -1;
}

/** The text that `writeUuid` was given. */
export function readUuid(words: Uint32Array, at: number): string {
  const hex = (n: number): string => words[at + n]!.toString(16).padStart(8, '0');
  const [a, b, c, d] = [hex(0), hex(1), hex(2), hex(3)];
  return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
}
