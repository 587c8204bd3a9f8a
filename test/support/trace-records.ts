/** Traces of records in memory: as a thread gathers them, and as slowly as can be. */
import { LineageCollector } from '../../src/lineage/collector.ts';
import { mintsOf } from '../../src/lineage/mint.ts';
import { mintsForOutsiders } from '../../src/lineage/mint-sts.ts';
import { readTime } from '../../src/cloudtrail/event.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Traces } from '../../src/lineage/traces.ts';
import { HOUR_MS, identityOf, isUse, sightingOf } from '../../src/lineage/use.ts';
import type { Identity, Sighting, Use } from '../../src/lineage/use.ts';
import { tracesOf } from './merge-traces.ts';
import { readDocument } from './read-trail.ts';

const FILE = 'trail.json';

/** Traces that the collector gathers from a file of these records. */
export function collect(records: readonly JsonObject[]): Traces {
  const collector = new LineageCollector();
  readDocument(records.map((record) => JSON.stringify(record)).join('\n'), (event) => {
    event.file = FILE;
    collector.visit(event);
  });
  const { uses, mints } = collector.finish();
  return tracesOf(uses, mints);
}

/** The same by parsing every record. */
export function collectSlowly(records: readonly JsonObject[]): Traces {
  const dated = records.flatMap((record, n) => {
    const timeMs = readTime(record['eventTime']);
    const eventId = typeof record['eventID'] === 'string' ? record['eventID'] : '';
    return Number.isNaN(timeMs) ? [] : [{ record, ref: { eventId, timeMs, file: FILE, record: n + 1 } }];
  });
  const uses = dated.flatMap(({ record, ref }) => {
    const identity = identityOf(record);
    const source = record['eventSource'];
    const isOne = isUse(typeof source === 'string' ? source : '', identity);
    return isOne ? [useOf(identity, sightingOf(record, ref))] : [];
  });
  const mints = dated
    .flatMap(({ record, ref }) => mintsOf(record, ref))
    .filter(({ caller }) => caller.type !== 'AWSService' || mintsForOutsiders(caller.invokedBy));
  return tracesOf(uses, mints);
}

function useOf(identity: Identity, seen: Sighting): Use {
  const { timeMs } = seen.ref;
  const hours = identity.createdMs === null ? [Math.floor(timeMs / HOUR_MS)] : [];
  return { ...identity, first: seen, lastMs: timeMs, hours };
}
