/** Puts things together that have something in common, however indirectly. */

export class UnionFind {
  readonly #parents: number[];

  constructor(size: number) {
    this.#parents = Array.from({ length: size }, (_, n) => n);
  }

  /** Puts two and all that is with them together; whether they were apart. */
  join(a: number, b: number): boolean {
    const [rootA, rootB] = [this.root(a), this.root(b)];
    this.#parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    return rootA !== rootB;
  }

  /** The least of all that are together with it. */
  root(of: number): number {
    let at = of;
    while (this.#parents[at] !== at) {
      this.#parents[at] = this.#parents[this.#parents[at]!]!;
      at = this.#parents[at]!;
    }
    return at;
  }
}
