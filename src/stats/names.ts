/** Texts by number: counting by number needs no text per event. */

/** A growing list of distinct texts. Number 0 is the empty text, which stands for "not given". */
export class Names {
  readonly list: string[] = [''];
  readonly #numbers = new Map<string, number>([['', 0]]);

  /** The number of a text; a new one when it was not met before. */
  number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.list.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  /** Takes the texts of another list over: for each of its numbers, the number here. */
  adopt(list: readonly string[]): Uint32Array {
    return Uint32Array.from(list, (text) => this.number(text));
  }
}
