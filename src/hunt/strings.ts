/** Strings by number: a text that occurs often is kept once. */
export class Strings {
  readonly #numbers = new Map<string, number>();
  #list: string[] = [];
  #characters = 0;
  #generation = 0;

  get list(): readonly string[] {
    return this.#list;
  }

  /** Length of all texts together. */
  get characters(): number {
    return this.#characters;
  }

  /** Goes up when all numbers lose their meaning. */
  get generation(): number {
    return this.#generation;
  }

  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.add(text);
      this.#numbers.set(text, number);
    }
    return number;
  }

  /** Number of a text that is not expected to come again. */
  add(text: string): number {
    this.#characters += text.length;
    return this.#list.push(text) - 1;
  }

  forget(): void {
    this.#numbers.clear();
    this.#list = [];
    this.#characters = 0;
    this.#generation++;
  }
}

const UNKNOWN = 0;

/** Remembers the number of a text by the number of the value it was made of. */
export class KnownNumbers {
  #numbers = new Int32Array(256);

  /** -1 when it is not known. */
  get(id: number): number {
    return id < this.#numbers.length ? this.#numbers[id]! - 1 : UNKNOWN - 1;
  }

  set(id: number, number: number): void {
    if (id >= this.#numbers.length) {
      const more = new Int32Array(Math.max(2 * this.#numbers.length, id + 1));
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[id] = number + 1;
  }

  forget(): void {
    this.#numbers.fill(UNKNOWN);
  }
}
