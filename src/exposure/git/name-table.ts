/** Numbers the names in trees, so that each is made text once. */

const FIRST_SLOTS = 1024;
/** Slots per name at least. */
const ROOM = 2;

export class NameTable {
  readonly #names: string[] = [];
  /** Hashes of the names, and where their bytes begin; one more than there are names. */
  #hashes = new Int32Array(FIRST_SLOTS);
  #starts = new Int32Array(FIRST_SLOTS + 1);
  #bytes = Buffer.allocUnsafeSlow(16 * FIRST_SLOTS);
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);

  /** The number of the name whose bytes are those of `bytes` from `from` up to, not including, `to`. */
  number(bytes: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5 | 0;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let held = this.#slots[slot]!; held >= 0; held = this.#slots[slot]!) {
      if (this.#hashes[held] === hash && this.#isSame(held, bytes, from, to)) return held;
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, from, to, hash, slot);
  }

  /** All names, by number. */
  names(): readonly string[] {
    return this.#names;
  }

  #isSame(name: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[name]!;
    if (this.#starts[name + 1]! - start !== to - from) return false;
    for (let n = 0; n < to - from; n++) if (this.#bytes[start + n] !== bytes[from + n]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const name = this.#names.length;
    const start = this.#starts[name]!;
    const end = start + to - from;
    if (end > this.#bytes.length) {
      const more = Buffer.allocUnsafeSlow(2 * end);
      more.set(this.#bytes.subarray(0, start));
      this.#bytes = more;
    }
    for (let n = 0; n < to - from; n++) this.#bytes[start + n] = bytes[from + n]!;
    this.#names.push(this.#bytes.toString('utf8', start, end));
    this.#hashes[name] = hash;
    this.#starts[name + 1] = end;
    this.#slots[slot] = name;
    if (ROOM * (name + 1) >= this.#slots.length) this.#grow();
    return name;
  }

  #grow(): void {
    const count = this.#names.length;
    const size = 2 * this.#slots.length;
    const [hashes, starts] = [new Int32Array(size), new Int32Array(size + 1)];
    hashes.set(this.#hashes.subarray(0, count));
    starts.set(this.#starts.subarray(0, count + 1));
    this.#hashes = hashes;
    this.#starts = starts;
    this.#slots = new Int32Array(size).fill(-1);
    for (let name = 0; name < count; name++) {
      const hash = hashes[name]!;
      let slot = (hash ^ (hash >>> 15)) & (size - 1);
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = name;
    }
  }
}
