/** Numbers that come and go, with the k-th smallest found in logarithmic time (a Fenwick tree over ranks). */

export class RankCounts {
  readonly #values: readonly number[];
  readonly #ranks: ReadonlyMap<number, number>;
  readonly #tree: Int32Array;
  #count = 0;

  /** @param all every number that will ever be present. */
  constructor(all: readonly number[]) {
    this.#values = [...new Set(all)].toSorted((a, b) => a - b);
    this.#ranks = new Map(this.#values.map((value, index) => [value, index + 1]));
    this.#tree = new Int32Array(this.#values.length + 1);
  }

  /** How many numbers are present. */
  get count(): number {
    return this.#count;
  }

  /** A number comes (`by` 1) or goes (`by` -1). */
  change(value: number, by: 1 | -1): void {
    this.#count += by;
    for (let at = this.#ranks.get(value) ?? 0; at > 0 && at < this.#tree.length; at += at & -at) {
      this.#tree[at] = (this.#tree[at] ?? 0) + by;
    }
  }

  /** The number with exactly `index` numbers before it in ascending order; `index` is less than `count`. */
  at(index: number): number {
    let position = 0;
    let left = index;
    for (let step = 2 ** Math.floor(Math.log2(this.#tree.length)); step > 0; step = Math.floor(step / 2)) {
      const next = position + step;
      const counted = this.#tree[next];
      if (counted !== undefined && counted <= left) {
        position = next;
        left -= counted;
      }
    }
    return this.#values[position] ?? Number.NaN;
  }
}
