/**
 * Leaves out matches that no correlation can come to: most credentials never reach the count, or never do the second
 * step, within the time a correlation gives. What is left gives exactly the same correlations.
 */
import { fieldFor } from '../sigma/correlation-fields.ts';
import type { CorrelationRule } from '../sigma/rule.ts';
import type { Feed, Series } from './feed.ts';
import { needOf } from './need.ts';
import type { Need } from './need.ts';
import { Pairs } from './pairs.ts';
import type { HuntPlan } from './plan.ts';

/** Which matches may be part of a correlation: 1 at the place of each that may, 0 at the others. */
export function promising(plan: HuntPlan, feed: Feed): Uint8Array {
  const marks = new Uint8Array(feed.length);
  const placesOf = feed.places();
  const numbers = new Map(plan.eventRules.map(({ id }, n) => [id, n]));
  const seriesOf: number[][] = plan.eventRules.map(() => []);
  for (const [n, { rule }] of feed.series.entries()) seriesOf[rule]!.push(n);
  for (const rule of plan.correlations) {
    const sieve = new Sieve(rule, needOf(rule, numbers), { feed, placesOf, marks });
    for (const id of new Set(rule.rules)) {
      const base = numbers.get(id);
      if (base !== undefined) sieve.add(seriesOf[base]!, { id, fields: plan.needed[base]! });
    }
    sieve.sift();
  }
  return marks;
}

interface Sifted {
  readonly feed: Feed;
  readonly placesOf: (series: number) => Uint32Array;
  readonly marks: Uint8Array;
}

/** Some of a group's matches: those of one series. */
interface Part {
  readonly series: number;
  readonly rule: number;
  /** The values of the correlation's field; null when one is missing. */
  readonly value: number | null;
}

/** Marks the matches that one correlation may need: those in any window with what it needs at the least. */
class Sieve {
  readonly #rule: CorrelationRule;
  readonly #need: Need;
  readonly #sifted: Sifted;
  readonly #keys = new Pairs();
  readonly #groups = new Map<number, Part[]>();

  constructor(rule: CorrelationRule, need: Need, sifted: Sifted) {
    this.#rule = rule;
    this.#need = need;
    this.#sifted = sifted;
  }

  /** Sorts the series of one of the correlation's rules into groups. `fields` name the values of each series. */
  add(all: readonly number[], { id, fields }: { id: string; fields: readonly string[] }): void {
    const groupBy = this.#rule.groupBy.map((name) => fields.indexOf(fieldFor(this.#rule, name, id)));
    const field = this.#rule.field.map((name) => fields.indexOf(fieldFor(this.#rule, name, id)));
    for (const series of all) {
      const { rule, values } = this.#sifted.feed.series[series]!;
      const key = this.#keyOf(values, groupBy);
      if (key === null) continue;
      const part = { series, rule, value: this.#keyOf(values, field) };
      const group = this.#groups.get(key);
      if (group === undefined) this.#groups.set(key, [part]);
      else group.push(part);
    }
  }

  sift(): void {
    for (const parts of this.#groups.values()) if (this.#hasHope(parts)) this.#slide(parts);
  }

  /** Most groups lack something even when all of their matches are taken together. */
  #hasHope(parts: readonly Part[]): boolean {
    this.#need.clear();
    for (const { series, rule, value } of parts)
      this.#need.change(rule, value, this.#sifted.placesOf(series).length);
    return this.#need.isMet();
  }

  /** Slides the window over the matches of a group. */
  #slide(parts: readonly Part[]): void {
    const need = this.#need;
    const { feed, marks } = this.#sifted;
    const bySeries = new Map(parts.map((part) => [part.series, part]));
    const change = (place: number, by: number): void => {
      const { rule, value } = bySeries.get(feed.seriesAt(place))!;
      need.change(rule, value, by);
    };
    need.clear();
    const places = this.#inOrder(parts);
    let start = 0;
    let marked = 0;
    for (let n = 0; n < places.length; n++) {
      change(places[n]!, 1);
      const startMs = feed.timeAt(places[n]!) - this.#rule.timespanMs;
      for (; feed.timeAt(places[start]!) < startMs; start++) change(places[start]!, -1);
      if (!need.isMet()) continue;
      for (marked = Math.max(marked, start); marked <= n; marked++) marks[places[marked]!] = 1;
    }
  }

  /** The places of a group's matches in order of time. Those without a time are in no window. */
  #inOrder(parts: readonly Part[]): Uint32Array {
    const { feed, placesOf } = this.#sifted;
    const all = parts.map(({ series }) => placesOf(series));
    const places = new Uint32Array(all.reduce((sum, { length }) => sum + length, 0));
    let length = 0;
    for (const some of all) {
      for (const place of some) if (Number.isFinite(feed.timeAt(place))) places[length++] = place;
    }
    return places.subarray(0, length).sort((a, b) => feed.timeAt(a) - feed.timeAt(b));
  }

  /** One number for some values; null when one is missing. */
  #keyOf(values: Series['values'], places: readonly number[]): number | null {
    let key = -1;
    for (const place of places) {
      const value = values[place] ?? null;
      if (value === null) return null;
      key = this.#keys.number(key, value);
    }
    return key;
  }
}
