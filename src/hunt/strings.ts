/** Strings by number: a text that occurs often is kept once. */
export class Strings {
  readonly #numbers = new Map<string, number>();
  readonly list: string[] = [];

  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.list.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  /** Number of a text that is not expected to come again. */
  add(text: string): number {
    return this.list.push(text) - 1;
  }
}
