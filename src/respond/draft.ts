/** Steps before they have their IDs and their order. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Phase, Step } from './plan.ts';

/** When within its phase: lower comes first. */
export const RANKS = {
  preserve: 0,
  root: 1,
  organisation: 2,
  /** Who can mint, and what it minted. */
  user: 3,
  trust: 4,
  role: 5,
  credential: 6,
  compute: 7,
  data: 8,
  defence: 9,
  evidence: 10,
  remove: 11,
  delete: 12,
  gate: 13,
  rotate: 14,
  lift: 15,
  close: 16,
} as const;

export interface Draft extends Omit<Step, 'id' | 'after'> {
  readonly rank: number;
  /** Order among drafts of one rank: lower first, then as they were added. */
  readonly order: number;
  /** Keys of drafts that must hold first. */
  readonly afterKeys: readonly string[];
}

/** Events cited by a step: the first ones; the report has all. */
const MOST_EVENTS = 8;

/** What makes two drafts one step. */
export function keyOf({
  phase,
  action,
  account,
  region,
  parameters,
}: Pick<Step, 'phase' | 'action' | 'account' | 'region' | 'parameters'>): string {
  const named = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([phase, action, account, region, named]);
}

/** What IDs of steps begin with. */
export const PREFIXES: Readonly<Record<Phase, string>> = { contain: 'C', eradicate: 'E', recover: 'R' };

/** Drafts as steps: the same ones once, in order, with IDs, their dependencies by ID. */
export function numbered(drafts: readonly Draft[]): Step[] {
  const unique = new Map<string, Draft>();
  for (const draft of drafts) {
    const key = keyOf(draft);
    const known = unique.get(key);
    unique.set(key, known === undefined ? draft : merged(known, draft));
  }
  const phases: readonly Phase[] = ['contain', 'eradicate', 'recover'];
  const sorted = [...unique].toSorted(
    ([, a], [, b]) =>
      phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.rank - b.rank || a.order - b.order,
  );
  const ids = new Map<string, string>();
  const counts = new Map<Phase, number>();
  for (const [key, { phase }] of sorted) {
    const n = (counts.get(phase) ?? 0) + 1;
    counts.set(phase, n);
    ids.set(key, `${PREFIXES[phase]}${String(n).padStart(2, '0')}`);
  }
  return sorted.map(([key, draft]) => stepOf(ids.get(key)!, draft, ids));
}

function merged(one: Draft, other: Draft): Draft {
  return {
    ...one,
    rank: Math.min(one.rank, other.rank),
    events: [...one.events, ...other.events],
    breaks: [...new Set([...one.breaks, ...other.breaks])],
    afterKeys: [...new Set([...one.afterKeys, ...other.afterKeys])],
  };
}

function stepOf(id: string, draft: Draft, ids: ReadonlyMap<string, string>): Step {
  const { rank: _rank, order: _order, afterKeys, events, ...step } = draft;
  const after = afterKeys.flatMap((key) => ids.get(key) ?? []);
  return {
    id,
    ...step,
    events: firstEvents(events),
    after: [...new Set(after)].filter((each) => each !== id),
  };
}

/** The earliest events, each once. */
function firstEvents(events: readonly EventRef[]): EventRef[] {
  const known = new Map(events.map((event) => [`${event.file}\n${event.record}\n${event.eventId}`, event]));
  return [...known.values()]
    .toSorted((a, b) => a.timeMs - b.timeMs || (a.file < b.file ? -1 : 1) || a.record - b.record)
    .slice(0, MOST_EVENTS)
    .map(({ eventId, timeMs, file, record }) => ({ eventId, timeMs, file, record }));
}
