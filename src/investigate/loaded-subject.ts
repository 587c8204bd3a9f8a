/** One subject with all that was seen of it, arranged by the levels at which novelty is told. */
import type { Activity, Context, Dimension, Seen } from '../activity/activity.ts';
import { OUTCOMES } from '../activity/call.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
import { groupBy } from '../group-by.ts';
import { serviceOf, tacticOf } from './api-tactic.ts';
import { toolClass } from './tool-class.ts';
import type { ToolClass } from './tool-class.ts';

const DAY_MS = 86_400_000;

/** What can be new: values of dimensions, and what follows from them. */
export const LEVELS = [
  'country',
  'network',
  'address',
  'tool',
  'system',
  'agent',
  'tactic',
  'service',
  'call',
  'region',
  'kind',
  'provider',
  'sid',
  'signature',
  'rule',
  'api',
  'denied',
  'failed',
] as const;
export type Level = (typeof LEVELS)[number];

export interface LoadedContext {
  readonly key: string;
  readonly subject: string;
  readonly network: string;
  readonly tool: string;
  readonly seen: Seen;
  readonly levels: Levels;
  /** Days on which something was seen in it for the first time. */
  readonly firstDays: ReadonlySet<number>;
  readonly principals: readonly string[];
  readonly accounts: readonly string[];
  /** Access key IDs of the temporary credentials that were used in it. */
  readonly sessions: ReadonlyMap<string, Seen>;
}

export interface LoadedSubject {
  readonly name: string;
  readonly contexts: readonly LoadedContext[];
  /** Days on which any context was seen, ascending. */
  readonly days: readonly number[];
  readonly peers: ToolClass;
}

/** Whether where and how are told at all: not for calls that AWS relays. */
export function hasPlace({ network }: Pick<LoadedContext, 'network'>): boolean {
  return network !== AWS_NETWORK;
}

export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** Subjects and their contexts, both in the order of their names: nothing depends on the order of reading. */
export function loadSubjects(activity: Activity): LoadedSubject[] {
  const keyed = [...activity.contexts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...groupBy(keyed, ([, { subject }]) => subject)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, contexts]) => loadSubject(name, contexts));
}

function loadSubject(name: string, contexts: readonly (readonly [string, Context])[]): LoadedSubject {
  const loaded = contexts.map(([key, context]) => loadContext(key, context));
  const days = [...new Set(loaded.flatMap(({ seen }) => seen.days))].toSorted((a, b) => a - b);
  return { name, contexts: loaded, days, peers: peersOf(loaded) };
}

/** The class of the tool that was used on most days. */
function peersOf(contexts: readonly LoadedContext[]): ToolClass {
  const days = new Map<ToolClass, number>();
  for (const { tool, seen } of contexts) {
    const kind = toolClass(tool);
    days.set(kind, (days.get(kind) ?? 0) + seen.days.length);
  }
  return [...days].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? 'program';
}

function loadContext(key: string, context: Context): LoadedContext {
  const { subject, network, tool, seen } = context;
  const values = new Map(context.values);
  return {
    key,
    subject,
    network,
    tool,
    seen,
    levels: new Levels({ network, tool, seen }, values),
    firstDays: firstDaysOf(seen, values),
    principals: [...(values.get('principal')?.keys() ?? [])].toSorted(),
    accounts: [...(values.get('account')?.keys() ?? [])],
    sessions: values.get('credential') ?? new Map(),
  };
}

/** Levels that are dimensions of an activity. */
export const DIMENSION_LEVELS: readonly (Dimension & Level)[] = [
  'country',
  'address',
  'system',
  'agent',
  'region',
  'kind',
  'provider',
  'sid',
  'signature',
  'rule',
  'api',
  'denied',
  'failed',
];

type Values = ReadonlyMap<Dimension, ReadonlyMap<string, Seen>>;

function firstDaysOf(seen: Seen, values: Values): ReadonlySet<number> {
  const days = new Set([dayOf(seen.firstMs)]);
  for (const dimension of DIMENSION_LEVELS)
    for (const { firstMs } of values.get(dimension)?.values() ?? []) days.add(dayOf(firstMs));
  return days;
}

/** Levels that follow from dimensions, and from what names the context. */
const MADE_LEVELS = ['network', 'tool', 'call', 'tactic', 'service'] as const satisfies readonly Level[];
type MadeLevel = (typeof MADE_LEVELS)[number];

function isDimension(level: Level): level is Level & Dimension {
  return !MADE_LEVELS.some((each) => each === level);
}

const NONE: ReadonlyMap<string, Seen> = new Map();

/** The values of a context at each level. What follows from others is put together when it is first asked for. */
class Levels {
  readonly #place: Pick<Context, 'network' | 'tool' | 'seen'>;
  readonly #values: Values;
  readonly #made = new Map<Level, ReadonlyMap<string, Seen>>();

  constructor(place: Pick<Context, 'network' | 'tool' | 'seen'>, values: Values) {
    this.#place = place;
    this.#values = values;
  }

  at(level: Level): ReadonlyMap<string, Seen> {
    if (isDimension(level)) return this.#values.get(level) ?? NONE;
    let made = this.#made.get(level);
    if (made === undefined) this.#made.set(level, (made = this.#make(level)));
    return made;
  }

  #make(level: MadeLevel): ReadonlyMap<string, Seen> {
    if (level === 'call') return this.#calls();
    if (level === 'tactic' || level === 'service') {
      const nameOf = level === 'tactic' ? tacticOf : serviceOf;
      return earliest([...this.at('call')].map(([api, each]) => [nameOf(api), each]));
    }
    // What AWS relays says nothing of where and with what the caller works.
    return hasPlace(this.#place) ? new Map([[this.#place[level], this.#place.seen]]) : NONE;
  }

  #calls(): ReadonlyMap<string, Seen> {
    const made = OUTCOMES.flatMap((each) => this.#values.get(each) ?? []);
    const [only, ...others] = made;
    return only !== undefined && others.length === 0 ? only : earliest(made.flatMap((each) => [...each]));
  }
}

/** Each value with the earliest of its sightings. */
function earliest(pairs: readonly (readonly [string, Seen])[]): ReadonlyMap<string, Seen> {
  const first = new Map<string, Seen>();
  for (const [value, seen] of pairs) {
    const known = first.get(value);
    if (known === undefined || isEarlier(seen, known)) first.set(value, seen);
  }
  return first;
}

function isEarlier(a: Seen, b: Seen): boolean {
  return a.firstMs < b.firstMs || (a.firstMs === b.firstMs && a.firstId < b.firstId);
}
