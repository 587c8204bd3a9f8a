/** Long lists of whole numbers below 2^31 in little memory. */

export class IntList {
  #numbers = new Int32Array(1024);
  #count = 0;

  get length(): number {
    return this.#count;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) this.#makeRoom(1);
    this.#numbers[this.#count++] = number;
  }

  addThree(one: number, two: number, three: number): void {
    const at = this.extend(3);
    this.#numbers[at] = one;
    this.#numbers[at + 1] = two;
    this.#numbers[at + 2] = three;
  }

  addFour(one: number, two: number, three: number, four: number): void {
    const at = this.extend(4);
    this.#numbers[at] = one;
    this.#numbers[at + 1] = two;
    this.#numbers[at + 2] = three;
    this.#numbers[at + 3] = four;
  }

  addAll(numbers: Int32Array): void {
    const at = this.extend(numbers.length);
    this.#numbers.set(numbers, at);
  }

  /** Makes the list longer by numbers that are to be set, and returns where they begin. */
  extend(count: number): number {
    const at = this.#count;
    if (at + count > this.#numbers.length) this.#makeRoom(count);
    this.#count = at + count;
    return at;
  }

  #makeRoom(count: number): void {
    const more = new Int32Array(2 * (this.#count + count));
    more.set(this.#numbers);
    this.#numbers = more;
  }

  /** Forgets all but the first numbers. */
  shorten(length: number): void {
    this.#count = length;
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
