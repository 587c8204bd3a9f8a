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

/** The text that `writeUuid` was given. */
export function readUuid(words: Uint32Array, at: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((n) => words[at + n]!.toString(16).padStart(8, '0')) as [
    string,
    string,
    string,
    string,
  ];
  return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
}
