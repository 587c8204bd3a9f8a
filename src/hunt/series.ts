/** What correlations compare, once for all matches that agree in it. */
import { NO_VALUE } from './match-row.ts';
import { Pairs } from './pairs.ts';
import { Strings } from './strings.ts';

/** Series of one thread, to be sent to another. */
export interface PackedSeries {
  /** For each series its rule and the numbers of its values, or `NO_VALUE`. */
  readonly series: Int32Array;
  /** The texts that the numbers stand for. */
  readonly compared: readonly string[];
}

/** Numbers for series: all matches of a rule with the same values (of its fields in `HuntPlan.needed`) are one. */
export class SeriesSet {
  /** The values' texts: equal texts have equal numbers. */
  readonly texts: Strings = new Strings();
  readonly #needed: readonly (readonly string[])[];
  readonly #width: number;
  /** From a rule over one value after the other to the series: its number, by the number of the last pair. */
  readonly #pairs = new Pairs();
  readonly #seriesOfPair: number[] = [];
  #words: Int32Array;
  #length = 0;

  /** @param needed for each rule, the fields that are compared. */
  constructor(needed: readonly (readonly string[])[]) {
    this.#needed = needed;
    this.#width = 1 + needed.reduce((most, fields) => Math.max(most, fields.length), 0);
    this.#words = new Int32Array(64 * this.#width);
  }

  /** Number of series. */
  get length(): number {
    return this.#length / this.#width;
  }

  ruleOf(series: number): number {
    return this.#words[series * this.#width]!;
  }

  /** Number of the text of a field's value, by the field's place in the rule's list; null where the event has none. */
  valueOf(series: number, place: number): number | null {
    if (place < 0 || place >= this.#needed[this.ruleOf(series)]!.length) return null;
    const value = this.#words[series * this.#width + 1 + place]!;
    return value === NO_VALUE ? null : value;
  }

  /** The texts of all values of a series. */
  textsOf(series: number): (string | null)[] {
    return this.#needed[this.ruleOf(series)]!.map((_, place) => {
      const value = this.valueOf(series, place);
      return value === null ? null : this.texts.list[value]!;
    });
  }

  /** Number of the series of a rule's matches with these values, given by the numbers of their texts or `NO_VALUE`. */
  numberOf(rule: number, values: Int32Array): number {
    const count = this.#needed[rule]!.length;
    let pair = this.#pairs.number(-1, rule);
    for (let n = 0; n < count; n++) pair = this.#pairs.number(pair, values[n]!);
    return (this.#seriesOfPair[pair] ??= this.#add(rule, values));
  }

  pack(): PackedSeries {
    return { series: this.#words.slice(0, this.#length), compared: this.texts.list };
  }

  /** Takes in the series of another set for the same rules; returns their numbers here by their numbers there. */
  merge({ series, compared }: PackedSeries): Uint32Array {
    const texts = Int32Array.from(compared, (text) => this.texts.number(text));
    const numbers = new Uint32Array(series.length / this.#width);
    const values = new Int32Array(this.#width - 1);
    for (let n = 0; n < numbers.length; n++) {
      const at = n * this.#width;
      for (let place = 0; place < values.length; place++) {
        const value = series[at + 1 + place]!;
        values[place] = value === NO_VALUE ? NO_VALUE : texts[value]!;
      }
      numbers[n] = this.numberOf(series[at]!, values);
    }
    return numbers;
  }

  #add(rule: number, values: Int32Array): number {
    const at = this.#length;
    const width = this.#width;
    if (at + width > this.#words.length) this.#grow();
    this.#words[at] = rule;
    for (let place = 1; place < width; place++) this.#words[at + place] = NO_VALUE;
    for (let place = 0; place < this.#needed[rule]!.length; place++)
      this.#words[at + 1 + place] = values[place]!;
    this.#length += width;
    return at / width;
  }

  #grow(): void {
    const words = new Int32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
  }
}
