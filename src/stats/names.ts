/** Texts by number: counting by number needs no text per event. */
import { DistinctTexts } from '../distinct-texts.ts';

/** A growing list of distinct texts. Number 0 is the empty text, which stands for "not given". */
export class Names extends DistinctTexts {
  constructor() {
    super();
    this.number('');
  }

  /** Takes the texts of another list over: for each of its numbers, the number here. */
  adopt(list: readonly string[]): Uint32Array {
    return Uint32Array.from(list, (text) => this.number(text));
  }
}
