// An examiner that keeps every candidate: its kind, its bytes, and where it is. For tests of how repositories are read.

export function examine(bytes, candidates, start) {
  return candidates.map(({ offset, length, kind, coding }) => ({
    kind,
    coding,
    offset: start + offset,
    text: Buffer.from(bytes.buffer, bytes.byteOffset + offset, length).toString('latin1'),
  }));
}
