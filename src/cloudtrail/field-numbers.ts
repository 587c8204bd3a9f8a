/** From the reader's short-lived value ids to numbers that last: each distinct value is looked at once. */
import type { Event } from './event.ts';
import { UNNUMBERED_ID } from './event.ts';

/** Numbers of one hot field's values, as `numberOf` gives them for the value's text (`''` when absent). */
export class FieldNumbers {
  readonly #field: number;
  readonly #numberOf: (text: string) => number;
  /** Number for each id, plus one; 0 where it is not known yet. */
  #known = new Int32Array(256);
  #epoch = -1;

  constructor(field: number, numberOf: (text: string) => number) {
    this.#field = field;
    this.#numberOf = numberOf;
  }

  of(event: Event): number {
    const id = event.id(this.#field);
    if (id === UNNUMBERED_ID) return this.#numberOf(event.text(this.#field));
    if (event.epoch !== this.#epoch) {
      this.#known.fill(0);
      this.#epoch = event.epoch;
    }
    const known = id < this.#known.length ? this.#known[id]! : 0;
    return known === 0 ? this.#learn(id, event) : known - 1;
  }

  #learn(id: number, event: Event): number {
    const number = this.#numberOf(event.text(this.#field));
    if (id >= this.#known.length) {
      const more = new Int32Array(Math.max(2 * this.#known.length, id + 1));
      more.set(this.#known);
      this.#known = more;
    }
    this.#known[id] = number + 1;
    return number;
  }
}
