// Random numbers that are the same on every machine: each file of a corpus is made from its own seed.

/** A source of random numbers (mulberry32) and of the random tokens CloudTrail records are full of. */
export class Random {
  #state;

  constructor(...seeds) {
    this.#state = 0x2545f491;
    for (const seed of seeds) {
      this.#state = Math.imul(this.#state ^ seed, 0x9e3779b1) >>> 0;
      this.word();
    }
  }

  /** 32 random bits. */
  word() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A number from 0 up to, but not including, 1. */
  unit() {
    return this.word() / 0x100000000;
  }

  /** A whole number below `end`. */
  below(end) {
    return Math.floor(this.unit() * end);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** As `pick`, but the early ones come up far more often, as busy users and sessions do. */
  pickUneven(list) {
    return list[Math.floor(this.unit() ** 2 * list.length)];
  }

  hex(length) {
    let text = '';
    while (text.length < length) text += this.word().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  uuid() {
    const hex = this.hex(32);
    const variant = '89ab'[this.below(4)];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Characters of `alphabet`, as in key IDs. */
  token(alphabet, length) {
    let text = '';
    while (text.length < length) text += alphabet[this.below(alphabet.length)];
    return text;
  }
}

/** What key IDs and other AWS identifiers are written in. */
export const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
