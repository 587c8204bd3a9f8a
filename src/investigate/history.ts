/** What a subject is known to do, day by day: what is in doubt is not learned. */
import type { Seen } from '../activity/activity.ts';
import { dayOf, hasPlace } from './loaded-subject.ts';
import type { Level, LoadedContext, LoadedSubject } from './loaded-subject.ts';
import { LADDERS, PSEUDO_DAYS, RELEASE_DAYS } from './weights.ts';
import type { Ladder } from './weights.ts';
import { isOfPlace, mixed } from './population.ts';
import type { Population } from './population.ts';

/** What was known of a subject before a day. */
export interface Past {
  /** Days on which the subject was active without being in doubt. */
  readonly activeDays: number;
  /** Those of them that say where and with what it works. */
  readonly placedDays: number;
  /** The last of them. */
  readonly lastDay: number | null;
  rates(ladder: Ladder): readonly number[];
}

/** A time of doubt: it ends after `RELEASE_DAYS`, unless the context paged; then it is never learned. */
interface Watch {
  readonly fromDay: number;
  paged: boolean;
  /** What was known when it began: what came later makes nothing of it more surprising. */
  readonly past: Past;
}

/** A context that has a value, and since which day. */
interface Holder {
  readonly context: LoadedContext;
  readonly day: number;
}

export class History implements Past {
  readonly #subject: LoadedSubject;
  readonly #population: Population;
  /** One after the other. */
  readonly #watches = new Map<LoadedContext, Watch[]>();
  /** For each level that was asked about, the contexts that have a value, and since which day. */
  readonly #values = new Map<Level, ReadonlyMap<string, readonly Holder[]>>();
  readonly #tallies = new Map<Ladder, number[]>();
  /** What `rates` gave since the ladder's tally last changed. */
  readonly #rates = new Map<Ladder, readonly number[]>();
  #activeDays = 0;
  #placedDays = 0;
  #lastDay: number | null = null;

  constructor(subject: LoadedSubject, population: Population) {
    this.#subject = subject;
    this.#population = population;
  }

  get activeDays(): number {
    return this.#activeDays;
  }

  get placedDays(): number {
    return this.#placedDays;
  }

  get lastDay(): number | null {
    return this.#lastDay;
  }

  /** Since which day a context is in doubt on a day. */
  watchedFrom(context: LoadedContext, day: number): number | undefined {
    return this.#watchOn(context, day)?.fromDay;
  }

  /** What was known before the day at hand; of a context in doubt, what was known before that. */
  before(context: LoadedContext, day: number): Past {
    return this.#watchOn(context, day)?.past ?? this;
  }

  /** Whether the subject had the value on a learned day before `day`. */
  isFamiliar(level: Level, value: string, day: number): boolean {
    return (
      !this.#isBeginning(day) &&
      this.#holdersOf(level, value).some((holder) => this.#learnedFrom(holder.context, holder.day) < day)
    );
  }

  /** On how many learned days before `day` the subject had the value. */
  daysWith(level: Level, value: string, day: number): number {
    if (this.#isBeginning(day)) return 0;
    const days = new Set<number>();
    for (const { context } of this.#holdersOf(level, value)) {
      for (const each of context.levels.at(level).get(value)?.days ?? [])
        if (each < day && this.#isLearned(context, each)) days.add(each);
    }
    return days.size;
  }

  rates(ladder: Ladder): readonly number[] {
    let rates = this.#rates.get(ladder);
    if (rates === undefined) {
      const days = this.#tallies.get(ladder);
      const peers = this.#population.peerRates(this.#subject.peers, ladder);
      rates = mixed(days === undefined ? undefined : { days }, peers, PSEUDO_DAYS);
      this.#rates.set(ladder, rates);
    }
    return rates;
  }

  /** Takes a day in, once all contexts of the day are scored; `doubted` are those that reached `DOUBT`, and whether they page. */
  close(day: number, doubted: ReadonlyMap<LoadedContext, boolean>): void {
    for (const [context, paged] of doubted) {
      const watch = this.#watchOn(context, day);
      if (watch === undefined) this.#watch(context, { fromDay: day, paged, past: this.#past() });
      else watch.paged ||= paged;
    }
    const learned = this.#subject.contexts.filter(
      (context) => context.seen.days.includes(day) && this.#isLearned(context, day),
    );
    if (learned.length === 0) return;
    const isPlaced = learned.some((context) => hasPlace(context));
    for (const ladder of Object.keys(LADDERS) as Ladder[]) {
      const isTold = isOfPlace(ladder) ? isPlaced && this.#placedDays > 0 : this.#activeDays > 0;
      if (isTold) this.#addNovelty(ladder, day, learned);
    }
    this.#activeDays++;
    if (isPlaced) this.#placedDays++;
    this.#lastDay = day;
  }

  #watch(context: LoadedContext, watch: Watch): void {
    const watches = this.#watches.get(context);
    if (watches === undefined) this.#watches.set(context, [watch]);
    else watches.push(watch);
  }

  #watchOn(context: LoadedContext, day: number): Watch | undefined {
    const last = this.#watches.get(context)?.findLast(({ fromDay }) => fromDay <= day);
    return last !== undefined && (last.paged || day < last.fromDay + RELEASE_DAYS) ? last : undefined;
  }

  /** What is known now. */
  #past(): Past {
    const rates = new Map((Object.keys(LADDERS) as Ladder[]).map((ladder) => [ladder, this.rates(ladder)]));
    return {
      activeDays: this.#activeDays,
      placedDays: this.#placedDays,
      lastDay: this.#lastDay,
      rates: (ladder) => rates.get(ladder)!,
    };
  }

  #addNovelty(ladder: Ladder, day: number, learned: readonly LoadedContext[]): void {
    const { levels } = LADDERS[ladder];
    const changed = learned.filter(({ firstDays }) => firstDays.has(day));
    const found = levels.findIndex((level) =>
      changed.some((context) => this.#isNews(context.levels.at(level), level, day)),
    );
    const tally = this.#tallies.get(ladder) ?? [...levels.map(() => 0), 0];
    tally[found < 0 ? levels.length : found]!++;
    this.#tallies.set(ladder, tally);
    this.#rates.delete(ladder);
  }

  /** Whether one of the values was first seen on that day, and is not familiar. */
  #isNews(values: ReadonlyMap<string, Seen>, level: Level, day: number): boolean {
    for (const [value, { firstMs }] of values)
      if (dayOf(firstMs) === day && !this.isFamiliar(level, value, day)) return true;
    return false;
  }

  /** Whether the subject was never seen before `day`, so that nothing can be known of it. */
  #isBeginning(day: number): boolean {
    const [firstDay = Infinity] = this.#subject.days;
    return day <= firstDay;
  }

  #holdersOf(level: Level, value: string): readonly Holder[] {
    let holders = this.#values.get(level);
    if (holders === undefined) this.#values.set(level, (holders = holdersAt(level, this.#subject)));
    return holders.get(value) ?? [];
  }

  /** The day from which on a value first seen on `day` in a context belongs to the subject's habits. */
  #learnedFrom(context: LoadedContext, day: number): number {
    const watch = this.#watchOn(context, day);
    if (watch === undefined) return day;
    return watch.paged ? Infinity : watch.fromDay + RELEASE_DAYS;
  }

  #isLearned(context: LoadedContext, day: number): boolean {
    return this.#learnedFrom(context, day) <= day;
  }
}

function holdersAt(level: Level, { contexts }: LoadedSubject): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>();
  for (const context of contexts) {
    for (const [value, { firstMs }] of context.levels.at(level)) {
      const holder = { context, day: dayOf(firstMs) };
      const list = holders.get(value);
      if (list === undefined) holders.set(value, [holder]);
      else list.push(holder);
    }
  }
  return holders;
}
