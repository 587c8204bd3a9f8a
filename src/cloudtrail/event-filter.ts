/** Which events are wanted: by time, account, region and credential. */
import type { Json } from '../json.ts';
import type { Event } from './event.ts';
import { FIELD } from './event.ts';
import { MARK, RECORD_KIND, ROW } from './scanner.ts';

/** Times in milliseconds since 1970 (UTC), both inclusive; empty lists want all. Plain data, so it can be sent to workers. */
export interface EventWish {
  readonly fromMs: number;
  readonly toMs: number;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** Access key IDs. */
  readonly credentials: readonly string[];
}

/** Wants every event. */
export const EVERYTHING: EventWish = {
  fromMs: -Infinity,
  toMs: Infinity,
  accounts: [],
  regions: [],
  credentials: [],
};

/** Decides about the events of one reader; answers about a value are remembered by its number. */
export class EventFilter {
  readonly #wish: EventWish;
  readonly #hasTimes: boolean;
  readonly #fields: readonly FieldWish[];

  constructor(wish: EventWish) {
    this.#wish = wish;
    this.#hasTimes = wish.fromMs > -Infinity || wish.toMs < Infinity;
    this.#fields = [
      // Who owns the record; records without it (before version 1.02, exports) name the caller's account only.
      new FieldWish([FIELD['recipientAccountId'], FIELD['userIdentity.accountId']], wish.accounts),
      new FieldWish([FIELD['awsRegion']], wish.regions),
      new FieldWish([FIELD['userIdentity.accessKeyId']], wish.credentials),
    ].filter((field) => field.isNeeded);
  }

  /** Whether any event may be unwanted. */
  get isNeeded(): boolean {
    return this.#hasTimes || this.#fields.length > 0;
  }

  /** Marks the events among `rows` rows that are not wanted (see `EventVisitor.prepare`); returns how many they are. */
  mark(event: Event, words: Uint32Array, first: number, rows: number, width: number): number {
    let unwanted = 0;
    for (let row = first; row < first + rows * width; row += width) {
      if (words[row + ROW.kind] !== RECORD_KIND.event) continue;
      event.moveTo(words, row);
      if (this.accepts(event)) continue;
      words[row + ROW.mark]! |= MARK.filtered;
      unwanted++;
    }
    return unwanted;
  }

  /** Whether the event is wanted. One without a readable time is wanted only when any time is. */
  accepts(event: Event): boolean {
    if (this.#hasTimes) {
      const time = event.timeMs;
      if (!(time >= this.#wish.fromMs && time <= this.#wish.toMs)) return false;
    }
    return this.#fields.every((field) => field.accepts(event));
  }
}

class FieldWish {
  readonly #fields: readonly number[];
  readonly #wanted: ReadonlySet<Json | undefined>;

  constructor(fields: readonly number[], wanted: readonly string[]) {
    this.#fields = fields;
    this.#wanted = new Set(wanted);
  }

  get isNeeded(): boolean {
    return this.#wanted.size > 0;
  }

  accepts(event: Event): boolean {
    const field = this.#fields.find((each) => event.id(each) !== 0);
    return field !== undefined && this.#wanted.has(event.value(field));
  }
}
