/** One subject with all that was seen of it, arranged by the levels at which novelty is told. */
import type { Activity, Context, Dimension, Seen } from '../activity/activity.ts';
import { contextKey } from '../activity/context-key.ts';
import { AWS_NETWORK } from '../activity/origin.ts';
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
  readonly levels: ReadonlyMap<Level, ReadonlyMap<string, Seen>>;
  readonly principals: readonly string[];
}

export interface LoadedSubject {
  readonly name: string;
  readonly contexts: readonly LoadedContext[];
  /** Days on which any context was seen, ascending. */
  readonly days: readonly number[];
  readonly peers: ToolClass;
}

export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** Contexts by subject, both in the order of their names: nothing depends on the order in which events were read. */
export function subjectsOf(activity: Activity): ReadonlyMap<string, readonly Context[]> {
  const subjects = new Map<string, Context[]>();
  for (const [, context] of [...activity.contexts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const list = subjects.get(context.subject);
    if (list === undefined) subjects.set(context.subject, [context]);
    else list.push(context);
  }
  return new Map([...subjects].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export function loadSubject(name: string, contexts: readonly Context[]): LoadedSubject {
  const loaded = contexts.map(loadContext);
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

function loadContext(context: Context): LoadedContext {
  const { subject, network, tool, seen, values } = context;
  const levels = new Map<Level, ReadonlyMap<string, Seen>>();
  const calls = earliest(
    (['api', 'denied', 'failed'] as const).flatMap((each) => [...(values.get(each) ?? [])]),
  );
  levels.set('call', calls);
  levels.set('tactic', earliest([...calls].map(([api, each]) => [tacticOf(api), each])));
  levels.set('service', earliest([...calls].map(([api, each]) => [serviceOf(api), each])));
  // What AWS relays says nothing of where and with what the caller works.
  if (network !== AWS_NETWORK) {
    levels.set('network', new Map([[network, seen]]));
    levels.set('tool', new Map([[tool, seen]]));
  }
  for (const dimension of TAKEN_OVER) levels.set(dimension, values.get(dimension) ?? new Map());
  return {
    key: contextKey(subject, network, tool),
    subject,
    network,
    tool,
    seen,
    levels,
    principals: [...(values.get('principal')?.keys() ?? [])].toSorted(),
  };
}

const TAKEN_OVER = [
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
] as const satisfies readonly (Dimension & Level)[];

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
