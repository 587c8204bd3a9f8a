/** Matches of rules, packed into numbers: a large archive has many, and they cross from thread to thread. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { JsonObject } from '../json.ts';
import { credentialOf, principalOf } from '../cloudtrail/identity.ts';
import { Strings } from './strings.ts';

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
  /** What correlations over the rule compare, see `neededFields`. */
  readonly values: readonly (string | null)[];
  /** Unique for the event: its account and ID, or its place where it has no ID. */
  readonly eventKey: string;
}

/** A log in a form that can be sent between threads. */
export interface PackedMatches {
  readonly words: Uint32Array;
  readonly strings: readonly string[];
}

/** Texts of a summary, in the order of their columns. */
const TEXTS = [
  'eventId',
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
const WIDTH = VALUES + 1;

/** Collects the matches of one thread. */
export class MatchLog {
  readonly #strings = new Strings();
  #words = new Uint32Array(64 * WIDTH);
  #length = 0;
  readonly #time = new Float64Array(1);
  readonly #timeWords = new Uint32Array(this.#time.buffer);

  /** Adds a match of the event at hand. `details` and `values` are JSON texts. */
  add(rule: number, event: Event, details: string, values: string): void {
    if (this.#length + WIDTH > this.#words.length) this.#grow();
    const words = this.#words;
    const at = this.#length;
    this.#length += WIDTH;
    this.#time[0] = event.timeMs;
    words[at + RULE] = rule;
    words[at + RECORD] = event.record;
    words[at + TIME] = this.#timeWords[0]!;
    words[at + TIME + 1] = this.#timeWords[1]!;
    words[at + HASH] = event.idHashLow;
    words[at + HASH + 1] = event.idHashHigh;
    const texts = textsOf(event);
    for (let n = 0; n < texts.length; n++) words[at + FIRST_TEXT + n] = this.#strings.number(texts[n]!);
    words[at + DETAILS] = this.#strings.number(details);
    words[at + VALUES] = this.#strings.number(values);
  }

  pack(): PackedMatches {
    return { words: this.#words.slice(0, this.#length), strings: this.#strings.list };
  }

  #grow(): void {
    const more = new Uint32Array(2 * this.#words.length);
    more.set(this.#words);
    this.#words = more;
  }
}

function textsOf(event: Event): string[] {
  return [
    event.eventId,
    event.text(FIELD['eventSource']),
    event.text(FIELD['eventName']),
    event.text(FIELD['errorCode']),
    event.text(FIELD['recipientAccountId']) || event.text(FIELD['userIdentity.accountId']),
    event.text(FIELD['awsRegion']),
    credentialOf(event),
    principalOf(event),
    event.text(FIELD['sourceIPAddress']),
    event.text(FIELD['userAgent']),
    event.file,
  ];
}

/** The matches of all threads, read-only: sorted by time, an event that was read twice counted once. */
export class Matches {
  readonly #logs: readonly PackedMatches[];
  readonly #times: readonly Float64Array[];
  /** For each match, its log and its place there. */
  readonly #order: readonly (readonly [number, number])[];

  constructor(logs: readonly PackedMatches[]) {
    this.#logs = logs;
    this.#times = logs.map((log) => timesOf(log.words));
    this.#order = this.#sorted();
  }

  get length(): number {
    return this.#order.length;
  }

  at(index: number): Match {
    const [log, row] = this.#order[index]!;
    const { words, strings } = this.#logs[log]!;
    const at = row * WIDTH;
    const texts = Object.fromEntries(TEXTS.map((name, n) => [name, strings[words[at + FIRST_TEXT + n]!]!]));
    const event: EventSummary = {
      timeMs: this.#times[log]![row]!,
      ...(texts as { readonly [T in (typeof TEXTS)[number]]: string }),
      record: words[at + RECORD]!,
    };
    const hasId = words[at + HASH] !== 0 || words[at + HASH + 1] !== 0;
    return {
      rule: words[at + RULE]!,
      event,
      details: JSON.parse(strings[words[at + DETAILS]!]!) as JsonObject,
      values: JSON.parse(strings[words[at + VALUES]!]!) as (string | null)[],
      eventKey: hasId ? `${event.account}/${event.eventId}` : `${event.file}#${event.record}`,
    };
  }

  /** Rule of a match, without unpacking it. */
  ruleAt(index: number): number {
    const [log, row] = this.#order[index]!;
    return this.#logs[log]!.words[row * WIDTH + RULE]!;
  }

  *[Symbol.iterator](): Generator<Match> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }

  #sorted(): (readonly [number, number])[] {
    const all = this.#logs.flatMap((log, n) =>
      Array.from({ length: log.words.length / WIDTH }, (_, row) => [n, row] as const),
    );
    all.sort((a, b) => this.#compare(a, b));
    return all.filter((one, n) => n === 0 || !this.#isRepeat(all[n - 1]!, one));
  }

  #compare([logA, rowA]: readonly [number, number], [logB, rowB]: readonly [number, number]): number {
    const byTime = order(this.#times[logA]![rowA]!, this.#times[logB]![rowB]!);
    if (byTime !== 0) return byTime;
    const [a, b] = [this.#logs[logA]!, this.#logs[logB]!];
    for (const column of [HASH, HASH + 1, RULE]) {
      const difference = a.words[rowA * WIDTH + column]! - b.words[rowB * WIDTH + column]!;
      if (difference !== 0) return difference;
    }
    const file = FIRST_TEXT + TEXTS.length - 1;
    const [fileA, fileB] = [a.strings[a.words[rowA * WIDTH + file]!]!, b.strings[b.words[rowB * WIDTH + file]!]!];
    if (fileA !== fileB) return fileA < fileB ? -1 : 1;
    return a.words[rowA * WIDTH + RECORD]! - b.words[rowB * WIDTH + RECORD]!;
  }

  /** Whether a match is the one before it again: same rule, same event. Events without an ID are never the same. */
  #isRepeat([logA, rowA]: readonly [number, number], [logB, rowB]: readonly [number, number]): boolean {
    const [a, b] = [this.#logs[logA]!.words, this.#logs[logB]!.words];
    const [atA, atB] = [rowA * WIDTH, rowB * WIDTH];
    if (b[atB + HASH] === 0 && b[atB + HASH + 1] === 0) return false;
    return [HASH, HASH + 1, RULE].every((column) => a[atA + column] === b[atB + column]);
  }
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
