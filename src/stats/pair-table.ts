/** Counts by pairs of numbers, in flat arrays: an archive has many pairs, and every event adds to several. */

/** A table in a form that can be sent between threads; the arrays run in parallel. */
export interface PackedPairs {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  readonly counts: Float64Array;
}

const LEAST_SLOTS = 64;

/** A hash table from a pair of 32-bit numbers to a count. Each pair has a number of its own, given in order of appearance. */
export class PairTable {
  #first = new Uint32Array(LEAST_SLOTS / 2);
  #second = new Uint32Array(LEAST_SLOTS / 2);
  #counts = new Float64Array(LEAST_SLOTS / 2);
  /** Number of the pair in each slot, plus one; 0 where there is none. */
  #slots = new Int32Array(LEAST_SLOTS);
  #length = 0;
  /** Neighbouring events have much in common: the pair of the last call is found without a search. */
  #latest = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds to the count of a pair and returns the pair's number. */
  add(first: number, second: number, count: number): number {
    const latest = this.#latest;
    const number =
      this.#first[latest] === first && this.#second[latest] === second && latest < this.#length
        ? latest
        : this.#find(first, second);
    this.#counts[number]! += count;
    this.#latest = number;
    return number;
  }

  first(number: number): number {
    return this.#first[number]!;
  }

  second(number: number): number {
    return this.#second[number]!;
  }

  count(number: number): number {
    return this.#counts[number]!;
  }

  /** Adds another table, its numbers translated; for each of its pairs, the pair's number here. */
  adopt(other: PackedPairs, toFirst: Translation, toSecond: Translation): Uint32Array {
    return other.first.map((first, n) =>
      this.add(translated(toFirst, first), translated(toSecond, other.second[n]!), other.counts[n]!),
    );
  }

  pack(): PackedPairs {
    return {
      first: this.#first.slice(0, this.#length),
      second: this.#second.slice(0, this.#length),
      counts: this.#counts.slice(0, this.#length),
    };
  }

  #find(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(first, second) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]! - 1;
      if (number < 0) return this.#insert(slot, first, second);
      if (this.#first[number] === first && this.#second[number] === second) return number;
    }
  }

  #insert(slot: number, first: number, second: number): number {
    const number = this.#length++;
    this.#slots[slot] = number + 1;
    this.#first[number] = first;
    this.#second[number] = second;
    // Half of the slots stay free, so that searches are short.
    if (this.#length === this.#first.length) this.#grow();
    return number;
  }

  #grow(): void {
    const room = 2 * this.#first.length;
    this.#first = grown(this.#first, new Uint32Array(room));
    this.#second = grown(this.#second, new Uint32Array(room));
    this.#counts = grown(this.#counts, new Float64Array(room));
    this.#slots = new Int32Array(2 * room);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#length; number++) {
      let slot = hash(this.#first[number]!, this.#second[number]!) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

/** New number of each old one; undefined where numbers mean the same everywhere, as those of hours do. */
export type Translation = Uint32Array | undefined;

function translated(translation: Translation, number: number): number {
  return translation === undefined ? number : translation[number]!;
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function grown<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
