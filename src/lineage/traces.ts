/** What a pass over events leaves for the joining: plain data, one entry per credential and per minting event. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Mint } from './mint.ts';
import type { Sighting, Use } from './use.ts';

/**
 * JSON. Uses and mints stand in any order, and more than once where a pass met them so: joining makes the same of them. They
 * grow with distinct credentials and minting events, not with events.
 */
export interface Traces {
  readonly uses: readonly Use[];
  readonly mints: readonly Mint[];
}

/** Mints in any order and more than once each, in order and each once. */
export function eachMint(mints: Iterable<Mint>): Mint[] {
  const byMint = new Map<string, Mint>();
  for (const mint of mints) {
    const key = mintKey(mint);
    const known = byMint.get(key);
    byMint.set(key, known === undefined || compareMints(mint, known) < 0 ? mint : known);
  }
  return [...byMint.values()].toSorted(compareMints);
}

/** The earlier sighting; of events that were read twice always the same copy. */
export function compareSightings(a: Sighting, b: Sighting): number {
  return compareRefs(a.ref, b.ref) || compareTexts(a.address, b.address) || compareTexts(a.agent, b.agent);
}

export function compareRefs(a: EventRef, b: EventRef): number {
  return (
    a.timeMs - b.timeMs ||
    compareTexts(a.eventId, b.eventId) ||
    compareTexts(a.file, b.file) ||
    a.record - b.record
  );
}

/** By code units: the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The hours of both, ascending, each once. */
export function unionOf(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return [...new Set([...a, ...b])].toSorted((x, y) => x - y);
}

/** Copies of an event, which differ in file and record only, have one key. */
function mintKey({ seen, mechanism, account, child }: Mint): string {
  const { eventId, timeMs, file, record } = seen.ref;
  const event = eventId === '' ? [timeMs, file, record] : [timeMs, eventId];
  return JSON.stringify([event, account, mechanism, child]);
}

function compareMints(a: Mint, b: Mint): number {
  return compareSightings(a.seen, b.seen) || compareTexts(JSON.stringify(a), JSON.stringify(b));
}
