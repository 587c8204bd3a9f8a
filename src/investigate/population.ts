/** What everybody does: who shares networks, addresses and calls, and how often peers do something new. */
import type { Activity } from '../activity/activity.ts';
import { LEVELS, dayOf, loadSubject, subjectsOf } from './loaded-subject.ts';
import type { Level, LoadedSubject } from './loaded-subject.ts';
import type { ToolClass } from './tool-class.ts';
import { ALL_PSEUDO_DAYS, LADDERS, PEER_PSEUDO_DAYS } from './weights.ts';
import type { Ladder } from './weights.ts';

/** Levels for which it is known who else has the value. */
const SHARED = new Set<Level>(['country', 'network', 'address', 'tool', 'call', 'sid', 'rule', 'region']);

/** Days with novelty at each level of a ladder, none last, and all days. */
interface Tally {
  readonly days: number[];
}

export interface Sharer {
  readonly subject: string;
  readonly firstMs: number;
}

export class Population {
  readonly #sharers = new Map<string, Sharer[]>();
  readonly #rates = new Map<string, readonly number[]>();
  readonly #firstDays: readonly number[];

  constructor(activity: Activity) {
    const groups = new Map<string, Tally>();
    const firstDays: number[] = [];
    for (const [name, contexts] of subjectsOf(activity)) {
      const subject = loadSubject(name, contexts);
      firstDays.push(subject.days[0] ?? 0);
      this.#addSharers(subject);
      for (const ladder of Object.keys(LADDERS) as Ladder[]) {
        const days = noveltyDays(subject, ladder);
        for (const group of ['', subject.peers]) addTally(groups, `${group}\n${ladder}`, days);
      }
    }
    this.#firstDays = firstDays.toSorted((a, b) => a - b);
    this.#addRates(groups);
  }

  /** Others that had the value before a day; counted up to `most`. */
  othersBefore(level: Level, value: string, subject: string, day: number, most: number): number {
    let count = 0;
    for (const sharer of this.sharers(level, value)) {
      if (sharer.subject !== subject && dayOf(sharer.firstMs) < day && ++count === most) break;
    }
    return count;
  }

  /** Everybody that ever had the value, in the order of their names. */
  sharers(level: Level, value: string): readonly Sharer[] {
    return this.#sharers.get(`${level}\n${value}`) ?? [];
  }

  /** How many subjects were seen before a day. */
  subjectsBefore(day: number): number {
    const later = this.#firstDays.findIndex((first) => first >= day);
    return later < 0 ? this.#firstDays.length : later;
  }

  /** Shares of peers' days on which the coarsest novelty was at each level of a ladder, none last. */
  peerRates(peers: ToolClass, ladder: Ladder): readonly number[] {
    return this.#rates.get(`${peers}\n${ladder}`) ?? LADDERS[ladder].benign;
  }

  #addSharers(subject: LoadedSubject): void {
    const first = new Map<string, number>();
    for (const { levels } of subject.contexts) {
      for (const level of LEVELS) {
        if (!SHARED.has(level)) continue;
        for (const [value, { firstMs }] of levels.get(level) ?? []) {
          const key = `${level}\n${value}`;
          first.set(key, Math.min(first.get(key) ?? Infinity, firstMs));
        }
      }
    }
    for (const [key, firstMs] of first) {
      const sharer = { subject: subject.name, firstMs };
      const list = this.#sharers.get(key);
      if (list === undefined) this.#sharers.set(key, [sharer]);
      else list.push(sharer);
    }
  }

  #addRates(groups: ReadonlyMap<string, Tally>): void {
    for (const ladder of Object.keys(LADDERS) as Ladder[]) {
      const all = mixed(groups.get(`\n${ladder}`), LADDERS[ladder].benign, ALL_PSEUDO_DAYS);
      for (const group of ['iac', 'human', 'service', 'program'] satisfies ToolClass[]) {
        this.#rates.set(
          `${group}\n${ladder}`,
          mixed(groups.get(`${group}\n${ladder}`), all, PEER_PSEUDO_DAYS),
        );
      }
    }
  }
}

/** Shares of days, mixed with what is expected as if that had been seen on `weight` days. */
export function mixed(
  tally: Tally | undefined,
  expected: readonly number[],
  weight: number,
): readonly number[] {
  const days = tally?.days ?? expected.map(() => 0);
  const total = days.reduce((sum, each) => sum + each, 0);
  return expected.map((share, n) => (days[n]! + weight * share) / (total + weight));
}

function addTally(groups: Map<string, Tally>, key: string, days: readonly number[]): void {
  const tally = groups.get(key);
  if (tally === undefined) groups.set(key, { days: [...days] });
  else days.forEach((each, n) => (tally.days[n]! += each));
}

/** On how many days after its first a subject's coarsest novelty was at each level, none last. */
function noveltyDays(subject: LoadedSubject, ladder: Ladder): number[] {
  const { levels } = LADDERS[ladder];
  const [firstDay = 0] = subject.days;
  const coarsest = new Map<number, number>();
  levels.forEach((level, n) => {
    for (const day of firstDaysOf(subject, level)) {
      if (day > firstDay) coarsest.set(day, Math.min(coarsest.get(day) ?? n, n));
    }
  });
  const days = [...levels.map(() => 0), 0];
  for (const n of coarsest.values()) days[n]!++;
  days[levels.length]! += Math.max(subject.days.length - 1 - coarsest.size, 0);
  return days;
}

/** The day on which each value of a level was first seen. */
function firstDaysOf(subject: LoadedSubject, level: Level): Iterable<number> {
  const first = new Map<string, number>();
  for (const { levels } of subject.contexts) {
    for (const [value, { firstMs }] of levels.get(level) ?? [])
      first.set(value, Math.min(first.get(value) ?? Infinity, dayOf(firstMs)));
  }
  return first.values();
}
