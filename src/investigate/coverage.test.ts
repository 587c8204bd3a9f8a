import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../test/support/read-trail.ts';
import { logFile } from '../../test/support/made-trail.ts';
import type { JsonObject } from '../json.ts';
import { CoverageCollector, mergeCoverage } from './coverage.ts';
import type { PackedCoverage } from './coverage.ts';

const record = fc.record(
  {
    eventTime: fc.constantFrom('2026-01-01T00:10:00Z', '2026-01-01T05:59:59Z', '2026-01-01T06:00:00Z', 'now'),
    awsRegion: fc.constantFrom('us-east-1', 'eu-west-1'),
    recipientAccountId: fc.constantFrom('111122223333', '444455556666'),
    userIdentity: fc.constant({ accountId: '777788889999' }),
    eventCategory: fc.constantFrom('Data', 'Management'),
  },
  { requiredKeys: ['userIdentity'] },
);
const call = fc
  .constantFrom(
    ['s3.amazonaws.com', 'GetObject'],
    ['s3.amazonaws.com', 'GetBucketAcl'],
    ['cloudtrail.amazonaws.com', 'StopLogging'],
    ['cloudtrail.amazonaws.com', 'DescribeTrails'],
  )
  .chain(([eventSource, eventName]) =>
    record.map((rest): JsonObject => ({ eventSource: eventSource!, eventName: eventName!, ...rest })),
  );

function collect(records: readonly JsonObject[]): PackedCoverage {
  const collector = new CoverageCollector();
  readDocument(logFile(records), (event) => {
    collector.visit(event);
  });
  return structuredClone(collector.pack());
}

describe('what the logs cover', () => {
  it('is the same when events come twice, in any order, over any threads', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), fc.nat({ max: 30 }), (records, cut) => {
        const [one, other] = [records.slice(0, cut), records.slice(cut).toReversed()];
        expect(mergeCoverage([collect(other), collect(records), collect(one)])).toEqual(
          mergeCoverage([collect(records)]),
        );
      }),
    );
  });

  it('says where and in which hours there was anything, and which data events', () => {
    const at = (eventTime: string, more: JsonObject): JsonObject => ({
      eventTime,
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      ...more,
    });
    const coverage = mergeCoverage([
      collect([
        at('1970-01-02T01:10:00Z', {
          eventSource: 's3.amazonaws.com',
          eventName: 'GetObject',
          requestParameters: { key: 'a', bucketName: 'backups' },
        }),
        at('1970-01-02T01:20:00Z', {
          eventSource: 's3.amazonaws.com',
          eventName: 'GetObject',
          errorCode: 'NoSuchBucket',
          requestParameters: { bucketName: 'guess' },
        }),
        at('1970-01-02T03:10:00Z', {
          eventSource: 'dynamodb.amazonaws.com',
          eventName: 'GetItem',
          eventCategory: 'Data',
        }),
        at('1970-01-02T03:20:00Z', {
          eventSource: 'cloudtrail.amazonaws.com',
          eventName: 'StopLogging',
          eventID: 'a',
        }),
      ]),
    ]);
    expect(coverage).toMatchObject({
      fromMs: Date.UTC(1970, 0, 2, 1, 10),
      toMs: Date.UTC(1970, 0, 2, 3, 20),
      places: [{ account: '111122223333', region: 'us-east-1', hours: [25, 27] }],
      data: [
        { account: '111122223333', source: 'dynamodb.amazonaws.com', hours: [27] },
        { account: '111122223333', source: 's3.amazonaws.com', hours: [25] },
      ],
      buckets: new Set(['111122223333/backups']),
      trailChanges: [{ eventName: 'StopLogging', eventId: 'a' }],
    });
    expect(mergeCoverage([])).toMatchObject({ fromMs: null, toMs: null, places: [] });
  });
});
