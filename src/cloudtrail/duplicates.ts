/** Recognises events that were seen before, over all threads, in memory that is fixed from the start. */

const WORDS_PER_SLOT = 2;
/** Beyond this share of full slots, probing gets slow: further events are no longer remembered. */
const FULLEST = 0.85;
/** Slots are counted in steps, so that threads seldom meet at the counter. */
const COUNT_STEP = 256;

/** Memory that threads share: one counter word of remembered events, then the slots. */
export type SeenMemory = SharedArrayBuffer;

/** With fewer, what hundreds of threads have not counted yet could fill every slot. */
const LEAST_SLOTS = 1 << 20;

/** Memory for about `events` events: 8 bytes for each, and room to stay quick. Pages that stay empty cost nothing. */
export function seenMemory(events: number): SeenMemory {
  let slots = LEAST_SLOTS;
  while (slots * FULLEST < events * 1.2 && slots < 1 << 27) slots *= 2;
  return new SharedArrayBuffer(4 * (WORDS_PER_SLOT * slots + 2));
}

/**
 * The set of events seen, by a 64-bit hash of event ID and account. Two different events share a hash with a
 * probability of about n²/2^65: one in a million for five million events.
 */
export class SeenEvents {
  readonly #words: Int32Array;
  readonly #mask: number;
  readonly #limit: number;
  #pending = 0;

  constructor(memory: SeenMemory) {
    this.#words = new Int32Array(memory);
    const slots = (this.#words.length - 2) / WORDS_PER_SLOT;
    this.#mask = slots - 1;
    this.#limit = Math.floor(slots * FULLEST);
  }

  /** Whether the set is full: events met from now on are only recognised when they were remembered before. */
  get isFull(): boolean {
    return this.#words[0]! >= this.#limit;
  }

  /**
   * Looks at the slots of `rows` events whose hashes stand in `words` from `first` on, `width` words apart. Each slot is
   * a miss in every cache: asked for together, they are fetched together.
   */
  prepare(words: Uint32Array, first: number, rows: number, width: number): number {
    const slots = this.#words;
    const mask = this.#mask;
    let touched = 0;
    for (let at = first; at < first + rows * width; at += width) {
      touched |= slots[2 + ((words[at]! ^ (words[at + 1]! >>> 7)) & mask) * WORDS_PER_SLOT]!;
    }
    return touched;
  }

  /** Remembers an event; true when it was seen before. Both halves zero mean "no event ID" and are never seen. */
  add(low: number, high: number): boolean {
    if (low === 0 && high === 0) return false;
    const words = this.#words;
    // Zero marks an empty slot and a half-written one.
    const first = low | 0 || 1;
    const second = high | 0 || 1;
    for (let slot = (low ^ (high >>> 7)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = 2 + slot * WORDS_PER_SLOT;
      let found = words[at]!;
      if (found === 0) {
        if (this.isFull) return false;
        found = Atomics.compareExchange(words, at, 0, first);
        if (found === 0) {
          Atomics.store(words, at + 1, second);
          this.#count();
          return false;
        }
      }
      if (found === first && secondHalf(words, at + 1) === second) return true;
    }
  }

  /** All that is remembered: two words for each event. Not while other threads add. */
  hashes(): Uint32Array {
    const words = this.#words;
    let used = 0;
    for (let at = 2; at < words.length; at += WORDS_PER_SLOT) if (words[at] !== 0) used++;
    const hashes = new Uint32Array(WORDS_PER_SLOT * used);
    let to = 0;
    for (let at = 2; at < words.length; at += WORDS_PER_SLOT) {
      if (words[at] === 0) continue;
      hashes[to++] = words[at]!;
      hashes[to++] = words[at + 1]!;
    }
    return hashes;
  }

  #count(): void {
    if (++this.#pending < COUNT_STEP) return;
    Atomics.add(this.#words, 0, this.#pending);
    this.#pending = 0;
  }
}

/** The second half of a slot, which another thread may be about to write. */
function secondHalf(words: Int32Array, at: number): number {
  let value = words[at]!;
  while (value === 0) value = Atomics.load(words, at);
  return value;
}
