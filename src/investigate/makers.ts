/** Where the makers of sessions work: that a person took a role in an unusual place is told by their own key. */
import { AWS_NETWORK } from '../activity/origin.ts';
import type { Lineage, LineageEdge } from '../lineage/lineage.ts';
import { dayOf } from './loaded-subject.ts';
import type { LoadedContext } from './loaded-subject.ts';

/** What a subject's own contexts say of where and how, day by day. */
export interface Place {
  readonly context: LoadedContext;
  /** Nats of where and how on a day; `null` where there was nothing to judge, because nothing was new. */
  readonly at: (day: number) => number | null;
}

/** Who made the sessions that a context was used with, from the same network. */
export interface Maker {
  /** The subject whose habits explain the place best, of the session that is explained worst. */
  readonly subject: string;
  /** Where and how of that subject when it made the session; `null`: nothing was new. */
  readonly nats: number | null;
}

export class Makers {
  readonly #lineage: Lineage;
  readonly #parents = new Map<string, LineageEdge[]>();
  readonly #places = new Map<string, readonly Place[]>();

  constructor(lineage: Lineage) {
    this.#lineage = lineage;
    for (const edge of lineage.edges) {
      const edges = this.#parents.get(edge.child);
      if (edges === undefined) this.#parents.set(edge.child, [edge]);
      else edges.push(edge);
    }
  }

  /** Whether the logs show the credential being made. */
  hasMaker(id: string): boolean {
    return this.#parents.has(id);
  }

  /** Keeps what was found of a subject, for those whose sessions it made. */
  note(subject: string, places: readonly Place[]): void {
    this.#places.set(subject, places);
  }

  /** Subjects in an order in which makers come before what they made; a ring is entered anywhere. */
  inOrder(subjects: readonly string[]): string[] {
    const makers = new Map<string, Set<string>>();
    for (const [child, edges] of this.#parents) {
      const owner = this.#subjectOf(child);
      const known = makers.get(owner) ?? new Set();
      makers.set(owner, known);
      for (const { parent } of edges) known.add(this.#subjectOf(parent));
    }
    const ordered = new Set<string>();
    const entered = new Set<string>();
    // A list of work and no recursion: chains of roles are as long as whoever makes them likes.
    const open = subjects.toReversed();
    for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
      const before = entered.has(next)
        ? []
        : [...(makers.get(next) ?? [])].filter((each) => !entered.has(each));
      entered.add(next);
      if (before.length > 0) {
        open.push(...before.toSorted().toReversed());
        continue;
      }
      open.pop();
      ordered.add(next);
    }
    const wanted = new Set(subjects);
    return [...ordered].filter((each) => wanted.has(each));
  }

  /**
   * The maker of the sessions that a context was used with on some days; `null` where one of them was made by nobody
   * known, or in another network: that a session is used elsewhere than where it was made explains nothing.
   */
  of(context: LoadedContext, fromDay: number, toDay: number): Maker | null {
    let worst: Maker | null = null;
    for (const [session, { firstMs, lastMs }] of context.sessions) {
      if (dayOf(lastMs) < fromDay || dayOf(firstMs) > toDay) continue;
      const maker = this.#makerOf(session, context);
      if (maker === null) return null;
      if (worst === null || (maker.nats ?? -Infinity) > (worst.nats ?? -Infinity)) worst = maker;
    }
    return worst;
  }

  #makerOf(session: string, { network, tool }: LoadedContext): Maker | null {
    if (network === AWS_NETWORK) return null;
    const id = this.#lineage.folded.get(session) ?? session;
    for (const { parent, timeMs, confidence } of this.#parents.get(id) ?? []) {
      if (confidence === 'low') continue;
      const subject = this.#subjectOf(parent);
      const there = (this.#places.get(subject) ?? []).filter(({ context }) => context.network === network);
      const same = there.filter(({ context }) => context.tool === tool);
      const [first, ...others] = same.length > 0 ? same : there;
      if (first === undefined) continue;
      const day = dayOf(timeMs);
      const nats = others.reduce((most, { at }) => larger(most, at(day)), first.at(day));
      return { subject, nats };
    }
    return null;
  }

  #subjectOf(id: string): string {
    const credential = this.#lineage.credentials.get(id);
    return credential === undefined || credential.kind === 'access-key' ? id : credential.owner || id;
  }
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
