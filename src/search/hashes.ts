/** Hashes of found events, eight bytes each, to count an event once that several threads found. */
export class Hashes {
  #words = new Uint32Array(512);
  #length = 0;

  add(low: number, high: number): void {
    if (this.#length === this.#words.length) {
      const more = new Uint32Array(2 * this.#words.length);
      more.set(this.#words);
      this.#words = more;
    }
    this.#words[this.#length++] = low;
    this.#words[this.#length++] = high;
  }

  /** Pairs of words, in the order they were added. */
  words(): Uint32Array {
    return this.#words.slice(0, this.#length);
  }
}
