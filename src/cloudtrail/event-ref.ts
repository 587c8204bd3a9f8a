/** Where an event is to be found again: every claim of an investigation cites some. */
export interface EventRef {
  /** `eventID`; `''` where the record has none. */
  readonly eventId: string;
  /** `eventTime` in milliseconds since 1970 (UTC). */
  readonly timeMs: number;
  /** File (and, behind `!`, archive entry). */
  readonly file: string;
  /** Number of the record in the file, from 1. */
  readonly record: number;
}
