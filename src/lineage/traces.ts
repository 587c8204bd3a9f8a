/** What a pass over events leaves for the joining: plain data, one entry per credential and per minting event. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { Mint } from './mint.ts';
import type { Sighting, Use } from './use.ts';
import { isSameUse, useKey } from './use.ts';

/**
 * JSON, and a set: merging is commutative, associative and idempotent. It grows with distinct credentials and minting
 * events, not with events.
 */
export interface Traces {
  /** Merged ones are sorted by what they are uses of, each once; those of a pass stand in any order. */
  readonly uses: readonly Use[];
  /** Merged ones are sorted by event, one for each event and child; those of a pass stand in any order. */
  readonly mints: readonly Mint[];
}

export function emptyTraces(): Traces {
  return { uses: [], mints: [] };
}

/** Uses and mints of both, each once. */
export function mergeTraces(a: Traces, b: Traces): Traces {
  return tracesOf([...a.uses, ...b.uses], [...a.mints, ...b.mints]);
}

/** Puts uses and mints, in any order and more than once each, into traces. */
export function tracesOf(uses: Iterable<Use>, mints: Iterable<Mint>): Traces {
  const each: Use[] = [];
  for (const use of [...uses].toSorted(useOrder())) {
    const last = each.at(-1);
    if (last !== undefined && isSameUse(last, use)) each[each.length - 1] = mergeUses(last, use);
    else each.push(use);
  }
  return { uses: each, mints: eachMint(mints) };
}

/** Orders uses by `useKey`, which begins with the access key: mostly that decides. */
function useOrder(): (a: Use, b: Use) => number {
  const names = new Map<Use, string>();
  const nameOf = (use: Use): string => {
    let name = names.get(use);
    if (name === undefined) names.set(use, (name = useKey(use)));
    return name;
  };
  return (a, b) => {
    if (a.key !== b.key) return compareTexts(a.key, b.key);
    return isSameUse(a, b) ? 0 : compareTexts(nameOf(a), nameOf(b));
  };
}

/** Mints in any order and more than once each, as they stand in traces. */
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

function mergeUses(a: Use, b: Use): Use {
  return {
    ...a,
    first: compareSightings(a.first, b.first) <= 0 ? a.first : b.first,
    lastMs: Math.max(a.lastMs, b.lastMs),
    hours: unionOf(a.hours, b.hours),
  };
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
