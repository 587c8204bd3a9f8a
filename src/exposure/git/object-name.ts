/** Names of git objects: bytes in files, hexadecimal in text, and the first six bytes as a number to look up by. */

/** Bytes of an object's name: SHA-1 or SHA-256. */
export type NameLength = 20 | 32;

/** The first six bytes of the name at `at`: exact as a number, and the same for two objects by bad luck only. */
export function nameKey(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 8) | bytes[at + 1]!) * 0x1_0000_0000 +
    (((bytes[at + 2]! << 24) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!) >>> 0)
  );
}

/** The key of a name in hexadecimal. */
export function nameKeyOfHex(name: string): number {
  return Number.parseInt(name.slice(0, 12), 16);
}

const HEX_DIGITS = new Uint8Array(256);
for (let digit = 0; digit < 16; digit++) HEX_DIGITS[digit.toString(16).charCodeAt(0)] = digit;

/** The same of a name that stands in hexadecimal at `at`; of anything else, some number. */
export function nameKeyOfHexBytes(bytes: Uint8Array, at: number): number {
  let [high, low] = [0, 0];
  for (let n = at; n < at + 4; n++) high = (high << 4) | HEX_DIGITS[bytes[n]!]!;
  for (let n = at + 4; n < at + 12; n++) low = (low << 4) | HEX_DIGITS[bytes[n]!]!;
  return high * 0x1_0000_0000 + (low >>> 0);
}

/** Whether `text` is a name in hexadecimal. */
export function isName(text: string, length: NameLength): boolean {
  return text.length === 2 * length && /^[0-9a-f]+$/.test(text);
}
