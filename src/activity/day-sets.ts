/** Sets of days in flat arrays: blocks of 32 days in chains, since most things are seen in few months. */

const END = 0;

export class DaySets {
  /** Days divided by 32, the bits of the days, and the next link of the chain. Link 0 is none. */
  #blocks = new Int32Array(1024);
  #bits = new Uint32Array(1024);
  #next = new Uint32Array(1024);
  #length = 1;

  /** Adds a day to the set that begins at `head` (0: the empty set); the head of the set after that. */
  add(head: number, day: number): number {
    return this.addBits(head, Math.floor(day / 32), 1 << (day & 31));
  }

  /** Adds those of 32 days whose bits are set. */
  addBits(head: number, block: number, bits: number): number {
    for (let link = head; link !== END; link = this.#next[link]!) {
      if (this.#blocks[link] !== block) continue;
      this.#bits[link]! |= bits;
      return head;
    }
    if (this.#length === this.#blocks.length) this.#grow();
    const link = this.#length++;
    this.#blocks[link] = block;
    this.#bits[link] = bits;
    this.#next[link] = head;
    return link;
  }

  /** Calls `take` for every block of a set. */
  each(head: number, take: (block: number, bits: number) => void): void {
    for (let link = head; link !== END; link = this.#next[link]!)
      take(this.#blocks[link]!, this.#bits[link]!);
  }

  #grow(): void {
    const room = 2 * this.#length;
    this.#blocks = copied(this.#blocks, new Int32Array(room));
    this.#bits = copied(this.#bits, new Uint32Array(room));
    this.#next = copied(this.#next, new Uint32Array(room));
  }
}

/** The days of blocks, ascending. */
export function daysOf(blocks: readonly (readonly [block: number, bits: number])[]): number[] {
  const days: number[] = [];
  for (const [block, bits] of blocks.toSorted(([a], [b]) => a - b)) {
    for (let bit = 0; bit < 32; bit++) if (((bits >>> bit) & 1) === 1) days.push(32 * block + bit);
  }
  return days;
}

function copied<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
