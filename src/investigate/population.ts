/** What everybody does: who shares networks, addresses and calls, and how often peers do something new. */
import { firstFrom } from './first-from.ts';
import { dayOf, hasPlace } from './loaded-subject.ts';
import type { Level, LoadedSubject } from './loaded-subject.ts';
import type { ToolClass } from './tool-class.ts';
import { ALL_PSEUDO_DAYS, LADDERS, PEER_PSEUDO_DAYS } from './weights.ts';
import type { Ladder } from './weights.ts';

/** Levels for which it is known who else has the value. */
const SHARED: readonly Level[] = ['country', 'network', 'address', 'tool', 'call', 'sid', 'rule', 'region'];

/** Days with novelty at each level of a ladder, none last, and all days. */
interface Tally {
  readonly days: number[];
}

export interface Sharer {
  readonly subject: string;
  readonly firstMs: number;
}

/** All that have a value, and when the first of them had it. */
interface Sharers {
  readonly list: { readonly subject: string; firstMs: number }[];
  firstMs: number;
}

export class Population {
  readonly #sharers = new Map<Level, Map<string, Sharers>>();
  readonly #rates = new Map<string, readonly number[]>();
  /** Days of subjects with a sort of tool, and of these the ones from a kind of network. */
  readonly #kindDays = new Map<string, number>();
  readonly #firstDays: readonly number[];
  readonly #firstDayOf = new Map<string, number>();
  /** First day of the logs of each account. */
  readonly #accountBegan = new Map<string, number>();

  /** @param subjects all, in the order of their names */
  constructor(subjects: readonly LoadedSubject[]) {
    const groups = new Map<string, Tally>();
    const firstDays: number[] = [];
    for (const subject of subjects) {
      const [firstDay = 0] = subject.days;
      firstDays.push(firstDay);
      this.#firstDayOf.set(subject.name, firstDay);
      this.#addSharers(subject);
      this.#addKinds(subject);
      for (const { accounts, seen } of subject.contexts) {
        for (const account of accounts)
          this.#accountBegan.set(
            account,
            Math.min(this.#accountBegan.get(account) ?? Infinity, dayOf(seen.firstMs)),
          );
      }
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
    const sharers = this.#sharers.get(level)?.get(value);
    if (sharers === undefined || dayOf(sharers.firstMs) >= day) return 0;
    let count = 0;
    for (const sharer of sharers.list) {
      if (sharer.subject !== subject && dayOf(sharer.firstMs) < day && ++count === most) break;
    }
    return count;
  }

  /** Everybody that ever had the value, in the order of their names. */
  sharers(level: Level, value: string): readonly Sharer[] {
    return this.#sharers.get(level)?.get(value)?.list ?? [];
  }

  /** Whether a subject was seen before a day. */
  hasHistory(subject: string, day: number): boolean {
    return (this.#firstDayOf.get(subject) ?? day) < day;
  }

  /** How many had the value for the first time on a day or the day before, having been elsewhere earlier. */
  newcomers(level: Level, value: string, day: number): number {
    return this.sharers(level, value).filter(({ subject, firstMs }) => {
      const first = dayOf(firstMs);
      return first >= day - 1 && first <= day && this.hasHistory(subject, day - 1);
    }).length;
  }

  /** The first day of the logs of the accounts that a context was seen in. */
  beganIn(accounts: readonly string[]): number {
    return Math.max(...accounts.map((account) => this.#accountBegan.get(account) ?? Infinity));
  }

  /** How many subjects were seen before a day. */
  subjectsBefore(day: number): number {
    return firstFrom(this.#firstDays, day, (first) => first);
  }

  /** Shares of peers' days on which the coarsest novelty was at each level of a ladder, none last. */
  peerRates(peers: ToolClass, ladder: Ladder): readonly number[] {
    return this.#rates.get(`${peers}\n${ladder}`) ?? LADDERS[ladder].benign;
  }

  /** The share of peers' days on which they came from a kind of network; what is expected where little was seen. */
  kindShare(peers: ToolClass, kind: string, expected: number): number {
    const days = this.#kindDays.get(`${peers}\n${kind}`) ?? 0;
    const all = this.#kindDays.get(peers) ?? 0;
    return (days + PEER_PSEUDO_DAYS * expected) / (all + PEER_PSEUDO_DAYS);
  }

  #addKinds({ peers, contexts }: LoadedSubject): void {
    const days = new Map<string, Set<number>>();
    for (const { levels, seen } of contexts) {
      for (const [kind, of] of levels.at('kind')) {
        for (const [key, list] of [
          [peers, seen.days],
          [`${peers}\n${kind}`, of.days],
        ] as const) {
          const known = days.get(key) ?? new Set();
          days.set(key, known);
          for (const day of list) known.add(day);
        }
      }
    }
    for (const [key, { size }] of days) this.#kindDays.set(key, (this.#kindDays.get(key) ?? 0) + size);
  }

  #addSharers(subject: LoadedSubject): void {
    for (const { levels } of subject.contexts) {
      for (const level of SHARED)
        for (const [value, { firstMs }] of levels.at(level))
          this.#addSharer(level, value, subject.name, firstMs);
      for (const [mark, { firstMs }] of levels.at('signature'))
        for (const address of levels.at('address').keys())
          this.#addSharer('signature', `${mark} ${address}`, subject.name, firstMs);
    }
  }

  #addSharer(level: Level, value: string, subject: string, firstMs: number): void {
    let byValue = this.#sharers.get(level);
    if (byValue === undefined) this.#sharers.set(level, (byValue = new Map()));
    const sharers = byValue.get(value);
    if (sharers === undefined) {
      byValue.set(value, { list: [{ subject, firstMs }], firstMs });
      return;
    }
    sharers.firstMs = Math.min(sharers.firstMs, firstMs);
    // Subjects come one after the other.
    const last = sharers.list.at(-1)!;
    if (last.subject === subject) last.firstMs = Math.min(last.firstMs, firstMs);
    else sharers.list.push({ subject, firstMs });
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
  const active = isOfPlace(ladder) ? placedDays(subject) : subject.days;
  // On one day alone nothing is new.
  if (subject.days.length === 1 && active.length === 1) return [...levels.map(() => 0), 0];
  const [firstDay = 0] = active;
  const coarsest = new Map<number, number>();
  levels.forEach((level, n) => {
    for (const day of firstDaysOf(subject, level)) {
      if (day > firstDay) coarsest.set(day, Math.min(coarsest.get(day) ?? n, n));
    }
  });
  const days = [...levels.map(() => 0), 0];
  for (const n of coarsest.values()) days[n]!++;
  days[levels.length]! += Math.max(active.length - 1 - coarsest.size, 0);
  return days;
}

/** Whether a ladder is about where and how: calls that AWS relays say nothing of it. */
export function isOfPlace(ladder: Ladder): boolean {
  return ladder === 'network' || ladder === 'agent';
}

function placedDays({ contexts }: LoadedSubject): number[] {
  const placed = contexts.filter((context) => hasPlace(context));
  return [...new Set(placed.flatMap(({ seen }) => seen.days))].toSorted((a, b) => a - b);
}

/** The day on which each value of a level was first seen. */
function firstDaysOf(subject: LoadedSubject, level: Level): Iterable<number> {
  const first = new Map<string, number>();
  for (const { levels } of subject.contexts) {
    for (const [value, { firstMs }] of levels.at(level))
      first.set(value, Math.min(first.get(value) ?? Infinity, dayOf(firstMs)));
  }
  return first.values();
}
