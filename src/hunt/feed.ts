/** The matches that correlations look at, each by its time and its series only: seventeen bytes while they are sifted. */
import { COLUMN, WIDTH } from './match-row.ts';
import type { Block } from './match-row.ts';

/** All matches of a rule with the same values (of its fields in `HuntPlan.needed`). */
export interface Series {
  readonly rule: number;
  readonly values: readonly (string | null)[];
}

export class Feed {
  readonly series: Series[] = [];
  readonly #feeds: readonly boolean[];
  /** By rule: the series of a text of values. */
  readonly #known: readonly Map<string, number>[];
  #times = new Float64Array(1024);
  #seriesOf = new Uint32Array(1024);
  #length = 0;

  /** @param feeds for each event rule, whether a correlation looks at its matches. */
  constructor(feeds: readonly boolean[]) {
    this.#feeds = feeds;
    this.#known = feeds.map(() => new Map<string, number>());
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
  addBlock({ words, strings }: Block): void {
    const seriesByText = this.#feeds.map((feeds) => (feeds ? new Map<number, number>() : undefined));
    const time = new Float64Array(1);
    const timeWords = new Uint32Array(time.buffer);
    for (let at = 0; at < words.length; at += WIDTH) {
      const rule = words[at + COLUMN.rule]!;
      const known = seriesByText[rule];
      if (known === undefined) continue;
      const text = words[at + COLUMN.values]!;
      let series = known.get(text);
      if (series === undefined) known.set(text, (series = this.seriesOf(rule, strings[text]!)));
      timeWords[0] = words[at + COLUMN.time]!;
      timeWords[1] = words[at + COLUMN.time + 1]!;
      this.add(series, time[0]!);
    }
  }

  add(series: number, timeMs: number): void {
    if (this.#length === this.#times.length) this.#grow();
    this.#times[this.#length] = timeMs;
    this.#seriesOf[this.#length++] = series;
  }

  /** Number of the series of a rule's matches with these values (JSON of a list). */
  seriesOf(rule: number, values: string): number {
    const known = this.#known[rule]!;
    let number = known.get(values);
    if (number === undefined) {
      number = this.series.push({ rule, values: JSON.parse(values) as (string | null)[] }) - 1;
      known.set(values, number);
    }
    return number;
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

  #grow(): void {
    const times = new Float64Array(2 * this.#times.length);
    times.set(this.#times);
    this.#times = times;
    const seriesOf = new Uint32Array(times.length);
    seriesOf.set(this.#seriesOf);
    this.#seriesOf = seriesOf;
  }
}
