/** How a match is laid out in numbers: a large archive has many, and they go from thread to thread and to disk. */
import type { Summary } from '../cloudtrail/summary.ts';
import type { JsonObject } from '../json.ts';

/** What is kept of an event that matched. Texts are as they stand in the log, so whoever shows them must escape them. */
export interface EventSummary extends Summary {
  /** `eventTime` in milliseconds since 1970 (UTC); NaN when the event has none. */
  readonly timeMs: number;
  readonly file: string;
  /** Number of the record in the file, from 1. */
  readonly record: number;
}

/** One rule that matched one event. */
export interface Match {
  /** Place of the rule in the list of event rules. */
  readonly rule: number;
  readonly event: EventSummary;
  /** The fields the rule names as worth seeing, with their values. */
  readonly details: JsonObject;
}

/** Matches as rows of numbers, and the texts that their numbers stand for. */
export interface Block {
  /** Rows of `ROW_WORDS` each. */
  readonly words: Uint32Array;
  readonly strings: readonly string[];
}

/** Texts of an event, in the order of their columns. */
export const TEXTS = [
  'eventSource',
  'eventName',
  'errorCode',
  'account',
  'region',
  'credential',
  'principal',
  'sourceIPAddress',
  'userAgent',
  'file',
] as const;

/** Columns of a row. Those from the first text to `details` hold numbers of texts. */
export const COLUMN = {
  rule: 0,
  record: 1,
  /** Two words of a float: `timeMs`. */
  time: 2,
  /** Two words: a hash of account and event ID, both 0 without an ID. */
  hash: 4,
  /** The first of `TEXTS`; some are named. */
  texts: 6,
  account: 9,
  file: 15,
  /** JSON of `Match.details`. */
  details: 16,
  /** Four words of a UUID; or, where the event ID is none, the number of its text and then zeros. */
  eventId: 17,
  idIsText: 21,
  /** Number of the series (see `SeriesSet`) where a correlation looks at the rule. */
  series: 22,
} as const;

/** Numbers of a row. */
export const ROW_WORDS = 23;

/** Stands for a value that the event does not have. */
export const NO_VALUE = 0x7fff_fffe;
