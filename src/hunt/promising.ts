/**
 * Leaves out matches that no correlation can come to: most credentials never reach the count, or never do the second
 * step, within the time a correlation gives. What is left gives exactly the same correlations.
 */
import { fieldFor } from '../sigma/correlation-fields.ts';
import type { CorrelationRule } from '../sigma/rule.ts';
import type { Feed } from './feed.ts';
import { needOf, requiredBy } from './need.ts';
import type { Need } from './need.ts';
import { Pairs } from './pairs.ts';
import type { HuntPlan } from './plan.ts';

/** Which matches may be part of a correlation: 1 at the place of each that may, 0 at the others. */
export function promising(plan: HuntPlan, feed: Feed): Uint8Array {
  const placesOf = feed.places();
  const numbers = new Map(plan.eventRules.map(({ id }, n) => [id, n]));
  const seriesOf: number[][] = plan.eventRules.map(() => []);
  for (let n = 0; n < feed.series.length; n++) seriesOf[feed.series.ruleOf(n)]!.push(n);
  const marked = new Map<string, readonly number[]>();
  for (const rule of plan.correlations) {
    const sieve = new Sieve(rule, needOf(rule, numbers), { feed, placesOf });
    for (const id of new Set(rule.rules)) {
      const base = numbers.get(id);
      if (base !== undefined) sieve.add(seriesOf[base]!, { id, fields: plan.needed[base]! });
    }
    marked.set(rule.id, sieve.sift());
  }
  const marks = new Uint8Array(feed.length);
  const hasMatch = (id: string): boolean => seriesOf[numbers.get(id) ?? -1]?.length !== 0;
  for (const id of needed(plan, marked, hasMatch)) for (const place of marked.get(id)!) marks[place] = 1;
  return marks;
}

/**
 * Ids of the correlations whose matches can come to be shown: those that are shown themselves, and those beneath them, as
 * far as what stands above them may hold. One that lacks what it requires lacks it with fewer matches, too.
 *
 * @param marked the matches in windows that a correlation may need.
 * @param hasMatch whether a rule over events matched at all.
 */
function needed(
  { correlations, shows }: HuntPlan,
  marked: ReadonlyMap<string, readonly number[]>,
  hasMatch: (id: string) => boolean,
): ReadonlySet<string> {
  const byId = new Map(correlations.map((rule) => [rule.id, rule]));
  const known = new Map<string, boolean>();
  const mayHold = (id: string): boolean => {
    const rule = byId.get(id);
    if (rule === undefined) return hasMatch(id);
    let may = known.get(id);
    if (may === undefined) {
      may = rule.rules.some((inner) => byId.has(inner))
        ? rule.rules.some(mayHold) && [...requiredBy(rule)].every(mayHold)
        : marked.get(id)!.length > 0;
      known.set(id, may);
    }
    return may;
  };
  const ids = new Set(correlations.filter((rule, n) => shows[n]! && mayHold(rule.id)).map(({ id }) => id));
  for (const id of ids) for (const inner of byId.get(id)!.rules) if (byId.has(inner)) ids.add(inner);
  return ids;
}

interface Sifted {
  readonly feed: Feed;
  readonly placesOf: (series: number) => Uint32Array;
}

/** Some of a group's matches: those of one series. */
interface Part {
  readonly series: number;
  readonly rule: number;
  /** The values of the correlation's field; null when one is missing. */
  readonly value: number | null;
}

/** Finds the matches that one correlation may need: those in any window with what it needs at the least. */
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
      const key = this.#keyOf(series, groupBy);
      if (key === null) continue;
      const rule = this.#sifted.feed.series.ruleOf(series);
      const part = { series, rule, value: this.#keyOf(series, field) };
      const group = this.#groups.get(key);
      if (group === undefined) this.#groups.set(key, [part]);
      else group.push(part);
    }
  }

  /** The places of those matches, each once. */
  sift(): readonly number[] {
    const found: number[] = [];
    for (const parts of this.#groups.values()) if (this.#hasHope(parts)) this.#slide(parts, found);
    return found;
  }

  /** Most groups lack something even when all of their matches are taken together. */
  #hasHope(parts: readonly Part[]): boolean {
    this.#need.clear();
    for (const { series, rule, value } of parts)
      this.#need.change(rule, value, this.#sifted.placesOf(series).length);
    return this.#need.isMet();
  }

  /** Slides the window over the matches of a group. */
  #slide(parts: readonly Part[], found: number[]): void {
    const need = this.#need;
    const { feed } = this.#sifted;
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
      for (marked = Math.max(marked, start); marked <= n; marked++) found.push(places[marked]!);
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
    return places.subarray(0, length).toSorted((a, b) => feed.timeAt(a) - feed.timeAt(b));
  }

  /** One number for some values of a series; null when one is missing. */
  #keyOf(series: number, places: readonly number[]): number | null {
    let key = -1;
    for (const place of places) {
      const value = this.#sifted.feed.series.valueOf(series, place);
      if (value === null) return null;
      key = this.#keys.number(key, value);
    }
    return key;
  }
}
