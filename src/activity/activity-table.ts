/** Activity in flat arrays: what a thread fills, what threads' results are merged in, and what is written to disk. */
import { DIMENSIONS } from './activity.ts';
import type { Dimension } from './activity.ts';
import { DaySets } from './day-sets.ts';
import { EventIds } from './event-ids.ts';
import { DistinctTexts } from '../distinct-texts.ts';
import { contextKey } from './context-key.ts';

/** Rows of a context itself have this in the place of a dimension. */
export const WHOLE: number = DIMENSIONS.length;
/** A value's number is its text's number times this, plus the number of its dimension. */
export const VALUE_STEP = 32;

const NUMBER_OF = new Map<Dimension, number>(DIMENSIONS.map((name, n) => [name, n]));
const LEAST_SLOTS = 1024;
const LEAST_DROPPED = 1 << 18;

export class ActivityTable {
  readonly texts: DistinctTexts = new DistinctTexts();
  #ids = new EventIds();
  readonly days: DaySets = new DaySets();
  /** Subject, network and tool of each context, by their texts' numbers. */
  readonly contexts: number[] = [];
  readonly #contextNumbers = new Map<string, number>();
  /** A row is what was seen of one value in one context. */
  #context = new Uint32Array(LEAST_SLOTS / 2);
  #value = new Uint32Array(LEAST_SLOTS / 2);
  #firstMs = new Float64Array(LEAST_SLOTS / 2);
  #lastMs = new Float64Array(LEAST_SLOTS / 2);
  #firstId = new Uint32Array(LEAST_SLOTS / 2);
  #lastId = new Uint32Array(LEAST_SLOTS / 2);
  #dayHead = new Uint32Array(LEAST_SLOTS / 2);
  /** Number of the row in each slot, plus one; 0 where there is none. */
  #slots = new Int32Array(LEAST_SLOTS);
  #length = 0;

  /** Event IDs by the numbers that the rows hold; a new list after `dropUnusedIds`. */
  get ids(): EventIds {
    return this.#ids;
  }

  /** How many rows there are. */
  get length(): number {
    return this.#length;
  }

  /** Number of a context. */
  contextNumber(subject: string, network: string, tool: string): number {
    const key = contextKey(subject, network, tool);
    let number = this.#contextNumbers.get(key);
    if (number === undefined) {
      number = this.contexts.length / 3;
      this.#contextNumbers.set(key, number);
      for (const text of [subject, network, tool]) this.contexts.push(this.texts.number(text));
    }
    return number;
  }

  /** Number of a value of a dimension. */
  valueNumber(dimension: Dimension, text: string): number {
    return this.texts.number(text) * VALUE_STEP + NUMBER_OF.get(dimension)!;
  }

  /** The row of a value in a context, to be widened; made when there is none. */
  row(context: number, value: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(context, value) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0) return this.#insert(slot, context, value);
      if (this.#context[row] === context && this.#value[row] === value) return row;
    }
  }

  /** Says that the row was seen at these times too; event IDs by their numbers in `ids`. */
  widen(row: number, firstMs: number, firstId: number, lastMs: number, lastId: number): void {
    const knownFirst = this.#firstMs[row]!;
    if (
      firstMs < knownFirst ||
      (firstMs === knownFirst && this.#ids.compare(firstId, this.#firstId[row]!) < 0)
    ) {
      this.#firstMs[row] = firstMs;
      this.#firstId[row] = firstId;
    }
    const knownLast = this.#lastMs[row]!;
    if (lastMs > knownLast || (lastMs === knownLast && this.#ids.compare(lastId, this.#lastId[row]!) > 0)) {
      this.#lastMs[row] = lastMs;
      this.#lastId[row] = lastId;
    }
  }

  addDay(row: number, day: number): void {
    this.#dayHead[row] = this.days.add(this.#dayHead[row]!, day);
  }

  addDays(row: number, block: number, bits: number): void {
    this.#dayHead[row] = this.days.addBits(this.#dayHead[row]!, block, bits);
  }

  /** Forgets the event IDs that no row names any more, when they are most of them. */
  dropUnusedIds(): void {
    if (this.#ids.length < LEAST_DROPPED || this.#ids.length < 4 * this.#length) return;
    const kept = new EventIds();
    const known = this.#ids.room();
    for (let row = 0; row < this.#length; row++) {
      this.#firstId[row] = kept.adopt(this.#ids, this.#firstId[row]!, known);
      this.#lastId[row] = kept.adopt(this.#ids, this.#lastId[row]!, known);
    }
    this.#ids = kept;
  }

  context(row: number): number {
    return this.#context[row]!;
  }
  value(row: number): number {
    return this.#value[row]!;
  }
  firstMs(row: number): number {
    return this.#firstMs[row]!;
  }
  lastMs(row: number): number {
    return this.#lastMs[row]!;
  }
  firstId(row: number): number {
    return this.#firstId[row]!;
  }
  lastId(row: number): number {
    return this.#lastId[row]!;
  }
  dayHead(row: number): number {
    return this.#dayHead[row]!;
  }

  #insert(slot: number, context: number, value: number): number {
    const row = this.#length++;
    this.#slots[slot] = row + 1;
    this.#context[row] = context;
    this.#value[row] = value;
    this.#firstMs[row] = Infinity;
    this.#lastMs[row] = -Infinity;
    // Half of the slots stay free, so that searches are short.
    if (this.#length === this.#context.length) this.#grow();
    return row;
  }

  #grow(): void {
    const room = 2 * this.#context.length;
    this.#context = copied(this.#context, new Uint32Array(room));
    this.#value = copied(this.#value, new Uint32Array(room));
    this.#firstMs = copied(this.#firstMs, new Float64Array(room));
    this.#lastMs = copied(this.#lastMs, new Float64Array(room));
    this.#firstId = copied(this.#firstId, new Uint32Array(room));
    this.#lastId = copied(this.#lastId, new Uint32Array(room));
    this.#dayHead = copied(this.#dayHead, new Uint32Array(room));
    this.#slots = new Int32Array(2 * room);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#length; row++) {
      let slot = hash(this.#context[row]!, this.#value[row]!) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function copied<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
