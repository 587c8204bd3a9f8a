/** Counts documents as the threads of a reader do: each its share, with a common memory of what was seen. */
import { SeenEvents, seenMemory } from '../../src/cloudtrail/duplicates.ts';
import type { Network } from '../../src/network/lookup.ts';
import { Collector } from '../../src/stats/collect.ts';
import { Counts } from '../../src/stats/counts.ts';
import { makeReport } from '../../src/stats/report.ts';
import type { StatsReport } from '../../src/stats/report.ts';
import { readFile } from './read-trail.ts';

/** The report on files, each given to a thread of its own; `merged` says in which order their counts are put together. */
export function reportOn(
  files: readonly Uint8Array[],
  merged: readonly number[] = files.map((_, n) => n),
): StatsReport {
  const seen = new SeenEvents(seenMemory(10_000));
  const packed = files.map((bytes) => {
    const collector = new Collector();
    readFile(bytes, (event) => {
      if (!seen.add(event.idHashLow, event.idHashHigh)) collector.add(event);
    });
    return collector.pack();
  });
  const counts = new Counts();
  for (const n of merged) counts.merge(structuredClone(packed[n]!));
  return makeReport(counts, (address) => networkOf(address), true);
}

/** Networks by the first part of the address, which is all that counting needs. */
function networkOf(address: string): Network {
  return {
    kind: 'unknown',
    country: null,
    asn: null,
    org: address.split('.')[0]!,
    service: null,
    region: null,
  };
}
