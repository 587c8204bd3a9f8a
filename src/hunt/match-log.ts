/** Matches of rules, packed into numbers: a large archive has many, and they cross from thread to thread. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { HOT_FIELDS } from '../cloudtrail/fields.ts';
import { principalField } from '../cloudtrail/identity.ts';
import type { JsonObject } from '../json.ts';
import type { ValueCount } from './promising.ts';
import { KnownNumbers, Strings } from './strings.ts';
import { readUuid, UUID_WORDS, writeUuid } from '../cloudtrail/uuid.ts';

/** What is kept of an event that matched. Texts are as they stand in the log, so whoever shows them must escape them. */
export interface EventSummary {
  /** `eventTime` in milliseconds since 1970 (UTC); NaN when the event has none. */
  readonly timeMs: number;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly errorCode: string;
  readonly account: string;
  readonly region: string;
  /** Access key ID. */
  readonly credential: string;
  /** ARN or name of who called. */
  readonly principal: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
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

/** A log in a form that can be sent between threads. */
export interface PackedMatches {
  readonly words: Uint32Array;
  readonly strings: readonly string[];
}

/** Texts of a summary, in the order of their columns. */
const TEXTS = [
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

const RULE = 0;
const RECORD = 1;
const TIME = 2;
const HASH = 4;
const FIRST_TEXT = 6;
const DETAILS = FIRST_TEXT + TEXTS.length;
const VALUES = DETAILS + 1;
/** Four words of a UUID; or, where the event ID is none, the number of its text and then zeros. */
const EVENT_ID = VALUES + 1;
const ID_IS_TEXT = EVENT_ID + UUID_WORDS;
const WIDTH = ID_IS_TEXT + 1;

/** Fields whose values are kept as they are, with the column of each. */
const PLAIN_TEXTS: readonly (readonly [number, number])[] = (
  [
    ['eventSource', 'eventSource'],
    ['eventName', 'eventName'],
    ['errorCode', 'errorCode'],
    ['region', 'awsRegion'],
    ['credential', 'userIdentity.accessKeyId'],
    ['sourceIPAddress', 'sourceIPAddress'],
    ['userAgent', 'userAgent'],
  ] as const
).map(([column, field]) => [FIRST_TEXT + TEXTS.indexOf(column), FIELD[field]]);

const ACCOUNT = FIRST_TEXT + TEXTS.indexOf('account');
const PRINCIPAL = FIRST_TEXT + TEXTS.indexOf('principal');
const FILE = FIRST_TEXT + TEXTS.indexOf('file');

/** Collects the matches of one thread. */
export class MatchLog {
  readonly #strings = new Strings();
  #words = new Uint32Array(64 * WIDTH);
  #length = 0;
  readonly #time = new Float64Array(1);
  readonly #timeWords = new Uint32Array(this.#time.buffer);
  /** For each hot field, the numbers that values' texts have here, by the values' own numbers. */
  readonly #known: readonly KnownNumbers[] = HOT_FIELDS.map(() => new KnownNumbers());
  #epoch = -1;

  /** Number under which a text is kept here. */
  numberOf(text: string): number {
    return this.#strings.number(text);
  }

  /** Adds a match of the event at hand. `details` and `values` are numbers of JSON texts (see `numberOf`). */
  add(rule: number, event: Event, details: number, values: number): void {
    const at = this.#length;
    if (at + WIDTH > this.#words.length) this.#grow();
    this.#length += WIDTH;
    const words = this.#words;
    words[at + RULE] = rule;
    words[at + DETAILS] = details;
    words[at + VALUES] = values;
    if (!this.#repeatLast(at, event)) this.#addEvent(at, event);
  }

  pack(): PackedMatches {
    return { words: this.#words.slice(0, this.#length), strings: this.#strings.list };
  }

  /** Several rules match one event one after the other: what is kept of it is the same. */
  #repeatLast(at: number, event: Event): boolean {
    const words = this.#words;
    const last = at - WIDTH;
    if (last < 0 || words[last + RECORD] !== event.record) return false;
    if (words[last + HASH] !== event.idHashLow || words[last + HASH + 1] !== event.idHashHigh) return false;
    if (this.#strings.list[words[last + FILE]!] !== event.file || (event.idHashLow | event.idHashHigh) === 0)
      return false;
    words.copyWithin(at + RECORD, last + RECORD, last + DETAILS);
    words.copyWithin(at + EVENT_ID, last + EVENT_ID, last + WIDTH);
    return true;
  }

  #addEvent(at: number, event: Event): void {
    if (event.epoch !== this.#epoch) this.#forgetIds(event.epoch);
    const words = this.#words;
    this.#time[0] = event.timeMs;
    words[at + RECORD] = event.record;
    words[at + TIME] = this.#timeWords[0]!;
    words[at + TIME + 1] = this.#timeWords[1]!;
    words[at + HASH] = event.idHashLow;
    words[at + HASH + 1] = event.idHashHigh;
    for (const [column, field] of PLAIN_TEXTS) words[at + column] = this.#text(event, field);
    const account =
      event.id(FIELD['recipientAccountId']) === 0 ? 'userIdentity.accountId' : 'recipientAccountId';
    words[at + ACCOUNT] = this.#text(event, FIELD[account]);
    words[at + PRINCIPAL] = this.#text(event, principalField(event));
    const { eventId } = event;
    const isUuid = writeUuid(eventId, words, at + EVENT_ID);
    words[at + ID_IS_TEXT] = isUuid ? 0 : 1;
    if (!isUuid) words[at + EVENT_ID] = this.#strings.add(eventId);
    words[at + FILE] = this.#strings.number(event.file);
  }

  #text(event: Event, field: number): number {
    const id = event.id(field);
    const known = id === UNNUMBERED_ID ? -1 : this.#known[field]!.get(id);
    if (known >= 0) return known;
    const number = this.#strings.number(event.text(field));
    if (id !== UNNUMBERED_ID) this.#known[field]!.set(id, number);
    return number;
  }

  #forgetIds(epoch: number): void {
    for (const known of this.#known) known.forget();
    this.#epoch = epoch;
  }

  #grow(): void {
    const more = new Uint32Array(2 * this.#words.length);
    more.set(this.#words);
    this.#words = more;
  }
}

/** The matches of all threads, read-only. A match is named by its place over all logs. */
export class Matches {
  readonly length: number;
  readonly #logs: readonly PackedMatches[];
  /** Where each log starts. */
  readonly #starts: readonly number[];
  readonly #times: readonly Float64Array[];
  readonly #values: Map<string, readonly (string | null)[]> = new Map();

  constructor(logs: readonly PackedMatches[]) {
    this.#logs = logs;
    const starts: number[] = [];
    let length = 0;
    for (const log of logs) {
      starts.push(length);
      length += log.words.length / WIDTH;
    }
    this.#starts = starts;
    this.length = length;
    this.#times = logs.map((log) => timesOf(log.words));
  }

  at(place: number): Match {
    const { log, row } = this.#find(place);
    const { words, strings } = this.#logs[log]!;
    const at = row * WIDTH;
    const texts = Object.fromEntries(TEXTS.map((name, n) => [name, strings[words[at + FIRST_TEXT + n]!]!]));
    return {
      rule: words[at + RULE]!,
      event: {
        timeMs: this.#times[log]![row]!,
        eventId: eventIdAt(this.#logs[log]!, at),
        ...(texts as { readonly [T in (typeof TEXTS)[number]]: string }),
        record: words[at + RECORD]!,
      },
      details: JSON.parse(strings[words[at + DETAILS]!]!) as JsonObject,
    };
  }

  /** Rule of a match. */
  ruleAt(place: number): number {
    const { log, row } = this.#find(place);
    return this.#logs[log]!.words[row * WIDTH + RULE]!;
  }

  timeAt(place: number): number {
    const { log, row } = this.#find(place);
    return this.#times[log]![row]!;
  }

  /** How often each of the given rules matched with the same values, and which count a match belongs to. */
  countValues(rules: readonly boolean[]): {
    readonly counts: ValueCount[];
    readonly countOf: (place: number) => number;
  } {
    const counts: { rule: number; values: readonly (string | null)[]; count: number }[] = [];
    const byText = new Map<string, number>();
    const byNumber = this.#logs.map(() => new Map<number, number>());
    const countOf = (place: number): number => {
      const { log, row } = this.#find(place);
      const { words, strings } = this.#logs[log]!;
      const rule = words[row * WIDTH + RULE]!;
      const number = words[row * WIDTH + VALUES]!;
      const known = byNumber[log]!.get(rule * 2 ** 32 + number);
      if (known !== undefined) return known;
      const key = `${rule} ${strings[number]}`;
      const found = byText.get(key) ?? counts.push({ rule, values: this.valuesAt(place), count: 0 }) - 1;
      byText.set(key, found);
      byNumber[log]!.set(rule * 2 ** 32 + number, found);
      return found;
    };
    for (let place = 0; place < this.length; place++) {
      if (rules[this.ruleAt(place)] === true) counts[countOf(place)]!.count++;
    }
    return { counts, countOf };
  }

  /** What correlations over the rule compare, see `neededFields`. */
  valuesAt(place: number): readonly (string | null)[] {
    const { log, row } = this.#find(place);
    const { words, strings } = this.#logs[log]!;
    return cached(this.#values, strings[words[row * WIDTH + VALUES]!]!);
  }

  /** Unique for the event: its account and ID, or its place where it has no ID. */
  eventKeyAt(place: number): string {
    const { log, row } = this.#find(place);
    const { words, strings } = this.#logs[log]!;
    const at = row * WIDTH;
    const text = (column: number): string => strings[words[at + column]!]!;
    const hasId = (words[at + HASH]! | words[at + HASH + 1]!) !== 0;
    return hasId
      ? `${text(ACCOUNT)}/${eventIdAt(this.#logs[log]!, at)}`
      : `${text(FILE)}#${words[at + RECORD]}`;
  }

  /** The given matches in order of time, an event that was read twice counted once. */
  sorted(places: readonly number[]): number[] {
    const ordered = places.toSorted((a, b) => this.#compare(a, b));
    return ordered.filter((place, n) => n === 0 || !this.#isRepeat(ordered[n - 1]!, place));
  }

  #find(place: number): { log: number; row: number } {
    let log = this.#starts.length - 1;
    while (this.#starts[log]! > place) log--;
    return { log, row: place - this.#starts[log]! };
  }

  #compare(one: number, other: number): number {
    const byTime = order(this.timeAt(one), this.timeAt(other));
    if (byTime !== 0) return byTime;
    const [a, b] = [this.#row(one), this.#row(other)];
    for (const column of [HASH, HASH + 1, RULE]) {
      const difference = a.word(column) - b.word(column);
      if (difference !== 0) return difference;
    }
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.word(RECORD) - b.word(RECORD);
  }

  /** Whether a match is the one before it again: same rule, same event. What has no ID, or another time, is another event. */
  #isRepeat(one: number, other: number): boolean {
    const [a, b] = [this.#row(one), this.#row(other)];
    if ((b.word(HASH) | b.word(HASH + 1)) === 0) return false;
    if (order(this.timeAt(one), this.timeAt(other)) !== 0) return false;
    return [HASH, HASH + 1, RULE].every((column) => a.word(column) === b.word(column));
  }

  #row(place: number): { word: (column: number) => number; file: string } {
    const { log, row } = this.#find(place);
    const { words, strings } = this.#logs[log]!;
    const at = row * WIDTH;
    return { word: (column) => words[at + column]!, file: strings[words[at + FILE]!]! };
  }
}

function eventIdAt({ words, strings }: PackedMatches, at: number): string {
  return words[at + ID_IS_TEXT] === 0 ? readUuid(words, at + EVENT_ID) : strings[words[at + EVENT_ID]!]!;
}

/** Values that are the same for many matches are read once. */
function cached<T>(known: Map<string, T>, text: string): T {
  let value = known.get(text);
  if (value === undefined) {
    value = JSON.parse(text) as T;
    known.set(text, value);
  }
  return value;
}

function timesOf(words: Uint32Array): Float64Array {
  const times = new Float64Array(words.length / WIDTH);
  const pair = new Uint32Array(times.buffer);
  for (let row = 0; row < times.length; row++) {
    pair[2 * row] = words[row * WIDTH + TIME]!;
    pair[2 * row + 1] = words[row * WIDTH + TIME + 1]!;
  }
  return times;
}

/** Orders times, those that are unknown last. */
function order(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}
