/** What the terms see of a context on one day: what is new in it, and what subject and others did before. */
import type { Seen } from '../activity/activity.ts';
import { isLongLived } from '../activity/subject.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Lineage } from '../lineage/lineage.ts';
import type { Level as RuleLevel } from '../sigma/rule.ts';
import type { History, Past } from './history.ts';
import type { Known, KnownNetwork } from './known.ts';
import { dayOf, hasPlace } from './loaded-subject.ts';
import type { Level, LoadedContext, LoadedSubject } from './loaded-subject.ts';
import type { Makers } from './makers.ts';
import { seenUntil } from './news.ts';
import type { News, Sighted } from './news.ts';
import type { Population } from './population.ts';
import { DORMANT_DAYS, LADDERS, MATURING_DAYS } from './weights.ts';
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
  readonly lineage: Lineage;
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
  /** What was known before the first day that is looked at. */
  readonly past: Past;
  readonly news: News;
  readonly population: Population;
  readonly makers: Makers;
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
    this.#fromDay = around.news.fromDay;
  }

  /** Whether the context itself is new, or on watch since it was. */
  get isNewContext(): boolean {
    return dayOf(this.around.context.seen.firstMs) >= this.#fromDay;
  }

  /** Days of habits. */
  get activeDays(): number {
    return this.around.past.activeDays;
  }

  /** How much of what it does the subject has shown, from 0 to 1. */
  get maturity(): number {
    return this.activeDays / (this.activeDays + MATURING_DAYS);
  }

  get isCold(): boolean {
    return this.activeDays === 0;
  }

  /** Whether nothing is known of where and with what the subject works. */
  get isPlaceCold(): boolean {
    return this.around.past.placedDays === 0;
  }

  /** Days since the logs begin, for a long-lived key that they show for the first time and not being made. */
  get sleptThroughDays(): number {
    const { subject, context, population, makers } = this.around;
    if (!this.isCold || !isLongLived(subject.name) || makers.hasMaker(subject.name)) return 0;
    const slept = this.#fromDay - population.beganIn(context.accounts);
    return slept > DORMANT_DAYS ? slept : 0;
  }

  /** Days since the subject was last active, where that is longer than usual. */
  get sleptDays(): number {
    const { lastDay } = this.around.past;
    const slept = lastDay === null ? 0 : this.#fromDay - lastDay;
    return slept > DORMANT_DAYS ? slept : 0;
  }

  get hasPlace(): boolean {
    return hasPlace(this.around.context);
  }

  /** Values that the context has had only since it is looked at, earliest first. */
  fresh(level: Level): readonly Sighted[] {
    return seenUntil(this.around.news.fresh(level), this.untilMs);
  }

  /** Those of them that the subject did not have before. */
  unfamiliar(level: Level): readonly Sighted[] {
    return seenUntil(this.around.news.unfamiliar(level), this.untilMs);
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

  /** The share of days on which nothing on the ladder is new: how much a list of new things says. */
  steadiness(ladder: Ladder): number {
    return this.around.past.rates(ladder).at(-1) ?? 1;
  }

  novelty(ladder: Ladder): Novelty {
    const { levels, attack } = LADDERS[ladder];
    const rates = this.around.past.rates(ladder);
    // A subject that slept long had time to change more than on one day.
    const slept = Math.min(1 + this.sleptDays / DORMANT_DAYS, 4);
    for (const [n, level] of levels.entries()) {
      const found = this.around.news.unfamiliar(level)[0];
      if (found === undefined || found[1].firstMs > this.untilMs) continue;
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
