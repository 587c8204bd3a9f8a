/** One event that was found, and the order events are shown in. */

export interface Entry {
  /** `eventTime` in milliseconds since 1970 (UTC); NaN when the event has none. */
  readonly timeMs: number;
  /** Two halves of a hash over event ID and account; both 0 when there is no event ID. */
  readonly idLow: number;
  readonly idHigh: number;
  readonly file: string;
  /** Number of the record in the file, from 1. */
  readonly record: number;
  /** What is shown of the event: JSON of the whole or of its summary. */
  readonly text: string;
}

/** Orders by time (unknown times last), then file, then record: no two threads have entries of one file. */
export function compareEntries(a: Entry, b: Entry): number {
  if (a.timeMs !== b.timeMs) {
    const [unknownA, unknownB] = [Number.isNaN(a.timeMs), Number.isNaN(b.timeMs)];
    if (unknownA !== unknownB) return unknownA ? 1 : -1;
    if (!unknownA) return a.timeMs - b.timeMs;
  }
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.record - b.record;
}
