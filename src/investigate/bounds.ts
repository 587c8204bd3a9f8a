/** Bounds on what an incident lists: an intruder may make a million calls, and a person reads none of them twice. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Action } from './action.ts';
import { countOf } from './call.ts';
import { citedOf } from './evidence.ts';
import type { BlindSpot, TimelineEntry } from './incident.ts';

/** Entries of one timeline, the weightiest first. Counts are over all events all the same. */
const MOST_ENTRIES = 20_000;
/** Events cited for one statement. */
const MOST_CITED = 100;

/** The weightiest actions in their old order, for a timeline, and what to say of those left out. */
export function listedActions(
  actions: readonly Action[],
  most: number = MOST_ENTRIES,
): { readonly listed: readonly Action[]; readonly blindSpots: readonly BlindSpot[] } {
  if (actions.length <= most) return { listed: actions, blindSpots: [] };
  const kept = new Set(actions.toSorted((a, b) => b.weight - a.weight).slice(0, most));
  const listed = actions.filter((action) => kept.has(action));
  const all = countOf(actions);
  const left = all - countOf(listed);
  const sentence = `${left} of ${all} calls are counted but not listed: the timeline keeps the ${most} entries that matter most.`;
  return {
    listed,
    blindSpots: [{ kind: 'truncated', account: '', region: '', fromMs: null, toMs: null, sentence }],
  };
}

/** How many calls the entries stand for. */
export function callsListed(timeline: readonly TimelineEntry[]): number {
  return timeline.reduce((sum, { calls }) => sum + calls, 0);
}

/** The events that are cited for a statement: the first ones of what shows it. */
export function citedFew(actions: readonly Action[]): EventRef[] {
  const cited: EventRef[] = [];
  for (const { event } of actions) {
    if (cited.length >= MOST_CITED) break;
    cited.push(...citedOf(event));
  }
  return cited.slice(0, MOST_CITED);
}
