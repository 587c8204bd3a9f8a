/** Follows what an intruder minted: from the contexts on watch to the credentials made there, and on. */
import type { Activity, Context, Seen } from '../activity/activity.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import { isLongLived } from '../activity/subject.ts';
import type { Lineage, LineageEdge } from '../lineage/lineage.ts';
import { HostileTimes } from './hostile-times.ts';
import type { Visit } from './hostile-times.ts';
import { groupBy } from '../group-by.ts';
import type { SeedContext, SeedCredential } from './incident-seed.ts';
import { dayOf } from './loaded-subject.ts';

/** Mechanisms that give power over a credential of another principal, rather than a session of the same. */
const CREATES = /^(Create|Update|Upload|Import|Enable|Reset)/;

/** A session is used soon after it was made: how much earlier than the first hostile event its maker may have begun. */
const DAY_MS = 86_400_000;

/** A sign-in comes shortly before the first call of its session. */
const SIGN_IN_MS = 3_600_000;

/** What is asked of an activity and a lineage again and again, prepared once. */
export class Ties {
  readonly lineage: Lineage;
  /** Contexts by the ids of credentials used in them. */
  readonly #byCredential = new Map<string, Context[]>();
  readonly #bySubject = new Map<string, Context[]>();
  readonly #keys = new Map<Context, string>();
  readonly #children = new Map<string, LineageEdge[]>();
  readonly #parents = new Map<string, LineageEdge[]>();
  /** When each credential was used in a context, by id: a role may have thousands of sessions in one. */
  readonly #uses = new Map<Context, ReadonlyMap<string, Use>>();
  /** Calls of each context by name. */
  readonly #calls = new Map<Context, Map<string, Seen[]>>();

  constructor(activity: Activity, lineage: Lineage) {
    this.lineage = lineage;
    for (const [key, context] of activity.contexts) {
      this.#keys.set(context, key);
      append(this.#bySubject, context.subject, context);
      for (const id of this.credentialsOf(context)) append(this.#byCredential, id, context);
    }
    for (const edge of lineage.edges) {
      append(this.#children, edge.parent, edge);
      append(this.#parents, edge.child, edge);
    }
  }

  /** The key of a context of the activity. */
  keyOf(context: Context): string {
    return this.#keys.get(context)!;
  }

  /** Ids of the credentials that were used in a context. */
  credentialsOf(context: Context): Iterable<string> {
    return this.#usesIn(context).keys();
  }

  /** When a credential was used in a context. */
  useOf(context: Context, credential: string): Use {
    return this.#usesIn(context).get(credential) ?? context.seen;
  }

  /** Contexts in which a credential was used. */
  contextsOf(credential: string): readonly Context[] {
    return this.#byCredential.get(credential) ?? [];
  }

  /** Other contexts of the subject at an address that it came to with this context, and since when. */
  besides(context: Context, fromMs: number): [Context, number][] {
    const others = (this.#bySubject.get(context.subject) ?? []).filter((each) => each !== context);
    const came = [...(context.values.get('address') ?? [])].filter(
      ([address, { firstMs }]) =>
        firstMs >= fromMs &&
        others.every(
          ({ values }) => (values.get('address')?.get(address)?.firstMs ?? Infinity) >= fromMs - DAY_MS,
        ),
    );
    return others.flatMap((other): [Context, number][] => {
      const times = came.flatMap(([address]) => other.values.get('address')?.get(address)?.firstMs ?? []);
      return times.length === 0 || isAws(other) || isRole(other) ? [] : [[other, Math.min(...times)]];
    });
  }

  /** When a call of that name was made in a context, whatever the service: mechanisms of lineage have none. */
  callsNamed(context: Context, name: string): readonly Seen[] {
    let byName = this.#calls.get(context);
    if (byName === undefined) {
      byName = new Map();
      for (const [api, seen] of context.values.get('api') ?? [])
        append(byName, api.slice(api.indexOf(':') + 1), seen);
      this.#calls.set(context, byName);
    }
    return byName.get(name) ?? [];
  }

  childrenOf(credential: string): readonly LineageEdge[] {
    return this.#children.get(credential) ?? [];
  }

  parentsOf(credential: string): readonly LineageEdge[] {
    return this.#parents.get(credential) ?? [];
  }

  #usesIn(context: Context): ReadonlyMap<string, Use> {
    let uses = this.#uses.get(context);
    if (uses === undefined) this.#uses.set(context, (uses = usesIn(context, this.lineage)));
    return uses;
  }
}

/** First and last use, in milliseconds since 1970 (UTC). */
interface Use {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** By id, in order of ids; several keys may be one session. */
function usesIn({ subject, seen, values }: Context, { folded }: Lineage): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>();
  for (const [key, { firstMs, lastMs }] of values.get('credential') ?? []) {
    const id = folded.get(key) ?? key;
    const known = uses.get(id);
    uses.set(id, {
      firstMs: Math.min(firstMs, known?.firstMs ?? Infinity),
      lastMs: Math.max(lastMs, known?.lastMs ?? -Infinity),
    });
  }
  // A user or role is no credential: without a key nothing names what was used.
  if (uses.size === 0 && isLongLived(subject)) uses.set(subject, seen);
  return new Map([...uses].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is in the intruder's hands. */
export interface Reach {
  readonly contexts: ReadonlyMap<string, SeedContext>;
  readonly credentials: ReadonlyMap<string, SeedCredential>;
}

/** A context on watch, and when the intruder works there. */
export interface Start extends Visit {
  readonly context: Context;
}

/** Everything that was minted with the intruder's credentials, by the intruder, and where it was used. */
export function reachOf(start: readonly Start[], ties: Ties): Reach {
  const contexts = new Map<string, HostileTimes>();
  const credentials = new Map<string, SeedCredential>();
  const open: SeedCredential[] = [];
  const take = (credential: SeedCredential): void => {
    const known = credentials.get(credential.id);
    const taken = known === undefined ? credential : both(known, credential);
    if (taken.because === known?.because && taken.sinceMs === known.sinceMs) return;
    credentials.set(credential.id, taken);
    open.push(taken);
  };
  const enter = (context: Context, visit: Visit): void => {
    const key = ties.keyOf(context);
    const known = contexts.get(key);
    if (known !== undefined && known.fromMs <= visit.fromMs) return;
    contexts.set(key, new HostileTimes(context, visit));
  };
  for (const visit of start) {
    const { context, fromMs } = visit;
    enter(context, visit);
    const times = contexts.get(ties.keyOf(context))!;
    for (const id of ties.credentialsOf(context)) {
      const used = ties.useOf(context, id);
      if (times.within(used.firstMs, used.lastMs))
        take({ id, because: 'leaked', sinceMs: Math.max(used.firstMs, fromMs) });
    }
  }
  for (const visit of start) {
    for (const [other, fromMs] of ties.besides(visit.context, visit.fromMs))
      enter(other, { ...visit, fromMs });
  }
  for (const visit of start) climb(visit, ties, credentials, enter, take);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const edge of ties.childrenOf(next.id)) {
      if (edge.timeMs < next.sinceMs || !isIntruders(edge, next, contexts, ties)) continue;
      const because = CREATES.test(edge.mechanism) ? 'created' : 'minted';
      take({ id: edge.child, because, sinceMs: edge.timeMs });
      for (const context of ties.contextsOf(edge.child)) {
        if (areAllIn(ties.credentialsOf(context), credentials)) enter(context, since(edge.timeMs));
      }
    }
  }
  return {
    contexts: new Map(
      [...contexts].map(
        ([key, { fromMs, isShared, releasedMs }]) => [key, { key, fromMs, isShared, releasedMs }] as const,
      ),
    ),
    credentials,
  };
}

/** Of what only the intruder works in. */
function since(fromMs: number): Visit {
  return { fromMs, evidentMs: Infinity, releasedMs: Infinity };
}

/** One credential known in two ways: what the intruder made did not leak, even if it was found by its own use. */
function both(known: SeedCredential, more: SeedCredential): SeedCredential {
  const made = [known, more].find(({ because }) => because !== 'leaked');
  return { id: known.id, because: made?.because ?? 'leaked', sinceMs: Math.min(known.sinceMs, more.sinceMs) };
}

/** The credential that a hostile session was made with, from the same network, leaked too. */
function climb(
  { context, fromMs }: Start,
  ties: Ties,
  credentials: ReadonlyMap<string, SeedCredential>,
  enter: (context: Context, visit: Visit) => void,
  take: (credential: SeedCredential) => void,
): void {
  if (context.network === AWS_NETWORK) return;
  for (const id of ties.credentialsOf(context)) {
    // Sessions of the owner, who works there too, say nothing of what the intruder has.
    if (!credentials.has(id)) continue;
    for (const { parent, timeMs } of ties.parentsOf(id)) {
      // Whoever signs in has the password; it is used nowhere else.
      if (ties.lineage.credentials.get(parent)?.kind === 'password' && timeMs >= fromMs - SIGN_IN_MS) {
        take({ id: parent, because: 'leaked', sinceMs: timeMs });
        continue;
      }
      for (const maker of ties.contextsOf(parent)) {
        const isRecent = maker.seen.firstMs >= fromMs - DAY_MS;
        if (maker.network !== context.network || !isRecent || maker.seen.firstMs > context.seen.lastMs)
          continue;
        enter(maker, since(maker.seen.firstMs));
        take({ id: parent, because: 'leaked', sinceMs: maker.seen.firstMs });
      }
    }
  }
}

/**
 * Whether the intruder, not the owner who works beside them, made a credential: by the context in which the call that
 * made it was seen, and where that leaves both open, by the context in which the new one was used.
 */
function isIntruders(
  edge: LineageEdge,
  parent: SeedCredential,
  contexts: ReadonlyMap<string, HostileTimes>,
  ties: Ties,
): boolean {
  if (parent.because !== 'leaked') return true;
  const isHostile = (context: Context): boolean =>
    contexts.get(ties.keyOf(context))?.within(edge.timeMs, edge.timeMs) === true;
  const makers = ties.contextsOf(parent.id).filter((context) => couldHaveMade(context, edge, ties));
  const named = makers.find((context) => isNamed(context, edge, ties));
  if (named !== undefined) return isHostile(named);
  const hostile = makers.filter(isHostile);
  if (hostile.length === 0) return makers.length === 0 && usedByIntruder(edge.child, contexts, ties);
  return hostile.length === makers.length || usedByIntruder(edge.child, contexts, ties);
}

/** Whether the credential was used only from networks of the intruder, and where those are the owner's too, then. */
function usedByIntruder(
  credential: string,
  contexts: ReadonlyMap<string, HostileTimes>,
  ties: Ties,
): boolean {
  const used = ties.contextsOf(credential).filter(({ network }) => network !== AWS_NETWORK);
  const networks = groupBy(contexts, ([key]) => key.split('\n')[1]!);
  return (
    used.length > 0 &&
    used.every((context) => {
      const { firstMs, lastMs } = ties.useOf(context, credential);
      const hostile = networks.get(context.network) ?? [];
      return hostile.some(([, times]) => !times.isShared || times.within(firstMs, lastMs));
    })
  );
}

/** Whether such a call was made in the context on that day, and others of them before and after it or at once. */
function couldHaveMade(context: Context, edge: LineageEdge, ties: Ties): boolean {
  return ties
    .callsNamed(context, edge.mechanism)
    .some(
      ({ firstMs, lastMs, days }) =>
        firstMs <= edge.timeMs && edge.timeMs <= lastMs && days.includes(dayOf(edge.timeMs)),
    );
}

/** Whether the very event is the first or last of its kind in the context. */
function isNamed(context: Context, edge: LineageEdge, ties: Ties): boolean {
  return ties
    .callsNamed(context, edge.mechanism)
    .some(({ firstId, lastId }) =>
      edge.events.some(({ eventId }) => eventId !== '' && (eventId === firstId || eventId === lastId)),
    );
}

/** When a credential was used in a context. */
function areAllIn(ids: Iterable<string>, known: ReadonlyMap<string, unknown>): boolean {
  for (const id of ids) if (!known.has(id)) return false;
  return true;
}

function isAws({ network }: Context): boolean {
  return network === AWS_NETWORK;
}

/** Many use a role from one exit. */
function isRole({ subject }: Context): boolean {
  return /:role\/|:assumed-role\//.test(subject);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
