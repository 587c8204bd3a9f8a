/** Hours without events where there usually are some: logs that were not delivered, not handed over, or switched off. */

import { byText, groupBy } from './ranking.ts';
import { Rhythm } from './rhythm.ts';
import type { Run } from './rhythm.ts';

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

/** A gap takes in so many usual hours. */
const LEAST_USUAL_HOURS = 3;
/**
 * Finds the gaps, in each account and region, in each account, and over all.
 *
 * An hour of the day (UTC) is usual in a place when it had events on at least 80 % of the place's other weekdays (three
 * at least), or, on Saturdays and Sundays, of its other days of weekends (two at least). A gap is a run of silent hours
 * that takes in at least three usual ones. So nights and weekends of quiet places are no gaps, and neither is a region
 * that is seldom used. Silences of three whole days and more are left out of the days, or a long gap would hide itself;
 * a place that has them again and again is not judged. A place is watched from its own first event to the last event of
 * all logs.
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

function union(places: readonly PlaceHours[]): number[] {
  return [...new Set(places.flatMap((place) => place.hours))].toSorted((a, b) => a - b);
}

function textOf({ account, regions }: Gap): string {
  return JSON.stringify([account, regions]);
}
