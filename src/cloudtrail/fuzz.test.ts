import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutations } from '../../test/support/mutations.ts';
import { expected, readDocument, readFile, see } from '../../test/support/read-trail.ts';
import { LAYOUTS, namesOf, recordNamed } from '../../test/support/sample-records.ts';
import type { Event } from './event.ts';

const SAMPLES = new URL('../../../shared/data/', import.meta.url);

/** Real records where they are at hand, else made-up ones. */
function sampleRecords(): string[] {
  const names = ['stratus-detonation', 'invictus-aws-dataset', 'opensearch-catalog', 'otrf-aws'];
  const records = namesOf(50).map(recordNamed);
  for (const name of names) {
    const file = new URL(`${name}.ndjson.gz`, SAMPLES);
    if (!existsSync(file)) continue;
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
    records.push(...lines.filter((line) => line.length < 6000).slice(0, 150));
  }
  return records;
}

const RECORDS = sampleRecords();
const record = fc.constantFrom(...RECORDS);
const plainRecord = fc.constantFrom(...RECORDS.filter((text) => text.startsWith('{"eventVersion"')));
const layout = fc.constantFrom(...Object.values(LAYOUTS));
const sizes = fc.constantFrom([Number.MAX_SAFE_INTEGER], [501], [64, 7, 1000]);
const behind = fc.constantFrom('"', '}', ']', '{', '\\', '\u0000');

/** What an event says that its record does not; nothing, that is. */
function untrueOf(event: Event, document: string): string[] {
  const source = event.source();
  const said = see(event);
  if (!document.includes(source)) return ['the record is not in the document'];
  if (said.json !== null) {
    const wanted = { record: said.record, ...expected(said.json) };
    return isDeepStrictEqual(said, wanted) ? [] : ['a field is not what JSON.parse gives'];
  }
  return Object.values(said.fields)
    .flatMap((value) => (typeof value === 'string' ? value.split(/[^\w.:/-]+/) : []))
    .filter((word) => !source.includes(word));
}

describe('damaged logs', () => {
  it('never stop the reader, and no event says what its record does not', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        layout,
        mutations(12),
        sizes,
        behind,
        (records, lay, damage, pieces, garbage) => {
          const bytes = damage(Buffer.from(lay(records)));
          const text = bytes.toString();
          const how = { sizes: pieces, behind: garbage };
          const { events } = readDocument(bytes, (event) => untrueOf(event, text), how);
          expect(events.flat()).toEqual([]);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('lose only the damaged record, be it damaged as it may', () => {
    fc.assert(
      fc.property(
        fc.array(plainRecord, { minLength: 1, maxLength: 12 }),
        layout,
        mutations(4),
        fc.nat(),
        sizes,
        (records, lay, damage, place, pieces) => {
          const others = records.toSpliced(place % records.length, 1);
          // A line break would make two records of one; some damage looks like the start of a further record.
          const damaged = damage(Buffer.from(records[place % records.length]!))
            .toString('latin1')
            .replaceAll('\n', '');
          fc.pre(!damaged.includes('Records') && !damaged.slice(1).includes('{"eventVersion"'));
          const text = lay(records.with(place % records.length, damaged));
          const { events } = readDocument(text, (event) => event.source(), { sizes: pieces });
          const seen = events.filter((source) => others.includes(source));
          expect(seen.length).toBeGreaterThanOrEqual(others.length);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('never stop the reader when they are packed', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 40 }),
        layout,
        mutations(3),
        (records, lay, damage) => {
          const { events, tally } = readFile(damage(gzipSync(lay(records))), (event) => event.record);
          expect(events.length).toBe(events.filter((number) => number > 0).length);
          expect(tally.bytesScanned).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });
});
