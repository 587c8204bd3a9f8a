// Looks at candidates for `audit-git.mjs`: keeps the key IDs, as text, with where they are.

export function examine(bytes, candidates, start) {
  const ids = candidates.filter(({ kind }) => kind === 'key-id');
  if (ids.length === 0) return undefined;
  return ids.map(({ offset, length, coding }) => ({
    offset: start + offset,
    coding,
    text: Buffer.from(bytes.buffer, bytes.byteOffset + offset, length).toString('latin1'),
  }));
}
