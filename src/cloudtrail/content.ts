/** What a file is, told from its first bytes; names are never trusted. */

export type ContentKind = 'gzip' | 'zip' | 'tar' | 'json' | 'utf16' | 'csv' | 'foreign' | 'empty';

/** Bytes needed to tell: a tar archive names itself in its first block. */
export const HEAD_BYTES = 512;

/** Tells the kind of content from its first bytes (up to `HEAD_BYTES`). */
export function contentKind(head: Uint8Array): ContentKind {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5 || head[2] === 7)) return 'zip';
  if (looksLikeJson(head)) return 'json';
  if (textAt(head, 257, 5) === 'ustar') return 'tar';
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf16';
  const firstLine = textAt(head, 0, head.length).split('\n', 1)[0]!;
  return /event ?(name|time|id)/i.test(firstLine) && firstLine.includes(',') ? 'csv' : 'foreign';
}

/** Whether the first byte that is no white space (or byte order mark) can start a document of records. */
function looksLikeJson(head: Uint8Array): boolean {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (at < head.length && (head[at] === 0x20 || (head[at]! >= 9 && head[at]! <= 13) || head[at] === 0x1e))
    at++;
  const first = head[at];
  if (first === 0x7b || first === 0x5b) return true;
  // A line of text in quotes may be an event in a string, or the quoted head of a table.
  return (
    first === 0x22 &&
    (head[at + 1] === 0x7b || (head[at + 1] === 0x5c && head[at + 2] === 0x6e) || head[at + 1] === 0x5b)
  );
}

function textAt(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', start, start + length);
}
