/** What the terms see of a context on one day: what is new in it, and what subject and others did before. */
import type { Seen } from '../activity/activity.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Level as RuleLevel } from '../sigma/rule.ts';
import type { History } from './history.ts';
import type { Known, KnownNetwork } from './known.ts';
import { dayOf } from './loaded-subject.ts';
import type { Level, LoadedContext, LoadedSubject } from './loaded-subject.ts';
import type { Population } from './population.ts';
import { DORMANT_DAYS, LADDERS } from './weights.ts';
import type { Ladder } from './weights.ts';

/** What is known of a Sigma rule. */
export interface RuleInfo {
  readonly name: string;
  readonly title: string;
  readonly level: RuleLevel;
}

export interface JudgeOptions {
  /** By rule ID. */
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly known: Known;
}

/** The coarsest novelty on a ladder. */
export interface Novelty {
  /** `null`: nothing new. */
  readonly level: Level | null;
  readonly value: string;
  readonly seen: Seen | null;
  /** Share of intrusions, and of this subject's days, whose coarsest novelty is that. */
  readonly attack: number;
  readonly benign: number;
}

export interface Surroundings {
  readonly subject: LoadedSubject;
  readonly context: LoadedContext;
  readonly day: number;
  readonly history: History;
  readonly population: Population;
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly knownNetwork: KnownNetwork | undefined;
  readonly isScanner: boolean;
  readonly isBreakGlass: boolean;
}

export class View {
  readonly around: Surroundings;
  /** Only what was seen up to then counts, so that the moment is found at which a score was reached. */
  readonly untilMs: number;
  readonly #fromDay: number;

  constructor(around: Surroundings, untilMs: number = Infinity) {
    this.around = around;
    this.untilMs = untilMs;
    this.#fromDay = around.history.watchedFrom(around.context) ?? around.day;
  }

  /** Whether the context itself is new, or on watch since it was. */
  get isNewContext(): boolean {
    return dayOf(this.around.context.seen.firstMs) >= this.#fromDay;
  }

  /** Days of habits. */
  get activeDays(): number {
    return this.around.history.activeDays;
  }

  get isCold(): boolean {
    return this.activeDays === 0;
  }

  /** Days since the subject was last active, where that is longer than usual. */
  get sleptDays(): number {
    const { lastDay } = this.around.history;
    const slept = lastDay === null ? 0 : this.#fromDay - lastDay;
    return slept > DORMANT_DAYS ? slept : 0;
  }

  /** Whether where and how are told at all: not for calls that AWS relays. */
  get hasPlace(): boolean {
    return this.around.context.levels.has('network');
  }

  /** Values that the context has had only since it is looked at, earliest first. */
  fresh(level: Level): [value: string, seen: Seen][] {
    const values = this.around.context.levels.get(level) ?? [];
    return [...values]
      .filter(([, { firstMs }]) => {
        const day = dayOf(firstMs);
        return day >= this.#fromDay && day <= this.around.day && firstMs <= this.untilMs;
      })
      .toSorted(([a, x], [b, y]) => x.firstMs - y.firstMs || (a < b ? -1 : 1));
  }

  /** Those of them that the subject did not have before. */
  unfamiliar(level: Level): [value: string, seen: Seen][] {
    return this.fresh(level).filter(([value]) => !this.isFamiliar(level, value));
  }

  isFamiliar(level: Level, value: string): boolean {
    return this.around.history.isFamiliar(level, value, this.#fromDay);
  }

  /** Others that had the value before, counted up to `most`. */
  othersBefore(level: Level, value: string, most: number): number {
    const { population, subject } = this.around;
    return population.othersBefore(level, value, subject.name, this.#fromDay, most);
  }

  /** The first day that is looked at. */
  get fromDay(): number {
    return this.#fromDay;
  }

  novelty(ladder: Ladder): Novelty {
    const { levels, attack } = LADDERS[ladder];
    const rates = this.around.history.rates(ladder);
    // A subject that slept long had time to change more than on one day.
    const slept = Math.min(1 + this.sleptDays / DORMANT_DAYS, 4);
    for (const [n, level] of levels.entries()) {
      const [found] = this.unfamiliar(level);
      if (found === undefined) continue;
      const [value, seen] = found;
      return { level, value, seen, attack: attack[n]!, benign: Math.min(rates[n]! * slept, 0.9) };
    }
    const none = levels.length;
    return { level: null, value: '', seen: null, attack: attack[none]!, benign: rates[none]! };
  }
}

/** The event in which something was first seen. */
export function firstEvent({ firstMs, firstId }: Seen): EventRef {
  return { eventId: firstId, timeMs: firstMs, file: '', record: 0 };
}
