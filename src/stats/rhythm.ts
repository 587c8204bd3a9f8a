/** Which hours of the day usually have events in a place. Hours and days count from 1970 (UTC). */

/** A run of hours without events. */
export interface Run {
  readonly firstHour: number;
  readonly hours: number;
}

/** An hour of the day is usual where it had events on this share of the other days of its sort … */
const USUAL_SHARE = 0.8;
/** … and there are so many of those: weekdays, or days of a weekend. */
const LEAST_WEEKDAYS = 3;
const LEAST_WEEKEND_DAYS = 2;
/** A silence of so many whole days is not held against the hours' being usual. */
const LONG_SILENCE_DAYS = 3;
/** A place with more long silences than one for so many days is used now and then: silence says nothing there. */
const DAYS_PER_LONG_SILENCE = 4;

const WEEK = 7 * 24;

/** Which hours of the day have events in a place, on weekdays (slots 0 to 23) and on weekends (24 to 47). */
export class Rhythm {
  readonly #first: number;
  readonly #last: number;
  /** The days that count: those with events, and short silences between them. */
  readonly #days: ReadonlySet<number>;
  /** For each slot, how many of these days it had events on, and how many of them are watched at that hour. */
  readonly #active = Array.from({ length: 48 }, () => 0);
  readonly #watched = Array.from({ length: 48 }, () => 0);
  /** Whether silence can say anything: some hour has events on nearly all weekdays with events, and they are not rare. */
  readonly isRegular: boolean;

  constructor(hours: readonly number[]) {
    this.#first = hours[0] ?? 0;
    this.#last = hours.at(-1) ?? -1;
    const { days, longSilences } = daysOf(hours);
    this.#days = days;
    for (const hour of hours) this.#active[slotOf(hour)]!++;
    for (const hour of [...days].flatMap((day) => range(24 * day, 24))) {
      if (this.#isWatched(hour)) this.#watched[slotOf(hour)]!++;
    }
    const weekdays = new Set(hours.filter((hour) => slotOf(hour) < 24).map(dayOf)).size;
    const least = Math.max(LEAST_WEEKDAYS, USUAL_SHARE * weekdays);
    const isIntermittent = longSilences * DAYS_PER_LONG_SILENCE > days.size;
    this.isRegular =
      !isIntermittent &&
      this.#active
        .slice(0, 24)
        .some((active, slot) => active >= least && this.#watched[slot]! > LEAST_WEEKDAYS);
  }

  /** How many hours of a silence are usual, judged by the other days. */
  usualHoursIn({ firstHour, hours }: Run): number {
    const silent = Array.from({ length: 48 }, () => 0);
    for (const hour of edges(firstHour, hours)) {
      if (this.#days.has(dayOf(hour)) && this.#isWatched(hour)) silent[slotOf(hour)]!++;
    }
    let usual = 0;
    for (let n = 0; n < Math.min(hours, WEEK); n++) {
      const slot = slotOf(firstHour + n);
      // The hour comes once in each whole week, and once more in the rest.
      if (this.#isUsual(slot, silent[slot]!)) usual += Math.floor((hours - n - 1) / WEEK) + 1;
    }
    return usual;
  }

  #isUsual(slot: number, silent: number): boolean {
    const others = this.#watched[slot]! - silent;
    const least = slot < 24 ? LEAST_WEEKDAYS : LEAST_WEEKEND_DAYS;
    return others >= least && this.#active[slot]! >= USUAL_SHARE * others;
  }

  #isWatched(hour: number): boolean {
    return hour >= this.#first && hour <= this.#last;
  }
}

/** Place of an hour in a rhythm. */
function slotOf(hour: number): number {
  const day = dayOf(hour);
  // Day 0 of 1970 was a Thursday; 0 is Sunday here, 6 Saturday.
  const weekday = (((day + 4) % 7) + 7) % 7;
  return hour - 24 * day + (weekday === 0 || weekday === 6 ? 24 : 0);
}

function dayOf(hour: number): number {
  return Math.floor(hour / 24);
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
  let previous = dayOf(hours[0] ?? 0);
  for (const hour of hours) {
    const day = dayOf(hour);
    if (day - previous > LONG_SILENCE_DAYS) longSilences++;
    else for (let between = previous + 1; between < day; between++) days.add(between);
    days.add(day);
    previous = day;
  }
  return { days, longSilences };
}
