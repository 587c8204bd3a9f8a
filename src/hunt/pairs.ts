/** Numbers for pairs of numbers; pair by pair also for longer rows, without making a text of each. */

const WORDS = 3;
/** Half of the slots stay free. */
const FULLEST = 0.5;

export class Pairs {
  /** Two parts and, plus one, their number; a slot whose number is 0 is free. As many slots as a power of two. */
  #slots = new Int32Array(WORDS * 64);
  #count = 0;

  /** Number of a pair of whole numbers below 2^31: they go up from 0 as pairs come for the first time. */
  number(one: number, other: number): number {
    const slots = this.#slots;
    const last = slots.length / WORDS - 1;
    for (let slot = hash(one, other) & last; ; slot = (slot + 1) & last) {
      const at = slot * WORDS;
      const known = slots[at + 2]!;
      if (known === 0) break;
      if (slots[at] === one && slots[at + 1] === other) return known - 1;
    }
    if (this.#count >= (last + 1) * FULLEST) this.#grow();
    this.#put(one, other, this.#count);
    return this.#count++;
  }

  #put(one: number, other: number, number: number): void {
    const slots = this.#slots;
    const last = slots.length / WORDS - 1;
    let slot = hash(one, other) & last;
    while (slots[slot * WORDS + 2] !== 0) slot = (slot + 1) & last;
    slots[slot * WORDS] = one;
    slots[slot * WORDS + 1] = other;
    slots[slot * WORDS + 2] = number + 1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += WORDS)
      if (old[at + 2] !== 0) this.#put(old[at]!, old[at + 1]!, old[at + 2]! - 1);
  }
}

function hash(one: number, other: number): number {
  const mixed = Math.imul(one, 0x9e37_79b1) ^ Math.imul(other, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 15);
}
