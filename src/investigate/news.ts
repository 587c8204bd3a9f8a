/** What is new in a context on a day: worked out once, since the terms ask for it again and again. */
import type { Seen } from '../activity/activity.ts';
import { firstFrom } from './first-from.ts';
import type { History } from './history.ts';
import { dayOf } from './loaded-subject.ts';
import type { Level, LoadedContext } from './loaded-subject.ts';

/** A value, and what was seen of it. */
export type Sighted = readonly [value: string, seen: Seen];

export class News {
  /** The first day that is looked at: the day at hand, or the one since which the context is on watch. */
  readonly fromDay: number;
  readonly #context: LoadedContext;
  readonly #day: number;
  readonly #history: History;
  readonly #fresh = new Map<Level, readonly Sighted[]>();
  readonly #unfamiliar = new Map<Level, readonly Sighted[]>();

  constructor(context: LoadedContext, day: number, history: History) {
    this.#context = context;
    this.#day = day;
    this.#history = history;
    this.fromDay = history.watchedFrom(context, day) ?? day;
  }

  /** Values that the context has had only since it is looked at, earliest first. */
  fresh(level: Level): readonly Sighted[] {
    let found = this.#fresh.get(level);
    if (found === undefined) this.#fresh.set(level, (found = this.#findFresh(level)));
    return found;
  }

  /** Those of them that the subject did not have before. */
  unfamiliar(level: Level): readonly Sighted[] {
    let found = this.#unfamiliar.get(level);
    if (found === undefined) {
      found = this.fresh(level).filter(([value]) => !this.#history.isFamiliar(level, value, this.fromDay));
      this.#unfamiliar.set(level, found);
    }
    return found;
  }

  #findFresh(level: Level): readonly Sighted[] {
    const found: Sighted[] = [];
    for (const sighted of this.#context.levels.at(level)) {
      const day = dayOf(sighted[1].firstMs);
      if (day >= this.fromDay && day <= this.#day) found.push(sighted);
    }
    return found.length < 2
      ? found
      : found.toSorted(([a, x], [b, y]) => x.firstMs - y.firstMs || (a < b ? -1 : 1));
  }
}

/** Those of a list in order of time that were seen up to then. */
export function seenUntil(list: readonly Sighted[], untilMs: number): readonly Sighted[] {
  const last = list.at(-1);
  if (last === undefined || last[1].firstMs <= untilMs) return list;
  let end = firstFrom(list, untilMs, ([, { firstMs }]) => firstMs);
  while (list[end]![1].firstMs <= untilMs) end++;
  return list.slice(0, end);
}
