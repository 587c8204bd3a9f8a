/** Hours without events where there usually are some: logs that were not delivered, not handed over, or switched off. */

import { byText, groupBy } from './ranking.ts';

/** Where events are looked for, and the hours (counted from 1970, UTC) in which there are some, sorted. */
export interface PlaceHours {
  readonly account: string;
  readonly region: string;
  readonly hours: readonly number[];
}

/** A run of hours without events, some of them usual. */
export interface Gap {
  /** `''` for all accounts together; no regions for all regions of the account together. */
  readonly account: string;
  readonly regions: readonly string[];
  /** The first silent hour, and how many there are. */
  readonly firstHour: number;
  readonly hours: number;
  /** How many of them usually have events. */
  readonly usualHours: number;
  /** Whether it lasts until the end of the logs. */
  readonly isOpen: boolean;
}

export interface Gaps {
  /** Account and region pairs with enough regular events to tell, of all. */
  readonly judged: number;
  readonly places: number;
  /** The longest first. */
  readonly gaps: readonly Gap[];
  /** The longest run of hours without any event at all between the first and the last; undefined when there is none. */
  readonly longestSilence: { readonly firstHour: number; readonly hours: number } | undefined;
}

/** An hour of the day is usual where it had events on this share of the other days, and there are so many of those. */
const USUAL_SHARE = 0.8;
const LEAST_DAYS = 3;
/** A gap takes in so many usual hours. */
const LEAST_USUAL_HOURS = 3;
/** A silence of so many whole days is no weekend: it is not held against the hours' being usual. */
const LONG_SILENCE_DAYS = 3;
/** A place with more long silences than one for so many days is used now and then: silence says nothing there. */
const DAYS_PER_LONG_SILENCE = 4;

/**
 * Finds the gaps, in each account and region, in each account, and over all.
 *
 * An hour of the day (UTC) is usual in a place when it had events on at least 80 % of the place's other days, and there
 * are at least three of these. A gap is a run of silent hours that takes in at least three usual ones. So nights and
 * weekends of quiet places are no gaps, and neither is a region that is seldom used. Silences of three whole days and
 * more are left out of the days, or a long gap would hide itself; a place that has them again and again is not judged.
 * A place is watched from its own first event to the last event of all logs.
 */
export function findGaps(places: readonly PlaceHours[]): Gaps {
  const all = union(places);
  const last = all.at(-1) ?? 0;
  const accounts = [...groupBy(places, (place) => place.account)];
  const overall = gapsIn(all, last).map((run) => ({ account: '', regions: [], ...run }));
  const byAccount = accounts
    .flatMap(([account, of]) => gapsIn(union(of), last).map((run) => ({ account, regions: [], ...run })))
    .filter((gap) => !overall.some((wider) => holds(wider, gap)));
  const wider = [...overall, ...byAccount];
  const byRegion = places
    .flatMap(({ account, region, hours }) =>
      gapsIn(hours, last).map((run) => ({ account, regions: [region], ...run })),
    )
    .filter(
      (gap) =>
        !wider.some((each) => (each.account === '' || each.account === gap.account) && holds(each, gap)),
    );
  return {
    judged: places.filter(({ hours }) => new Rhythm(hours).isRegular).length,
    places: places.length,
    gaps: [...wider, ...joined(byRegion)].toSorted(
      (a, b) => b.hours - a.hours || a.firstHour - b.firstHour || byText(textOf(a), textOf(b)),
    ),
    longestSilence: silences(all).toSorted((a, b) => b.hours - a.hours || a.firstHour - b.firstHour)[0],
  };
}

interface Run {
  readonly firstHour: number;
  readonly hours: number;
}

function holds(wider: Run, gap: Run): boolean {
  return wider.firstHour <= gap.firstHour && wider.firstHour + wider.hours >= gap.firstHour + gap.hours;
}

/** Regions of one account that were silent in the same hours are one gap. */
function joined(gaps: readonly Gap[]): Gap[] {
  const groups = groupBy(gaps, ({ account, firstHour, hours }) =>
    JSON.stringify([account, firstHour, hours]),
  );
  return [...groups.values()].map((of) => ({
    ...of[0]!,
    regions: of.flatMap((gap) => gap.regions).toSorted(byText),
    usualHours: Math.max(...of.map((gap) => gap.usualHours)),
  }));
}

function gapsIn(hours: readonly number[], lastOfAll: number): Omit<Gap, 'account' | 'regions'>[] {
  if (hours.length === 0) return [];
  const rhythm = new Rhythm(hours);
  if (!rhythm.isRegular) return [];
  const last = hours.at(-1)!;
  const runs = silences(hours).map((run) => ({ ...run, isOpen: false }));
  if (lastOfAll > last) runs.push({ firstHour: last + 1, hours: lastOfAll - last, isOpen: true });
  return runs
    .map((run) => ({ ...run, usualHours: rhythm.usualHoursIn(run) }))
    .filter((run) => run.usualHours >= LEAST_USUAL_HOURS);
}

/** Runs of hours between events, long enough to be gaps. */
function silences(hours: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let n = 1; n < hours.length; n++) {
    const silent = hours[n]! - hours[n - 1]! - 1;
    if (silent >= LEAST_USUAL_HOURS) runs.push({ firstHour: hours[n - 1]! + 1, hours: silent });
  }
  return runs;
}

/** Which hours of the day have events in a place. */
class Rhythm {
  readonly #first: number;
  readonly #last: number;
  /** The days that count: those with events, and short silences between them. */
  readonly #days: ReadonlySet<number>;
  /** For each hour of the day, how many of these days it had events on, and how many of them are watched at that hour. */
  readonly #active = Array.from({ length: 24 }, () => 0);
  readonly #watched = Array.from({ length: 24 }, () => 0);

  readonly #isIntermittent: boolean;

  constructor(hours: readonly number[]) {
    this.#first = hours[0] ?? 0;
    this.#last = hours.at(-1) ?? -1;
    const { days, longSilences } = daysOf(hours);
    this.#days = days;
    this.#isIntermittent = longSilences * DAYS_PER_LONG_SILENCE > days.size;
    for (const hour of hours) this.#active[ofDay(hour)]!++;
    for (const day of this.#days)
      for (let n = 0; n < 24; n++) if (this.#isWatched(24 * day + n)) this.#watched[n]!++;
  }

  /** Whether any hour of the day is usual, in a place that does not fall silent for days again and again. */
  get isRegular(): boolean {
    return !this.#isIntermittent && this.#active.some((_, n) => this.#isUsual(n, 0));
  }

  /** How many hours of a silence are usual, judged by the other days. */
  usualHoursIn({ firstHour, hours }: Run): number {
    const silent = Array.from({ length: 24 }, () => 0);
    for (const hour of edges(firstHour, hours)) {
      if (this.#days.has(Math.floor(hour / 24)) && this.#isWatched(hour)) silent[ofDay(hour)]!++;
    }
    let usual = 0;
    for (let n = 0; n < Math.min(hours, 24); n++) {
      const hour = ofDay(firstHour + n);
      // It comes once in each whole day, and once more in the rest.
      if (this.#isUsual(hour, silent[hour]!)) usual += Math.floor((hours - n - 1) / 24) + 1;
    }
    return usual;
  }

  #isUsual(hour: number, silent: number): boolean {
    const others = this.#watched[hour]! - silent;
    return others >= LEAST_DAYS && this.#active[hour]! >= USUAL_SHARE * others;
  }

  #isWatched(hour: number): boolean {
    return hour >= this.#first && hour <= this.#last;
  }
}

/** The hours of a silence that can be on days that count: of a long one, only those on its first and last day. */
function edges(firstHour: number, hours: number): number[] {
  if (hours <= 24 * (LONG_SILENCE_DAYS + 2)) return range(firstHour, hours);
  return [...range(firstHour, 24), ...range(firstHour + hours - 24, 24)];
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => from + n);
}

function daysOf(hours: readonly number[]): { readonly days: Set<number>; readonly longSilences: number } {
  const days = new Set<number>();
  let longSilences = 0;
  let previous = Math.floor((hours[0] ?? 0) / 24);
  for (const hour of hours) {
    const day = Math.floor(hour / 24);
    if (day - previous > LONG_SILENCE_DAYS) longSilences++;
    else for (let between = previous + 1; between < day; between++) days.add(between);
    days.add(day);
    previous = day;
  }
  return { days, longSilences };
}

function ofDay(hour: number): number {
  return ((hour % 24) + 24) % 24;
}

function union(places: readonly PlaceHours[]): number[] {
  return [...new Set(places.flatMap((place) => place.hours))].toSorted((a, b) => a - b);
}

function textOf({ account, regions }: Gap): string {
  return JSON.stringify([account, regions]);
}
