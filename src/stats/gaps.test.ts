import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGaps } from './gaps.ts';
import type { PlaceHours } from './gaps.ts';

const ACCOUNT = '111122223333';
/** A Monday, in days since 1970. */
const MONDAY = 20_458;

/** Hours of `days` days for which `holds` is true; day 0 is a Monday. */
function hoursWhere(days: number, holds: (day: number, hour: number) => boolean): number[] {
  return Array.from({ length: 24 * days }, (_, n) => n)
    .filter((n) => holds(Math.floor(n / 24), n % 24))
    .map((n) => 24 * MONDAY + n);
}

function place(hours: readonly number[], region = 'us-east-1', account = ACCOUNT): PlaceHours {
  return { account, region, hours };
}

/** Gaps as `account/regions: day hour +length`. */
function gapsOf(...places: PlaceHours[]): string[] {
  return findGaps(places).gaps.map(({ account, regions, firstHour, hours, isOpen }) => {
    const start = firstHour - 24 * MONDAY;
    const where = `${account || 'all'}/${regions.join('+') || 'all'}`;
    return `${where}: ${Math.floor(start / 24)} ${start % 24} +${hours}${isOpen ? ' to the end' : ''}`;
  });
}

const always = (): boolean => true;
const isWeekday = (day: number): boolean => day % 7 < 5;

describe('gaps', () => {
  it('are hours without events where there are always some', () => {
    expect(gapsOf(place(hoursWhere(10, (day, hour) => day !== 4 || hour < 8 || hour >= 17)))).toEqual([
      'all/all: 4 8 +9',
    ]);
  });

  it('are seen when they last for most of the time', () => {
    expect(gapsOf(place(hoursWhere(50, (day) => day < 10 || day >= 40)))).toEqual(['all/all: 10 0 +720']);
  });

  it('are not held against the days they are on', () => {
    expect(gapsOf(place(hoursWhere(7, (day) => day !== 3 && day !== 4)))).toEqual(['all/all: 3 0 +48']);
  });

  it('are seen however often they come', () => {
    const hours = hoursWhere(14, (day, hour) => (day !== 4 && day !== 9) || hour < 8 || hour >= 17);
    expect(gapsOf(place(hours))).toEqual(['all/all: 4 8 +9', 'all/all: 9 8 +9']);
  });

  it('are not the nights and weekends of an account that works by day', () => {
    expect(gapsOf(place(hoursWhere(28, (day, hour) => isWeekday(day) && hour >= 7 && hour < 21)))).toEqual(
      [],
    );
  });

  it('are not a weekend that is the first of its sort', () => {
    expect(gapsOf(place(hoursWhere(12, (day, hour) => isWeekday(day) && hour >= 7 && hour < 21)))).toEqual(
      [],
    );
  });

  it('are the missing afternoon of an account that works by day', () => {
    const hours = hoursWhere(28, (day, hour) => isWeekday(day) && hour >= 7 && hour < (day === 16 ? 12 : 21));
    expect(gapsOf(place(hours))).toEqual(['all/all: 16 12 +19']);
  });

  it('are the missing weekend of an account that works on all days', () => {
    expect(gapsOf(place(hoursWhere(21, (day) => day !== 12 && day !== 13)))).toEqual(['all/all: 12 0 +48']);
  });

  it('are not the silence of a region that is seldom used', () => {
    const seldom = place(
      hoursWhere(30, (day, hour) => day % 9 === 0 && hour === 12),
      'ap-south-1',
    );
    expect(gapsOf(place(hoursWhere(30, always)), seldom)).toEqual([]);
  });

  it('are told of the region alone when the rest of the account goes on', () => {
    const quiet = hoursWhere(10, (day, hour) => day !== 4 || hour < 8);
    expect(gapsOf(place(hoursWhere(10, always)), place(quiet, 'eu-west-1'))).toEqual([
      `${ACCOUNT}/eu-west-1: 4 8 +16`,
    ]);
  });

  it('of several regions in the same hours are one', () => {
    const quiet = hoursWhere(10, (day, hour) => day !== 4 || hour < 8);
    const places = [place(hoursWhere(10, always)), place(quiet, 'eu-west-2'), place(quiet, 'eu-west-1')];
    expect(gapsOf(...places)).toEqual([`${ACCOUNT}/eu-west-1+eu-west-2: 4 8 +16`]);
  });

  it('of a whole account are told once, not again for its regions', () => {
    const quiet = hoursWhere(10, (day, hour) => day !== 4 || hour < 8);
    const places = [
      place(hoursWhere(10, always), 'us-east-1', '444455556666'),
      place(quiet),
      place(quiet, 'eu-west-1'),
    ];
    expect(gapsOf(...places)).toEqual([`${ACCOUNT}/all: 4 8 +16`]);
  });

  it('last to the end of the logs when a region falls silent for good', () => {
    const places = [place(hoursWhere(10, always)), place(hoursWhere(6, always), 'eu-west-1')];
    expect(gapsOf(...places)).toEqual([`${ACCOUNT}/eu-west-1: 6 0 +96 to the end`]);
  });

  it('are not judged by three days of logs, which still tell the longest silence', () => {
    const { gaps, judged, places, longestSilence } = findGaps([
      place(hoursWhere(2, (day, hour) => day !== 1 || hour > 9)),
    ]);
    expect({ gaps, judged, places }).toEqual({ gaps: [], judged: 0, places: 1 });
    expect(longestSilence).toEqual({ firstHour: 24 * (MONDAY + 1), hours: 10 });
  });

  it('do not depend on the order of places, nor on the week', () => {
    const hours = fc
      .array(fc.nat({ max: 24 * 12 }), { minLength: 150, maxLength: 288 })
      .map((list) => [...new Set(list)].toSorted((a, b) => a - b));
    fc.assert(
      fc.property(
        hours,
        hours,
        fc.integer({ min: -5000, max: 5000 }).map((weeks) => 7 * weeks),
        (one, other, days) => {
          const shifted = (list: readonly number[]): number[] => list.map((hour) => hour + 24 * days);
          const straight = findGaps([place(one), place(other, 'eu-west-1')]);
          const later = findGaps([place(shifted(other), 'eu-west-1'), place(shifted(one))]);
          expect(later.gaps.map((gap) => ({ ...gap, firstHour: gap.firstHour - 24 * days }))).toEqual(
            straight.gaps,
          );
        },
      ),
    );
  });

  it('take no time for a log that spans all years', () => {
    const found = findGaps([place([-17_000_000, ...hoursWhere(10, always), 70_000_000])]);
    expect(found.longestSilence?.hours).toBeGreaterThan(60_000_000);
  });
});
