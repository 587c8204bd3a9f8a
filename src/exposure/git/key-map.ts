/** Numbers by keys of objects: a map of many is several times as fast and small as one of JavaScript's. */

const EMPTY = -1;
/** Slots per entry at least, when it grows. */
const ROOM = 2;

export class KeyMap {
  #keys: Float64Array;
  #values: Int32Array;
  #mask: number;
  #count = 0;

  /** @param expected how many keys will be set; more is no harm. */
  constructor(expected: number = 0) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, ROOM * expected)));
    this.#keys = new Float64Array(slots).fill(EMPTY);
    this.#values = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  get size(): number {
    return this.#count;
  }

  /** The number of a key; -1 when it has none. */
  get(key: number): number {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === key ? this.#values[slot]! : -1;
  }

  /** @param key not negative. */
  set(key: number, value: number): void {
    let slot = this.#slotOf(key);
    if (this.#keys[slot] !== key) {
      if (ROOM * (this.#count + 1) > this.#mask + 1) {
        this.#grow();
        slot = this.#slotOf(key);
      }
      this.#count++;
      this.#keys[slot] = key;
    }
    this.#values[slot] = value;
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
