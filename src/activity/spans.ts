/** First and last events of tuples, in flat arrays of a fixed size. */
import { UUID_WORDS, compareUuids } from '../cloudtrail/uuid.ts';
import { TupleTable } from './tuple-table.ts';

export class Spans {
  readonly #tuples: TupleTable;
  readonly firstMs: Float64Array;
  readonly lastMs: Float64Array;
  /** Event IDs, UUIDs as words. */
  readonly firstIds: Uint32Array;
  readonly lastIds: Uint32Array;

  /** Spans of at most `room` (a power of two) tuples of `width` numbers. */
  constructor(width: number, room: number) {
    this.#tuples = new TupleTable(width, room);
    this.firstMs = new Float64Array(room);
    this.lastMs = new Float64Array(room);
    this.firstIds = new Uint32Array(UUID_WORDS * room);
    this.lastIds = new Uint32Array(UUID_WORDS * room);
  }

  /** The tuple that is meant by the next `add`. */
  get key(): Uint32Array {
    return this.#tuples.key;
  }

  get length(): number {
    return this.#tuples.length;
  }

  get isFull(): boolean {
    return this.#tuples.isFull;
  }

  /** Part `n` of a tuple. */
  at(tuple: number, n: number): number {
    return this.#tuples.at(tuple, n);
  }

  clear(): void {
    this.#tuples.clear();
  }

  /** Says that the tuple in `key` was seen at a time, in the event whose ID is at `at` of `ids`; its number. */
  add(timeMs: number, ids: Uint32Array, at: number): number {
    const { length } = this.#tuples;
    const tuple = this.#tuples.number();
    if (tuple === length) {
      this.#setFirst(tuple, timeMs, ids, at);
      this.#setLast(tuple, timeMs, ids, at);
      return tuple;
    }
    const firstMs = this.firstMs[tuple]!;
    const lastMs = this.lastMs[tuple]!;
    const own = UUID_WORDS * tuple;
    if (timeMs < firstMs || (timeMs === firstMs && compareUuids(ids, at, this.firstIds, own) < 0))
      this.#setFirst(tuple, timeMs, ids, at);
    if (timeMs > lastMs || (timeMs === lastMs && compareUuids(ids, at, this.lastIds, own) > 0))
      this.#setLast(tuple, timeMs, ids, at);
    return tuple;
  }

  #setFirst(tuple: number, timeMs: number, ids: Uint32Array, at: number): void {
    this.firstMs[tuple] = timeMs;
    for (let n = 0; n < UUID_WORDS; n++) this.firstIds[UUID_WORDS * tuple + n] = ids[at + n]!;
  }

  #setLast(tuple: number, timeMs: number, ids: Uint32Array, at: number): void {
    this.lastMs[tuple] = timeMs;
    for (let n = 0; n < UUID_WORDS; n++) this.lastIds[UUID_WORDS * tuple + n] = ids[at + n]!;
  }
}
