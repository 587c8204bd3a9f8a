/** Long lists of numbers in little memory. */

export class NumberList {
  #numbers = new Float64Array(1024);
  #count = 0;

  get length(): number {
    return this.#count;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) {
      const more = new Float64Array(2 * this.#count);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.#count++] = number;
  }

  clear(): void {
    this.#numbers = new Float64Array(1024);
    this.#count = 0;
  }

  /** What was added, with nothing behind it. */
  toArray(): Float64Array {
    return this.#numbers.slice(0, this.#count);
  }
}
