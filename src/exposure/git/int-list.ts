/** Long lists of whole numbers below 2^31 in little memory. */

export class IntList {
  #numbers = new Int32Array(1024);
  #count = 0;

  get length(): number {
    return this.#count;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) this.#grow();
    this.#numbers[this.#count++] = number;
  }

  addThree(one: number, two: number, three: number): void {
    const at = this.#count;
    if (at + 3 > this.#numbers.length) this.#grow();
    this.#numbers[at] = one;
    this.#numbers[at + 1] = two;
    this.#numbers[at + 2] = three;
    this.#count = at + 3;
  }

  #grow(): void {
    const more = new Int32Array(2 * this.#numbers.length);
    more.set(this.#numbers);
    this.#numbers = more;
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
