/** The matches that correlations look at, each by its time and its series only: seventeen bytes while they are sifted. */
import { COLUMN, NO_VALUE } from './match-row.ts';
import type { Block } from './match-row.ts';
import { Pairs } from './pairs.ts';
import type { HuntPlan } from './plan.ts';
import { Strings } from './strings.ts';

/** All matches of a rule with the same values (of its fields in `HuntPlan.needed`). */
export interface Series {
  readonly rule: number;
  /** Numbers of the values: equal texts have equal numbers. Null where the event has none. */
  readonly values: readonly (number | null)[];
}

/** Number of a value's text in a block that has not been looked up yet. */
const UNKNOWN = -1;

export class Feed {
  readonly series: Series[] = [];
  readonly #plan: Pick<HuntPlan, 'feeds' | 'needed'>;
  readonly #texts = new Strings();
  /** From a rule over one value after the other to the series: its number, by the number of the last pair. */
  readonly #pairs = new Pairs();
  readonly #seriesOfPair: number[] = [];
  #times = new Float64Array(1024);
  #seriesOf = new Uint32Array(1024);
  #length = 0;

  constructor(plan: Pick<HuntPlan, 'feeds' | 'needed'>) {
    this.#plan = plan;
  }

  /** Number of matches. */
  get length(): number {
    return this.#length;
  }

  /** Time of a match in milliseconds since 1970; NaN when unknown. */
  timeAt(place: number): number {
    return this.#times[place]!;
  }

  seriesAt(place: number): number {
    return this.#seriesOf[place]!;
  }

  /** Takes in the matches of a block that a correlation looks at: their places go up by one, row by row. */
  addBlock({ words, width, strings }: Block): void {
    const { feeds, needed } = this.#plan;
    const numbers = new Int32Array(strings.length).fill(UNKNOWN);
    const rows = needed.map((fields) => new Int32Array(fields.length));
    const time = new Float64Array(1);
    const timeWords = new Uint32Array(time.buffer);
    for (let at = 0; at < words.length; at += width) {
      const rule = words[at + COLUMN.rule]!;
      if (feeds[rule] !== true) continue;
      const values = rows[rule]!;
      for (let n = 0; n < values.length; n++) {
        const value = words[at + COLUMN.values + n]!;
        if (value !== NO_VALUE && numbers[value] === UNKNOWN)
          numbers[value] = this.#texts.number(strings[value]!);
        values[n] = value === NO_VALUE ? NO_VALUE : numbers[value]!;
      }
      timeWords[0] = words[at + COLUMN.time]!;
      timeWords[1] = words[at + COLUMN.time + 1]!;
      this.add(this.#seriesIn(rule, values), time[0]!);
    }
  }

  add(series: number, timeMs: number): void {
    if (this.#length === this.#times.length) this.#grow();
    this.#times[this.#length] = timeMs;
    this.#seriesOf[this.#length++] = series;
  }

  /** Number of the series of a rule's matches with these values. */
  seriesOf(rule: number, values: readonly (string | null)[]): number {
    const numbers = values.map((value) => (value === null ? NO_VALUE : this.#texts.number(value)));
    return this.#seriesIn(rule, Int32Array.from(numbers));
  }

  /** The places of the matches of each series. */
  places(): (series: number) => Uint32Array {
    const ends = new Uint32Array(this.series.length + 1);
    for (let place = 0; place < this.#length; place++) ends[this.#seriesOf[place]! + 1]!++;
    for (let n = 1; n < ends.length; n++) ends[n]! += ends[n - 1]!;
    const starts = ends.slice();
    const all = new Uint32Array(this.#length);
    for (let place = 0; place < this.#length; place++) all[starts[this.#seriesOf[place]!]!++] = place;
    return (series) => all.subarray(ends[series], ends[series + 1]);
  }

  #seriesIn(rule: number, values: Int32Array): number {
    let pair = this.#pairs.number(-1, rule);
    for (let n = 0; n < values.length; n++) pair = this.#pairs.number(pair, values[n]!);
    let series = this.#seriesOfPair[pair];
    if (series === undefined) {
      const all = Array.from(values, (value) => (value === NO_VALUE ? null : value));
      series = this.series.push({ rule, values: all }) - 1;
      this.#seriesOfPair[pair] = series;
    }
    return series;
  }

  #grow(): void {
    const times = new Float64Array(2 * this.#times.length);
    times.set(this.#times);
    this.#times = times;
    const seriesOf = new Uint32Array(times.length);
    seriesOf.set(this.#seriesOf);
    this.#seriesOf = seriesOf;
  }
}
