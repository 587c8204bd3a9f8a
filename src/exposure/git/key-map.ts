/** Numbers by keys of objects: a map of many is several times as fast and small as one of JavaScript's. */

import type { MakeArray } from './shared-memory.ts';

const EMPTY = -1;
/** In place of the number of a key that has none. */
const NONE = -1;
/** Slots per entry at least, when it grows. */
const ROOM = 2;

/** Open addressing: the slot of a key is that of its lowest bits, or one behind. */
export interface Slots {
  /** -1 in those that are empty. */
  readonly keys: Float64Array;
  readonly values: Int32Array;
}

export class KeyMap {
  #keys: Float64Array;
  #values: Int32Array;
  #mask: number;
  #count = 0;

  /**
   * @param expected how many keys will be set; more is no harm.
   * @param make where the slots go, if not into memory of this thread.
   */
  constructor(expected: number = 0, make?: MakeArray) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, ROOM * expected)));
    this.#keys = (make?.(Float64Array, slots) ?? new Float64Array(slots)).fill(EMPTY);
    this.#values = make?.(Int32Array, slots) ?? new Int32Array(slots);
    this.#mask = slots - 1;
  }

  /** The map that has these slots, which another thread may read, too. */
  static of({ keys, values }: Slots): KeyMap {
    const map = new KeyMap();
    map.#keys = keys;
    map.#values = values;
    map.#mask = keys.length - 1;
    return map;
  }

  /** Where keys and their numbers are, as long as no more are set than were expected. */
  slots(): Slots {
    return { keys: this.#keys, values: this.#values };
  }

  /** The number of a key; -1 when it has none. */
  get(key: number): number {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === key ? this.#values[slot]! : NONE;
  }

  /**
   * Gives a key a number, and returns the one that it had; -1 when it had none.
   * @param key not negative.
   */
  set(key: number, value: number): number {
    let slot = this.#slotOf(key);
    if (this.#keys[slot] === key) {
      const before = this.#values[slot]!;
      this.#values[slot] = value;
      return before;
    }
    if (ROOM * (this.#count + 1) > this.#mask + 1) {
      this.#grow();
      slot = this.#slotOf(key);
    }
    this.#count++;
    this.#keys[slot] = key;
    this.#values[slot] = value;
    return NONE;
  }

  /** Where a key is, or would be. */
  #slotOf(key: number): number {
    // Keys are pieces of hashes already: their lower bits are as good as any.
    let slot = key & this.#mask;
    for (let held = this.#keys[slot]!; held !== key && held !== EMPTY; held = this.#keys[slot]!)
      slot = (slot + 1) & this.#mask;
    return slot;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(2 * keys.length).fill(EMPTY);
    this.#values = new Int32Array(2 * keys.length);
    this.#mask = 2 * keys.length - 1;
    for (let n = 0; n < keys.length; n++) {
      if (keys[n] === EMPTY) continue;
      const slot = this.#slotOf(keys[n]!);
      this.#keys[slot] = keys[n]!;
      this.#values[slot] = values[n]!;
    }
  }
}
