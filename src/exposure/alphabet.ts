/** The characters that AWS credentials are made of, as tables by byte, and what a random value of them looks like. */

/** Secret access keys, and base64. */
export const ALPHABET: Uint8Array = table(/[A-Za-z0-9+/]/);
/** Access key IDs: base32, without 0, 1, 8 and 9. */
export const KEY_ID_CHARACTERS: Uint8Array = table(/[A-Z2-7]/);
/** What words are made of: an ID in the middle of one is no ID. */
export const WORD: Uint8Array = table(/\w/);
const UPPER = table(/[A-Z]/);
const LOWER = table(/[a-z]/);
const HEX = table(/[0-9A-Fa-f]/);
/** The value of each base64 character, -1 for other bytes. */
const BASE64 = new Int8Array(256).fill(-1);
for (const [n, byte] of Buffer.from(
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
).entries())
  BASE64[byte] = n;

function table(characters: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (characters.test(String.fromCharCode(byte)) ? 1 : 0));
}

/** Whether `AKIA`, `ASIA`, `ABIA` or `ACCA` stands at `at`. */
export function keyPrefixAt(bytes: Uint8Array, at: number): boolean {
  if (at < 0 || bytes[at] !== 0x41 || bytes[at + 3] !== 0x41) return false;
  const [second, third] = [bytes[at + 1], bytes[at + 2]];
  if (third === 0x49) return second === 0x4b || second === 0x53 || second === 0x42;
  return third === 0x43 && second === 0x43;
}

/**
 * The byte whose first bit is bit `bit` (which may be negative) of the base64 text at `offset`. -1 where the text does
 * not go so far.
 */
export function base64Byte(bytes: Uint8Array, offset: number, bit: number): number {
  const at = offset + Math.floor(bit / 6);
  const within = ((bit % 6) + 6) % 6;
  if (at < 0 || at + 1 >= bytes.length) return -1;
  const [first, second] = [BASE64[bytes[at]!]!, BASE64[bytes[at + 1]!]!];
  if (first < 0 || second < 0) return -1;
  return (((first << 6) | second) >> (4 - within)) & 0xff;
}

/** Bits a character that a secret has at least; random ones have 4.3 to 5.2, and words rarely so many. */
const LEAST_ENTROPY = 4.25;
const counts = new Uint8Array(128);
const LOG: Float64Array = Float64Array.from({ length: 129 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));

/**
 * Whether these characters of `ALPHABET` (at most 128) look as random as a secret access key does: both cases, more
 * than the digits of hexadecimal numbers, and entropy.
 */
export function isSecretShape(characters: Uint8Array): boolean {
  let [upper, lower, others] = [0, 0, 0];
  for (const byte of characters) {
    upper |= UPPER[byte]!;
    lower |= LOWER[byte]!;
    others |= 1 - HEX[byte]!;
  }
  return upper === 1 && lower === 1 && others === 1 && entropyOf(characters) >= LEAST_ENTROPY;
}

/** Shannon entropy of ASCII characters (at most 128), in bits each. */
export function entropyOf(characters: Uint8Array): number {
  counts.fill(0);
  for (const byte of characters) counts[byte & 127]!++;
  let sum = 0;
  for (const count of counts) sum += LOG[count]!;
  return Math.log2(characters.length) - sum / characters.length;
}
