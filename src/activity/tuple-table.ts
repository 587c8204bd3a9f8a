/** Numbers for tuples of 32-bit numbers, in flat arrays of a fixed size: the first step of collecting, for every event. */

export class TupleTable {
  /** The tuple to look up: written by the caller before `number()`. */
  readonly key: Uint32Array;
  readonly #width: number;
  readonly #room: number;
  readonly #tuples: Uint32Array;
  /** Number of the tuple in each slot, plus one; 0 where there is none. Half of the slots stay free. */
  readonly #slots: Int32Array;
  #length = 0;
  /** Neighbouring events have much in common: the tuple of the last call is found without a search. */
  #latest = 0;

  /** A table for `room` (a power of two) tuples of `width` numbers. */
  constructor(width: number, room: number) {
    this.key = new Uint32Array(width);
    this.#width = width;
    this.#room = room;
    this.#tuples = new Uint32Array(width * room);
    this.#slots = new Int32Array(2 * room);
  }

  get length(): number {
    return this.#length;
  }

  /** Whether no further tuple has room: whoever fills the table empties it then. */
  get isFull(): boolean {
    return this.#length === this.#room;
  }

  /** Number of the tuple in `key`; for a new one the next number. */
  number(): number {
    if (this.#latest < this.#length && this.#isAt(this.#latest)) return this.#latest;
    const mask = this.#slots.length - 1;
    for (let slot = this.#hash() & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (number >= 0 && !this.#isAt(number)) continue;
      this.#latest = number < 0 ? this.#insert(slot) : number;
      return this.#latest;
    }
  }

  /** Part `n` of a tuple. */
  at(number: number, n: number): number {
    return this.#tuples[number * this.#width + n]!;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#length = 0;
  }

  #insert(slot: number): number {
    const number = this.#length++;
    this.#slots[slot] = number + 1;
    this.#tuples.set(this.key, number * this.#width);
    return number;
  }

  #isAt(number: number): boolean {
    const from = number * this.#width;
    const [key, tuples] = [this.key, this.#tuples];
    for (let n = 0; n < this.#width; n++) if (tuples[from + n] !== key[n]) return false;
    return true;
  }

  #hash(): number {
    let mixed = 0;
    const { key } = this;
    for (let n = 0; n < this.#width; n++) mixed = Math.imul(mixed ^ key[n]!, 0x9e3779b1) ^ (mixed >>> 15);
    return mixed ^ (mixed >>> 16);
  }
}
