/** Texts by number, each kept once. */
export class DistinctTexts {
  readonly list: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a text; a new one when it was not met before. */
  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.list.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}
