/** Calls of which many say the same: one record for all of them, and of each call when it was and where it stands. */
import { createHash } from 'node:crypto';
import type { Event } from '../cloudtrail/event.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { DistinctTexts } from '../distinct-texts.ts';
import { UUID_WORDS, compareUuids, readUuid } from '../cloudtrail/uuid.ts';
import type { CollectedRecord } from './collected-record.ts';
import type { Place } from './copied-events.ts';
import { compareText } from './call.ts';
import { RecordRecorder, callersIn, openRecords, recordsAt } from './record-log.ts';
import type { KeptRecord, RecordLog } from './record-log.ts';

/** Words of a call: its kind, file and record number, then its event ID. */
const KIND = 0;
const FILE = 1;
const RECORD = 2;
const ID = 3;
const WIDTH = ID + UUID_WORDS;
const LEAST = 256;

/** Plain data: 36 bytes a call. */
export interface CountedLog {
  /** One call of each kind, whole. */
  readonly records: RecordLog;
  /** Digest of what makes each kind: equal in the logs of all threads for what is of one. */
  readonly likenesses: readonly string[];
  readonly files: readonly string[];
  readonly words: Uint32Array;
  readonly timesMs: Float64Array;
}

export interface FirstOfKind {
  readonly whole: CollectedRecord;
  /** That of the call as it is kept: secrets that were taken out may have been all that told two kinds apart. */
  readonly likeness: string;
}

/** Notes the calls of one thread. */
export class CountedRecorder {
  readonly #kinds = new Map<string, number>();
  readonly #records = new RecordRecorder();
  readonly #likenesses: string[] = [];
  readonly #files = new DistinctTexts();
  #words = new Uint32Array(LEAST * WIDTH);
  #timesMs = new Float64Array(LEAST);
  #length = 0;

  /**
   * Whether the call could be noted: not one without time, or with an event ID of an unusual form.
   *
   * @param place where it stands
   * @param likeness equal for calls of one kind
   * @param first the first call of a kind as it is kept; may be left out for a likeness that was noted before
   */
  add(event: Event, place: Place, likeness: string, first?: () => FirstOfKind): boolean {
    if (this.#length === this.#timesMs.length) this.#grow();
    const at = this.#length * WIDTH;
    const { timeMs } = event;
    if (Number.isNaN(timeMs) || !event.writeId(this.#words, at + ID)) return false;
    let kind = this.#kinds.get(likeness);
    if (kind === undefined) {
      if (first === undefined) return false;
      const { whole, likeness: shown } = first();
      this.#records.add(whole);
      kind = this.#likenesses.push(digestOf(shown)) - 1;
      this.#kinds.set(likeness, kind);
    }
    this.#words[at + KIND] = kind;
    this.#words[at + FILE] = this.#files.number(place.file);
    this.#words[at + RECORD] = place.record;
    this.#timesMs[this.#length++] = timeMs;
    return true;
  }

  pack(): CountedLog {
    return {
      records: this.#records.pack(),
      likenesses: this.#likenesses,
      files: this.#files.list,
      words: this.#words.slice(0, this.#length * WIDTH),
      timesMs: this.#timesMs.slice(0, this.#length),
    };
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    const timesMs = new Float64Array(2 * this.#length);
    words.set(this.#words);
    timesMs.set(this.#timesMs);
    [this.#words, this.#timesMs] = [words, timesMs];
  }
}

function digestOf(likeness: string): string {
  return createHash('sha256').update(likeness).digest('base64');
}

/** The part of a log that is about some callers. */
export function countedOfCallers(log: CountedLog, callers: ReadonlySet<string>): CountedLog {
  const isOfThem = callersIn(log.records).map((caller) => callers.has(caller));
  return countedAt(
    log,
    [...log.timesMs.keys()].filter((row) => isOfThem[log.words[row * WIDTH + KIND]!]),
  );
}

/** A log of some calls of another, by their positions. */
export function countedAt(log: CountedLog, rows: readonly number[]): CountedLog {
  const had = new Set(rows.map((row) => log.words[row * WIDTH + KIND]!));
  const kinds = new Map<number, number>();
  for (const kind of log.likenesses.keys()) if (had.has(kind)) kinds.set(kind, kinds.size);
  const words = new Uint32Array(rows.length * WIDTH);
  rows.forEach((row, n) => {
    words.set(log.words.subarray(row * WIDTH, (row + 1) * WIDTH), n * WIDTH);
    words[n * WIDTH + KIND] = kinds.get(log.words[row * WIDTH + KIND]!)!;
  });
  return {
    records: recordsAt(log.records, [...kinds.keys()]),
    likenesses: [...kinds.keys()].map((kind) => log.likenesses[kind]!),
    files: log.files,
    words,
    timesMs: Float64Array.from(rows, (row) => log.timesMs[row]!),
  };
}

/** The calls of all threads. */
type CallLog = Pick<CountedLog, 'files' | 'words' | 'timesMs'>;

/** All calls of one kind, in order of time, then of event ID. */
export class CountedCalls {
  /** One of them. Its time and place are of no account. */
  readonly whole: KeptRecord;
  readonly #log: CallLog;
  /** The rows of the calls. */
  readonly #rows: readonly number[];

  constructor(whole: KeptRecord, log: CallLog, rows: readonly number[]) {
    this.whole = whole;
    this.#log = log;
    this.#rows = eachOnce(log, rows);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Milliseconds since 1970 (UTC). */
  timeMs(n: number): number {
    return this.#log.timesMs[this.#rows[n]!]!;
  }

  ref(n: number): EventRef {
    const { words, files } = this.#log;
    const at = this.#rows[n]! * WIDTH;
    return {
      eventId: readUuid(words, at + ID),
      timeMs: this.timeMs(n),
      file: files[words[at + FILE]!]!,
      record: words[at + RECORD]!,
    };
  }
}

/** In order; of the copies of a call the first by file and record. */
function eachOnce({ words, timesMs, files }: CallLog, rows: readonly number[]): number[] {
  const idOrder = (a: number, b: number): number =>
    compareUuids(words, a * WIDTH + ID, words, b * WIDTH + ID);
  const fileOf = (row: number): string => files[words[row * WIDTH + FILE]!]!;
  const recordOf = (row: number): number => words[row * WIDTH + RECORD]!;
  return rows
    .toSorted(
      (a, b) =>
        timesMs[a]! - timesMs[b]! ||
        idOrder(a, b) ||
        compareText(fileOf(a), fileOf(b)) ||
        recordOf(a) - recordOf(b),
    )
    .filter((row, n, sorted) => n === 0 || idOrder(row, sorted[n - 1]!) !== 0);
}

/** The calls of all logs by kind, in the same order however they were split. */
export function countedCalls(logs: readonly CountedLog[]): CountedCalls[] {
  const { log, likenesses, records } = joined(logs);
  const rows = likenesses.map((): number[] => []);
  for (let row = 0; row < log.timesMs.length; row++) rows[log.words[row * WIDTH + KIND]!]!.push(row);
  return [...likenesses.keys()]
    .toSorted((a, b) => compareText(likenesses[a]!, likenesses[b]!))
    .map((kind) => new CountedCalls(records[kind]!, log, rows[kind]!));
}

/** The logs as one, with the likeness and a record of each kind. */
function joined(logs: readonly CountedLog[]): {
  readonly log: CallLog;
  readonly likenesses: readonly string[];
  readonly records: readonly KeptRecord[];
} {
  const likenesses = new DistinctTexts();
  const files = new DistinctTexts();
  const records: KeptRecord[] = [];
  const calls = logs.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  const words = new Uint32Array(calls * WIDTH);
  const timesMs = new Float64Array(calls);
  let length = 0;
  for (const log of logs) {
    const kinds = openRecords(log.records).map((whole, n) => {
      const kind = likenesses.number(log.likenesses[n]!);
      records[kind] ??= whole;
      return kind;
    });
    const places = log.files.map((file) => files.number(file));
    words.set(log.words, length * WIDTH);
    timesMs.set(log.timesMs, length);
    for (let n = 0; n < log.timesMs.length; n++, length++) {
      words[length * WIDTH + KIND] = kinds[log.words[n * WIDTH + KIND]!]!;
      words[length * WIDTH + FILE] = places[log.words[n * WIDTH + FILE]!]!;
    }
  }
  return { log: { files: files.list, words, timesMs }, likenesses: likenesses.list, records };
}
