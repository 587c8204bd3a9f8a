/** Bounds on what an incident lists: an intruder may make a million calls, and a person reads none of them twice. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { BlindSpot, TimelineEntry } from './incident.ts';

/** Entries of one timeline, the weightiest first. Counts are over all events all the same. */
const MOST_ENTRIES = 20_000;
/** Events cited for one statement. */
const MOST_CITED = 100;

/** The weightiest entries in their old order, and what to say of those left out. */
export function boundedTimeline(
  timeline: readonly TimelineEntry[],
  most: number = MOST_ENTRIES,
): { readonly timeline: readonly TimelineEntry[]; readonly blindSpots: readonly BlindSpot[] } {
  if (timeline.length <= most) return { timeline, blindSpots: [] };
  const kept = new Set(timeline.toSorted((a, b) => b.weight - a.weight).slice(0, most));
  const listed = timeline.filter((entry) => kept.has(entry));
  const all = callsListed(timeline);
  const left = all - callsListed(listed);
  const sentence = `${left} of ${all} calls are counted but not listed: the timeline keeps the ${most} entries that matter most.`;
  return {
    timeline: listed,
    blindSpots: [{ kind: 'truncated', account: '', region: '', fromMs: null, toMs: null, sentence }],
  };
}

/** How many calls the entries stand for. */
export function callsListed(timeline: readonly TimelineEntry[]): number {
  return timeline.reduce((sum, { calls }) => sum + calls, 0);
}

/** The same statements, each citing its first events only. */
export function citingFew<T extends { readonly events: readonly EventRef[] }>(statements: readonly T[]): T[] {
  return statements.map((each) =>
    each.events.length <= MOST_CITED ? each : { ...each, events: each.events.slice(0, MOST_CITED) },
  );
}
