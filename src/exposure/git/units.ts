/** What threads take from the common list: places in packs where walks begin, small ones together. */
import type { DeltaForest } from './delta-forest.ts';

export interface Units {
  /** Pairs of pack and node. */
  readonly tops: Int32Array;
  /** Where each batch begins among the pairs; one more than there are batches. */
  readonly batches: Int32Array;
}

/** A batch is full with so many objects, or about so many bytes. */
const [FULL_OBJECTS, FULL_BYTES] = [64, 4 * 1024 * 1024];

export class UnitList {
  readonly #tops: number[] = [];
  readonly #batches: number[] = [0];
  #objects = 0;
  #bytes = 0;

  add(pack: number, node: number, { weights, sizes }: DeltaForest): void {
    this.#tops.push(pack, node);
    this.#objects += weights[node]!;
    this.#bytes += weights[node]! * sizes[node]!;
    if (this.#objects < FULL_OBJECTS && this.#bytes < FULL_BYTES) return;
    this.#batches.push(this.#tops.length / 2);
    [this.#objects, this.#bytes] = [0, 0];
  }

  /** In shared memory. */
  units(): Units {
    const count = this.#tops.length / 2;
    if (this.#batches.at(-1) !== count) this.#batches.push(count);
    return { tops: shared(this.#tops), batches: shared(this.#batches) };
  }
}

/** Takes the next batch, and calls `walk` for what is in it. False when there is none left. */
export function takeBatch(
  { tops, batches }: Units,
  cursors: Int32Array,
  cursor: number,
  walk: (pack: number, node: number) => void,
): boolean {
  const batch = Atomics.add(cursors, cursor, 1);
  if (batch + 1 >= batches.length) return false;
  for (let n = batches[batch]!; n < batches[batch + 1]!; n++) walk(tops[2 * n]!, tops[2 * n + 1]!);
  return true;
}

function shared(numbers: readonly number[]): Int32Array {
  const array = new Int32Array(new SharedArrayBuffer(4 * numbers.length));
  array.set(numbers);
  return array;
}
