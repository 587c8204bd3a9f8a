/** The matches that correlations look at, each by its time and its series only: seventeen bytes while they are sifted. */
import { COLUMN, ROW_WORDS } from './match-row.ts';
import type { HuntPlan } from './plan.ts';
import { SeriesSet } from './series.ts';

export class Feed {
  readonly series: SeriesSet;
  readonly #feeds: readonly boolean[];
  #times = new Float64Array(1024);
  #seriesOf = new Uint32Array(1024);
  #length = 0;

  constructor({ feeds, needed }: Pick<HuntPlan, 'feeds' | 'needed'>) {
    this.#feeds = feeds;
    this.series = new SeriesSet(needed);
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

  /**
   * Takes in the matches of a block that a correlation looks at: their places go up by one, row by row. `numbers` are those
   * of the series here, by their numbers in the block.
   */
  addBlock(words: Uint32Array, numbers: Uint32Array): void {
    const time = new Float64Array(1);
    const timeWords = new Uint32Array(time.buffer);
    for (let at = 0; at < words.length; at += ROW_WORDS) {
      if (this.#feeds[words[at + COLUMN.rule]!] !== true) continue;
      timeWords[0] = words[at + COLUMN.time]!;
      timeWords[1] = words[at + COLUMN.time + 1]!;
      this.add(numbers[words[at + COLUMN.series]!]!, time[0]!);
    }
  }

  add(series: number, timeMs: number): void {
    if (this.#length === this.#times.length) this.#grow();
    this.#times[this.#length] = timeMs;
    this.#seriesOf[this.#length++] = series;
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
