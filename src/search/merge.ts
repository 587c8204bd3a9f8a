/** Puts together what the threads found: one sequence in order of time, each event once. */
import { SeenEvents, seenMemory } from '../cloudtrail/duplicates.ts';
import { compareEntries } from './entry.ts';
import type { Entry } from './entry.ts';
import type { RunReader } from './run.ts';

/**
 * Merges sorted runs. Of an event found several times the first in order is kept; entries that are equal in order
 * come as their runs are given.
 *
 * @param count of the entries in all runs, or more
 */
export function* mergeRuns(runs: readonly RunReader[], count: number): Generator<Entry> {
  const seen = new SeenEvents(seenMemory(count));
  let heads = runs.flatMap((run) => headOf(run));
  while (heads.length > 0) {
    let first = heads[0]!;
    for (const head of heads) if (compareEntries(head.entry, first.entry) < 0) first = head;
    if (!seen.add(first.entry.idLow, first.entry.idHigh)) yield first.entry;
    const next = first.run.next();
    if (next !== undefined) first.entry = next;
    else heads = heads.filter((head) => head !== first);
  }
}

interface Head {
  readonly run: RunReader;
  entry: Entry;
}

function headOf(run: RunReader): Head[] {
  const entry = run.next();
  return entry === undefined ? [] : [{ run, entry }];
}

/** Number of different events among the hashes of all threads (pairs of words, both 0 for events without an ID). */
export function countDistinct(hashes: readonly Uint32Array[]): number {
  const all = hashes.reduce((sum, words) => sum + words.length / 2, 0);
  const seen = new SeenEvents(seenMemory(all));
  let count = 0;
  for (const words of hashes) {
    for (let at = 0; at < words.length; at += 2) if (!seen.add(words[at]!, words[at + 1]!)) count++;
  }
  return count;
}
