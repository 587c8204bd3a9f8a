/** Records as text in one piece of memory: as objects they take twice the room, and are slow to send to another thread. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { DistinctTexts } from '../distinct-texts.ts';
import type { Json, JsonObject } from '../json.ts';
import type { CollectedRecord } from './collected-record.ts';

/** Words of a record. */
const FILE = 0;
const NUMBER = 1;
const CALLER = 2;
const ACCOUNT = 3;
const RULES = 4;
/** Members that many records have in common, each held once. */
const IDENTITY = 5;
const AGENT = 6;
/** Where its text ends; it begins where the one before ends. */
const END = 7;
const WIDTH = 8;

const LEAST_BYTES = 1 << 16;
const LEAST_ROWS = 64;

/** Plain data. */
export interface RecordLog {
  /** JSON in UTF-8 of the records, without the members that are shared. */
  readonly json: Uint8Array;
  readonly words: Uint32Array;
  readonly timesMs: Float64Array;
  readonly eventIds: readonly string[];
  /** Files and callers, and JSON of what else the words name; `''` for a member that is not there. */
  readonly texts: readonly string[];
}

/** Writes records down. */
export class RecordRecorder {
  readonly #texts = new DistinctTexts();
  readonly #eventIds: string[] = [];
  readonly #encoder = new TextEncoder();
  #json = new Uint8Array(LEAST_BYTES);
  #words = new Uint32Array(LEAST_ROWS * WIDTH);
  #timesMs = new Float64Array(LEAST_ROWS);
  #bytes = 0;

  get length(): number {
    return this.#eventIds.length;
  }

  add({ ref, caller, record, rules }: CollectedRecord): void {
    const { userIdentity, userAgent, ...others } = record;
    this.#write(JSON.stringify(others));
    const row = this.#eventIds.push(ref.eventId) - 1;
    if (row === this.#timesMs.length) this.#grow();
    this.#timesMs[row] = ref.timeMs;
    const at = row * WIDTH;
    this.#words[at + FILE] = this.#texts.number(ref.file);
    this.#words[at + NUMBER] = ref.record;
    this.#words[at + CALLER] = this.#texts.number(caller);
    this.#words[at + ACCOUNT] = this.#texts.number(jsonOf(record['recipientAccountId'] ?? null));
    this.#words[at + RULES] = this.#texts.number(JSON.stringify(rules));
    this.#words[at + IDENTITY] = this.#texts.number(jsonOf(userIdentity));
    this.#words[at + AGENT] = this.#texts.number(jsonOf(userAgent));
    this.#words[at + END] = this.#bytes;
  }

  pack(): RecordLog {
    return {
      json: this.#json.slice(0, this.#bytes),
      words: this.#words.slice(0, this.length * WIDTH),
      timesMs: this.#timesMs.slice(0, this.length),
      eventIds: this.#eventIds,
      texts: this.#texts.list,
    };
  }

  #write(text: string): void {
    // A character has three bytes at most.
    const needed = this.#bytes + 3 * text.length;
    if (needed > this.#json.length) {
      const json = new Uint8Array(Math.max(needed, 2 * this.#json.length));
      json.set(this.#json.subarray(0, this.#bytes));
      this.#json = json;
    }
    this.#bytes += this.#encoder.encodeInto(text, this.#json.subarray(this.#bytes)).written;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    const timesMs = new Float64Array(2 * this.#timesMs.length);
    words.set(this.#words);
    timesMs.set(this.#timesMs);
    [this.#words, this.#timesMs] = [words, timesMs];
  }
}

function jsonOf(member: Json | undefined): string {
  return member === undefined ? '' : JSON.stringify(member);
}

/** A record in a log, read when it is asked for. */
export class KeptRecord {
  readonly ref: EventRef;
  readonly caller: string;
  /** JSON of the account it was delivered to. */
  readonly account: string;
  /** IDs of the rules that matched, in their order. */
  readonly rules: readonly string[];
  /** `userIdentity`; one object for all that have the same. */
  readonly identity: Json | undefined;
  readonly #log: OpenLog;
  readonly #row: number;

  constructor(log: OpenLog, row: number) {
    const { words, timesMs, eventIds, texts } = log.packed;
    const word = (name: number): number => words[row * WIDTH + name]!;
    this.ref = {
      eventId: eventIds[row]!,
      timeMs: timesMs[row]!,
      file: texts[word(FILE)]!,
      record: word(NUMBER),
    };
    this.caller = texts[word(CALLER)]!;
    this.account = texts[word(ACCOUNT)]!;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- as it was written
    this.rules = log.value(word(RULES)) as readonly string[];
    this.identity = log.value(word(IDENTITY));
    this.#log = log;
    this.#row = row;
  }

  /** The record, made anew each time. */
  read(): JsonObject {
    return this.#log.record(this.#row);
  }
}

class OpenLog {
  readonly packed: RecordLog;
  readonly #decoder = new TextDecoder();
  readonly #values = new Map<number, Json>();

  constructor(packed: RecordLog) {
    this.packed = packed;
  }

  /** What a JSON text stands for, `undefined` for nothing. */
  value(text: number): Json | undefined {
    const json = this.packed.texts[text]!;
    let value = this.#values.get(text);
    if (value === undefined && json !== '') this.#values.set(text, (value = JSON.parse(json) as Json));
    return value;
  }

  record(row: number): JsonObject {
    const { json, words } = this.packed;
    const text = this.#decoder.decode(json.subarray(...spanOf(words, row)));
    const record = JSON.parse(text) as Record<string, Json>;
    const userIdentity = this.value(words[row * WIDTH + IDENTITY]!);
    const userAgent = this.value(words[row * WIDTH + AGENT]!);
    if (userIdentity !== undefined) record['userIdentity'] = userIdentity;
    if (userAgent !== undefined) record['userAgent'] = userAgent;
    return record;
  }
}

function spanOf(words: Uint32Array, row: number): [start: number, end: number] {
  return [row === 0 ? 0 : words[(row - 1) * WIDTH + END]!, words[row * WIDTH + END]!];
}

/** The records of a log, in their order. */
export function openRecords(log: RecordLog): KeptRecord[] {
  const open = new OpenLog(log);
  return log.eventIds.map((_, row) => new KeptRecord(open, row));
}

/** The callers of the records, in their order. */
export function callersIn({ words, texts, eventIds }: RecordLog): string[] {
  return eventIds.map((_, row) => texts[words[row * WIDTH + CALLER]!]!);
}

/** A log of some records of another, by their positions. */
export function recordsAt(log: RecordLog, rows: readonly number[]): RecordLog {
  const spans = rows.map((row) => spanOf(log.words, row));
  const json = new Uint8Array(spans.reduce((sum, [start, end]) => sum + end - start, 0));
  const words = new Uint32Array(rows.length * WIDTH);
  let bytes = 0;
  rows.forEach((row, n) => {
    const [start, end] = spans[n]!;
    json.set(log.json.subarray(start, end), bytes);
    bytes += end - start;
    words.set(log.words.subarray(row * WIDTH, (row + 1) * WIDTH), n * WIDTH);
    words[n * WIDTH + END] = bytes;
  });
  return {
    json,
    words,
    timesMs: Float64Array.from(rows, (row) => log.timesMs[row]!),
    eventIds: rows.map((row) => log.eventIds[row]!),
    texts: log.texts,
  };
}

/** The part of a log that is about some callers. */
export function recordsOfCallers(log: RecordLog, callers: ReadonlySet<string>): RecordLog {
  const of = callersIn(log);
  return recordsAt(
    log,
    [...of.keys()].filter((row) => callers.has(of[row]!)),
  );
}
