/** The values of one context, read from packed activity by dimension. */
import type { Dimension, Seen } from './activity.ts';
import { DIMENSIONS } from './activity.ts';
import { VALUE_STEP, WHOLE } from './activity-table.ts';
import type { EventIds } from './event-ids.ts';
import type { PackedActivity } from './pack.ts';
import { PackedSeen } from './packed-seen.ts';

/** A map that makes the values of a dimension when they are asked for: few readers want more than one or two. */
export class PackedValues implements ReadonlyMap<Dimension, ReadonlyMap<string, Seen>> {
  readonly #packed: PackedActivity;
  readonly #ids: EventIds;
  /** The rows of the context. */
  readonly #from: number;
  readonly #to: number;

  constructor(packed: PackedActivity, ids: EventIds, from: number, to: number) {
    this.#packed = packed;
    this.#ids = ids;
    this.#from = from;
    this.#to = to;
  }

  get size(): number {
    return this.#dimensions().length;
  }

  has(dimension: Dimension): boolean {
    return this.#dimensions().includes(dimension);
  }

  get(dimension: Dimension): ReadonlyMap<string, Seen> | undefined {
    const wanted = DIMENSIONS.indexOf(dimension);
    const { values, texts } = this.#packed;
    let map: Map<string, Seen> | undefined;
    for (let at = this.#from; at < this.#to; at++) {
      const value = values[at]!;
      if (value % VALUE_STEP !== wanted) continue;
      map ??= new Map();
      map.set(texts[Math.floor(value / VALUE_STEP)]!, new PackedSeen(this.#packed, this.#ids, at));
    }
    return map;
  }

  *keys(): MapIterator<Dimension> {
    yield* this.#dimensions();
  }

  *values(): MapIterator<ReadonlyMap<string, Seen>> {
    for (const dimension of this.#dimensions()) yield this.get(dimension)!;
  }

  /** All of them at once: the rows are gone over one time. */
  *entries(): MapIterator<[Dimension, ReadonlyMap<string, Seen>]> {
    const { values, texts } = this.#packed;
    const found = new Map<number, Map<string, Seen>>();
    for (let at = this.#from; at < this.#to; at++) {
      const value = values[at]!;
      if (value === WHOLE) continue;
      const dimension = value % VALUE_STEP;
      let map = found.get(dimension);
      if (map === undefined) found.set(dimension, (map = new Map()));
      map.set(texts[Math.floor(value / VALUE_STEP)]!, new PackedSeen(this.#packed, this.#ids, at));
    }
    for (const [number, map] of found) yield [DIMENSIONS[number]!, map];
  }

  [Symbol.iterator](): MapIterator<[Dimension, ReadonlyMap<string, Seen>]> {
    return this.entries();
  }

  forEach(
    take: (
      values: ReadonlyMap<string, Seen>,
      dimension: Dimension,
      all: ReadonlyMap<Dimension, ReadonlyMap<string, Seen>>,
    ) => void,
  ): void {
    for (const [dimension, values] of this) take(values, dimension, this);
  }

  /** Those that have values, in the order in which they first come. */
  #dimensions(): Dimension[] {
    const found = new Set<number>();
    for (let at = this.#from; at < this.#to; at++) found.add(this.#packed.values[at]! % VALUE_STEP);
    return [...found].flatMap((number) => DIMENSIONS[number] ?? []);
  }
}
