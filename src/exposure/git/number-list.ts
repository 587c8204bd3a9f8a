/** Long lists of numbers in little memory. */

export class NumberList {
  #numbers = new Float64Array(1024);
  #count = 0;

  get length(): number {
    return this.#count;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) this.#makeRoom(1);
    this.#numbers[this.#count++] = number;
  }

  addAll(numbers: Float64Array): void {
    if (this.#count + numbers.length > this.#numbers.length) this.#makeRoom(numbers.length);
    this.#numbers.set(numbers, this.#count);
    this.#count += numbers.length;
  }

  #makeRoom(count: number): void {
    const more = new Float64Array(2 * (this.#count + count));
    more.set(this.#numbers);
    this.#numbers = more;
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
