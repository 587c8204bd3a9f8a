import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import type { CollectedRecord } from './collected-record.ts';
import { RecordRecorder, openRecords, recordsOfCallers } from './record-log.ts';
import type { KeptRecord, RecordLog } from './record-log.ts';

const text = fc.oneof(
  fc.constantFrom('', 'AKIAEXAMPLE', 'the owner’s', '\ud800', '😀'.repeat(300)),
  fc.string(),
);
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const record: fc.Arbitrary<CollectedRecord> = fc.record({
  ref: fc.record({
    eventId: text,
    timeMs: fc.oneof(fc.constant(Number.NaN), fc.nat()),
    file: fc.constantFrom('a.json.gz', 'b.json.gz'),
    record: fc.nat({ max: 1_000_000 }),
  }),
  caller: fc.constantFrom('AKIAEXAMPLE', 'alice', ''),
  record: fc.record(
    {
      userIdentity: fc.oneof(fc.constantFrom({ type: 'IAMUser' }, null), json),
      userAgent: text,
      recipientAccountId: fc.constantFrom('111122223333', null),
      requestParameters: json,
    },
    { requiredKeys: [] },
  ),
  rules: fc.array(text, { maxLength: 3 }),
});

function packed(records: readonly CollectedRecord[]): RecordLog {
  const recorder = new RecordRecorder();
  for (const each of records) recorder.add(each);
  return structuredClone(recorder.pack());
}

function plain(kept: KeptRecord): CollectedRecord {
  return { ref: kept.ref, caller: kept.caller, record: kept.read(), rules: kept.rules };
}

describe('a log of records', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const kept = openRecords(packed(records));
        expect(kept.map((each) => plain(each))).toEqual(records);
        expect(kept.map(({ identity }) => identity)).toEqual(
          records.map((each) => each.record['userIdentity']),
        );
        expect(kept.map(({ account }) => account)).toEqual(
          records.map((each) => JSON.stringify(each.record['recipientAccountId'] ?? null)),
        );
      }),
    );
  });

  it('has one object for the same identity', () => {
    const one = { ref: { eventId: '', timeMs: 0, file: '', record: 1 }, caller: '', rules: [] };
    const [first, second] = openRecords(
      packed([1, 2].map((n) => ({ ...one, record: { n, userIdentity: { type: 'Root' } } }))),
    );
    expect(first!.read()['userIdentity']).toBe(second!.identity);
  });

  it('is cut down to the records of some callers', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const some = new Set(['alice', 'nobody']);
        const kept = openRecords(recordsOfCallers(packed(records), some));
        expect(kept.map((each) => plain(each))).toEqual(records.filter(({ caller }) => some.has(caller)));
      }),
    );
  });
});
