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

/** Whether `text` is a name in hexadecimal. */
export function isName(text: string, length: NameLength): boolean {
  return text.length === 2 * length && /^[0-9a-f]+$/.test(text);
}
