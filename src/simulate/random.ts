/** Random numbers that are the same on every machine, from seeds that are numbers or words. */

/** What IDs of AWS are written in. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A stream of random values (sfc32). Two streams with the same seeds give the same values. */
export class Random {
  #a = 0x9e3779b9;
  #b = 0x243f6a88;
  #c = 0xb7e15162;
  #count = 1;

  constructor(...seeds: readonly (number | string)[]) {
    for (const seed of seeds) {
      for (const character of `${seed};`) {
        this.#a ^= character.charCodeAt(0);
        this.word();
      }
    }
    for (let n = 0; n < 12; n++) this.word();
  }

  /** 32 random bits. */
  word(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  unit(): number {
    return this.word() / 0x1_0000_0000;
  }

  /** A whole number below `end`. */
  below(end: number): number {
    return Math.floor(this.unit() * end);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A count whose mean is `mean`, never more than three times that and one. */
  count(mean: number): number {
    const whole = Math.floor(mean * (0.4 + this.unit() * 1.2));
    return whole + (this.chance(mean - Math.floor(mean)) ? 1 : 0);
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.below(list.length)];
    if (value === undefined) throw new RangeError('There is nothing to pick from.');
    return value;
  }

  /** As `pick`, but the early ones come up far more often, as in any habit. */
  pickUneven<T>(list: readonly T[]): T {
    return list[Math.floor(this.unit() ** 2 * list.length)] ?? this.pick(list);
  }

  /** `count` different ones of the list, or all of it in another order. */
  some<T>(list: readonly T[], count: number = list.length): T[] {
    const rest = [...list];
    const chosen: T[] = [];
    while (chosen.length < count && rest.length > 0) chosen.push(...rest.splice(this.below(rest.length), 1));
    return chosen;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.word().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  uuid(): string {
    const hex = this.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${this.pick(['8', '9', 'a', 'b'])}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Capital letters and the digits 2 to 7. */
  base32(length: number): string {
    let text = '';
    while (text.length < length) text += BASE32[this.word() >>> 27];
    return text;
  }
}
