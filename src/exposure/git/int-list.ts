/** Long lists of whole numbers below 2^31 in little memory. */

export class IntList {
  #numbers = new Int32Array(1024);
  #count = 0;

  get length(): number {
    return this.#count;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) {
      const more = new Int32Array(2 * this.#count);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[this.#count++] = number;
  }

  clear(): void {
    this.#numbers = new Int32Array(1024);
    this.#count = 0;
  }

  /** What was added, with nothing behind it. */
  toArray(): Int32Array {
    return this.#numbers.slice(0, this.#count);
  }

  /** The same without a copy: valid until more is added. What lies behind `length` means nothing. */
  get numbers(): Int32Array {
    return this.#numbers;
  }
}
