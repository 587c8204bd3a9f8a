/** Reads that the owner of a compromised credential made beyond doubt: counted, with where and when, not kept whole. */
import { DistinctTexts } from '../distinct-texts.ts';
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import { FieldNumbers } from '../cloudtrail/field-numbers.ts';
import { PairTable } from '../stats/pair-table.ts';

/** What is remembered of such events beside their times. */
const KIND_FIELDS = [
  'userIdentity.accessKeyId',
  'userIdentity.arn',
  'awsRegion',
  'recipientAccountId',
  'userIdentity.accountId',
  'sourceIPAddress',
  'userAgent',
] as const satisfies readonly HotField[];
const WIDTH = KIND_FIELDS.length;
const LEAST = 1024;

/** Plain data: 28 bytes an event, and each text once. */
export interface QuietLog {
  readonly texts: readonly string[];
  /** Positions in `texts` of the values of `KIND_FIELDS`, for each kind. */
  readonly kinds: readonly number[];
  /** Of each event: its kind, its time and two halves of a hash over event ID and account. */
  readonly kind: Uint32Array;
  readonly timeMs: Float64Array;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** What such events of one credential, network and tool have in common. */
export interface QuietKind {
  readonly caller: string;
  readonly principal: string;
  readonly region: string;
  /** The account the events were delivered to. */
  readonly account: string;
  readonly callerAccount: string;
  readonly address: string;
  readonly agent: string;
}

/** Notes the events of one thread. */
export class QuietRecorder {
  readonly #names = new DistinctTexts();
  readonly #fields = KIND_FIELDS.map(
    (field) => new FieldNumbers(FIELD[field], (text) => this.#names.number(text)),
  );
  readonly #kindNumbers = new Map<string, number>();
  readonly #kinds: number[] = [];
  #kind = new Uint32Array(LEAST);
  #timeMs = new Float64Array(LEAST);
  #low = new Uint32Array(LEAST);
  #high = new Uint32Array(LEAST);
  #length = 0;

  add(event: Event): void {
    if (this.#length === this.#kind.length) this.#grow();
    const at = this.#length++;
    this.#kind[at] = this.#kindOf(event);
    this.#timeMs[at] = event.timeMs;
    this.#low[at] = event.idHashLow;
    this.#high[at] = event.idHashHigh;
  }

  pack(): QuietLog {
    return {
      texts: this.#names.list,
      kinds: this.#kinds,
      kind: this.#kind.slice(0, this.#length),
      timeMs: this.#timeMs.slice(0, this.#length),
      low: this.#low.slice(0, this.#length),
      high: this.#high.slice(0, this.#length),
    };
  }

  #kindOf(event: Event): number {
    const parts = this.#fields.map((field) => field.of(event));
    const name = parts.join(' ');
    let kind = this.#kindNumbers.get(name);
    if (kind === undefined) {
      kind = this.#kindNumbers.size;
      this.#kindNumbers.set(name, kind);
      this.#kinds.push(...parts);
    }
    return kind;
  }

  #grow(): void {
    const room = 2 * this.#length;
    this.#kind = copied(this.#kind, new Uint32Array(room));
    this.#timeMs = copied(this.#timeMs, new Float64Array(room));
    this.#low = copied(this.#low, new Uint32Array(room));
    this.#high = copied(this.#high, new Uint32Array(room));
  }
}

/** The part of a log that is about some callers. */
export function logOfCallers(log: QuietLog, callers: ReadonlySet<string>): QuietLog {
  const kinds = kindsOf(log).map(({ caller }) => callers.has(caller));
  const rows = Array.from(log.kind.keys()).filter((row) => kinds[log.kind[row]!]);
  return {
    texts: log.texts,
    kinds: log.kinds,
    kind: Uint32Array.from(rows, (row) => log.kind[row]!),
    timeMs: Float64Array.from(rows, (row) => log.timeMs[row]!),
    low: Uint32Array.from(rows, (row) => log.low[row]!),
    high: Uint32Array.from(rows, (row) => log.high[row]!),
  };
}

/** The events of one kind, each once. */
export interface QuietEvents {
  readonly kind: QuietKind;
  readonly timesMs: readonly number[];
}

/** All that the logs hold of some callers, by caller; an event that was read twice counts once. */
export function quietEvents(
  logs: readonly QuietLog[],
  callers: ReadonlySet<string>,
): Map<string, readonly QuietEvents[]> {
  const groups = new Map<string, { kind: QuietKind; timesMs: number[] }>();
  const seen = new Map<string, PairTable>();
  for (const log of logs) {
    const kinds = kindsOf(log).map((kind) => {
      if (!callers.has(kind.caller)) return undefined;
      const name = Object.values(kind).join('\n');
      const group = groups.get(name) ?? { kind, timesMs: [] };
      groups.set(name, group);
      const known = seen.get(kind.caller) ?? new PairTable();
      seen.set(kind.caller, known);
      return { known, timesMs: group.timesMs };
    });
    for (let at = 0; at < log.kind.length; at++) {
      const kind = kinds[log.kind[at]!];
      if (kind === undefined) continue;
      const { known, timesMs } = kind;
      const number = known.length;
      // One that was seen before gets the number that it had.
      if (known.add(log.low[at]!, log.high[at]!, 1) === number) timesMs.push(log.timeMs[at]!);
    }
  }
  const byCaller = new Map<string, QuietEvents[]>();
  for (const [, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    // All of them were of another log, or left out of this one.
    if (group.timesMs.length === 0) continue;
    const list = byCaller.get(group.kind.caller);
    if (list === undefined) byCaller.set(group.kind.caller, [group]);
    else list.push(group);
  }
  return byCaller;
}

function kindsOf({ texts, kinds }: QuietLog): QuietKind[] {
  return Array.from({ length: kinds.length / WIDTH }, (_, n) => {
    const [caller, principal, region, account, callerAccount, address, agent] = kinds
      .slice(n * WIDTH, (n + 1) * WIDTH)
      .map((text) => texts[text]!) as [string, string, string, string, string, string, string];
    return { caller, principal, region, account, callerAccount, address, agent };
  });
}

function copied<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
