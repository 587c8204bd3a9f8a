/** What a subject is known to do, day by day: what is on watch is not learned. */
import { dayOf } from './loaded-subject.ts';
import type { Level, LoadedContext, LoadedSubject } from './loaded-subject.ts';
import { LADDERS, PSEUDO_DAYS, RELEASE_DAYS } from './weights.ts';
import type { Ladder } from './weights.ts';
import { mixed } from './population.ts';
import type { Population } from './population.ts';

/** Since when a context is on watch, and whether it paged, in which case it is never learned. */
interface Watch {
  readonly fromDay: number;
  paged: boolean;
}

export class History {
  readonly #subject: LoadedSubject;
  readonly #population: Population;
  readonly #watches = new Map<LoadedContext, Watch>();
  /** For each level and value, the contexts that have it, and since which day. */
  readonly #values = new Map<string, { readonly context: LoadedContext; readonly day: number }[]>();
  readonly #tallies = new Map<Ladder, number[]>();
  #activeDays = 0;
  #lastDay: number | null = null;

  constructor(subject: LoadedSubject, population: Population) {
    this.#subject = subject;
    this.#population = population;
    for (const context of subject.contexts) {
      for (const [level, values] of context.levels) {
        for (const [value, { firstMs }] of values)
          this.#addValue(`${level}\n${value}`, context, dayOf(firstMs));
      }
    }
  }

  /** Days before the one at hand on which the subject was active without being on watch. */
  get activeDays(): number {
    return this.#activeDays;
  }

  /** The last of them. */
  get lastDay(): number | null {
    return this.#lastDay;
  }

  /** Since which day a context is on watch. */
  watchedFrom(context: LoadedContext): number | undefined {
    return this.#watches.get(context)?.fromDay;
  }

  /** Whether the subject had the value on a learned day before `day`. */
  isFamiliar(level: Level, value: string, day: number): boolean {
    const entries = this.#values.get(`${level}\n${value}`) ?? [];
    return entries.some((entry) => this.#learnedFrom(entry.context, entry.day) < day);
  }

  /** On how many learned days before `day` the subject had the value. */
  daysWith(level: Level, value: string, day: number): number {
    const days = new Set<number>();
    for (const { context } of this.#values.get(`${level}\n${value}`) ?? []) {
      for (const each of context.levels.get(level)?.get(value)?.days ?? [])
        if (each < day && this.#isLearned(context, each)) days.add(each);
    }
    return days.size;
  }

  /** How often the coarsest novelty of a day is at each level of a ladder, none last. */
  rates(ladder: Ladder): readonly number[] {
    const peers = this.#population.peerRates(this.#subject.peers, ladder);
    const days = this.#tallies.get(ladder);
    return mixed(days === undefined ? undefined : { days }, peers, PSEUDO_DAYS);
  }

  /** Takes a day in, once all contexts of the day are scored; `watched` are those that reached `watch`. */
  close(day: number, watched: ReadonlyMap<LoadedContext, boolean>): void {
    for (const [context, paged] of watched) {
      const watch = this.#watches.get(context);
      if (watch === undefined) this.#watches.set(context, { fromDay: day, paged });
      else watch.paged ||= paged;
    }
    const learned = this.#subject.contexts.filter(
      (context) => context.seen.days.includes(day) && this.#isLearned(context, day),
    );
    if (learned.length === 0) return;
    if (this.#activeDays > 0) this.#addNovelty(day, learned);
    this.#activeDays++;
    this.#lastDay = day;
  }

  #addNovelty(day: number, learned: readonly LoadedContext[]): void {
    for (const [ladder, { levels }] of Object.entries(LADDERS) as [Ladder, (typeof LADDERS)[Ladder]][]) {
      const found = levels.findIndex((level) =>
        learned.some(({ levels: values }) =>
          [...(values.get(level) ?? [])].some(
            ([value, { firstMs }]) => dayOf(firstMs) === day && !this.isFamiliar(level, value, day),
          ),
        ),
      );
      const tally = this.#tallies.get(ladder) ?? [...levels.map(() => 0), 0];
      tally[found < 0 ? levels.length : found]!++;
      this.#tallies.set(ladder, tally);
    }
  }

  #addValue(key: string, context: LoadedContext, day: number): void {
    const entry = { context, day };
    const list = this.#values.get(key);
    if (list === undefined) this.#values.set(key, [entry]);
    else list.push(entry);
  }

  /** The day from which on a value first seen on `day` in a context belongs to the subject's habits. */
  #learnedFrom(context: LoadedContext, day: number): number {
    const watch = this.#watches.get(context);
    if (watch === undefined || day < watch.fromDay) return day;
    return watch.paged ? Infinity : Math.max(day, watch.fromDay + RELEASE_DAYS);
  }

  #isLearned(context: LoadedContext, day: number): boolean {
    return this.#learnedFrom(context, day) <= day;
  }
}
