import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOn } from '../../test/support/collect-stats.ts';
import { agreedOf, countSlowly } from '../../test/support/naive-stats.ts';
import type { JsonObject } from '../json.ts';

const ACCOUNT = '111122223333';

const identity = fc.oneof(
  fc.record({
    type: fc.constant('IAMUser'),
    arn: fc.constantFrom(`arn:aws:iam::${ACCOUNT}:user/alice`, `arn:aws:iam::${ACCOUNT}:user/bob`),
    accountId: fc.constant(ACCOUNT),
    accessKeyId: fc.constantFrom(
      'AKIAIOSFODNN7EXAMPLE',
      'AKIAI44QH8DHBEXAMPLE',
      'ASIAIOSFODNN7EXAMPLE',
      'KEY',
      '',
      7,
      null,
    ),
  }),
  fc.record({
    type: fc.constant('AssumedRole'),
    arn: fc.constantFrom(
      `arn:aws:sts::${ACCOUNT}:assumed-role/ops/one`,
      `arn:aws:sts::${ACCOUNT}:assumed-role/ops/two`,
    ),
    accessKeyId: fc.constantFrom('ASIAIOSFODNN7EXAMPLE', 'ASIAI44QH8DHBEXAMPLE'),
    sessionContext: fc.constantFrom({}, { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/ops` } }),
  }),
  fc.record({
    type: fc.constant('AWSAccount'),
    principalId: fc.constantFrom('AROAIDPPEZS35WEXAMPLE:i-0abc', 'AROAIDPPEZS35WEXAMPLE:i-0def'),
  }),
  fc.constantFrom({ type: 'AWSService', invokedBy: 'config.amazonaws.com' }, { type: 'Unknown' }, null),
);

const event = fc
  .record(
    {
      eventID: fc
        .constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', '')
        .map((name) => name && `${name.repeat(8)}-0000-4000-8000-000000000000`),
      eventTime: fc.constantFrom(
        '2026-01-01T00:00:00Z',
        '2026-01-01T01:59:59Z',
        '2026-01-03T10:00:00Z',
        '1969-12-31T23:00:00Z',
        'now',
      ),
      awsRegion: fc.constantFrom('us-east-1', 'eu-west-1'),
      recipientAccountId: fc.constantFrom(ACCOUNT, '444455556666'),
      sourceIPAddress: fc.constantFrom('192.0.2.1', '198.51.100.7', 'config.amazonaws.com'),
      userAgent: fc.constantFrom('aws-cli/2.15', 'Boto3/1.34', ''),
      errorCode: fc.constantFrom('AccessDenied', 'Client.UnauthorizedOperation', 'NoSuchBucket', '', null),
      readOnly: fc.constantFrom(true, false, 'true', null),
      eventCategory: fc.constantFrom('Management', 'Data'),
      userIdentity: identity,
    },
    { requiredKeys: [] },
  )
  .chain((optional) =>
    fc
      .record({
        eventSource: fc.constantFrom('iam.amazonaws.com', 'cloudtrail.amazonaws.com'),
        eventName: fc.constantFrom('CreateUser', 'StopLogging', 'ListUsers'),
      })
      .map((name): JsonObject => ({ ...name, ...optional })),
  );

/** Events with the same ID are the same event. */
const events = fc.array(event, { maxLength: 40 }).map((list) => {
  const byId = new Map(list.map((each) => [JSON.stringify(each['eventID']), each]));
  return list.map((each) =>
    each['eventID'] === undefined || each['eventID'] === ''
      ? each
      : byId.get(JSON.stringify(each['eventID']))!,
  );
});

function call(eventSource: string, eventName: string, more: JsonObject = {}): JsonObject {
  return { eventSource, eventName, ...more };
}

function fileOf(records: readonly JsonObject[]): Uint8Array {
  return Buffer.from(JSON.stringify({ Records: records }));
}

describe('the counts of logs', () => {
  it('are those of a slow count over parsed records', () => {
    fc.assert(
      fc.property(events, (records) => {
        expect(agreedOf(reportOn([fileOf(records)]))).toEqual(countSlowly(records));
      }),
    );
  });

  it('are the same when events are doubled, shuffled, split over threads, and merged in any order', () => {
    const share = fc.tuple(fc.nat({ max: 2 }), fc.nat());
    fc.assert(
      fc.property(
        events,
        fc.array(share, { minLength: 80, maxLength: 80 }),
        fc.constantFrom([0, 1, 2], [2, 0, 1], [1, 2, 0]),
        (records, shares, order) => {
          const known = records.filter((record) => (record['eventID'] ?? '') !== '');
          const rest = records.filter((record) => !known.includes(record));
          const all = [...known, ...known, ...rest].map((record, n) => ({
            record,
            thread: shares[n]![0],
            place: shares[n]![1],
          }));
          const files = [0, 1, 2].map((thread) =>
            fileOf(
              all
                .filter((each) => each.thread === thread)
                .toSorted((a, b) => a.place - b.place)
                .map((each) => each.record),
            ),
          );
          expect(reportOn(files, order)).toEqual(reportOn([fileOf(records)]));
        },
      ),
    );
  });

  it('tell how many keys a role was given, not which', () => {
    const record = (key: string): JsonObject => ({
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      userIdentity: {
        accessKeyId: key,
        sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${ACCOUNT}:role/ops` } },
      },
    });
    const keys = Array.from({ length: 40 }, (_, n) => `ASIA${String(n).padStart(16, '0')}`);
    const report = reportOn([fileOf([...keys, ...keys].map(record))]);
    expect(report.credentials).toMatchObject([
      { kind: 'temporary', name: `arn:aws:iam::${ACCOUNT}:role/ops`, keys: 40, events: 80 },
    ]);
    expect(JSON.stringify(report)).not.toContain('ASIA');
  });

  it('keep their meaning when the reader forgets the numbers of its values', () => {
    const records = Array.from({ length: 70_000 }, (_, n): JsonObject => ({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      sourceIPAddress: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
      userIdentity: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    }));
    const [key] = reportOn([fileOf([...records, ...records])]).credentials;
    expect(key).toMatchObject({ events: 140_000, apis: 1, addresses: { count: 70_000 } });
  });

  it('say which data events were recorded, also where records are too old to say', () => {
    const { data } = reportOn([
      fileOf([
        call('s3.amazonaws.com', 'GetObject', { eventCategory: 'Data' }),
        call('s3.amazonaws.com', 'GetObject'),
        call('s3.amazonaws.com', 'GetBucketAcl'),
        call('lambda.amazonaws.com', 'Invoke'),
        call('lambda.amazonaws.com', 'CreateFunction', { eventCategory: 'Management' }),
      ]),
    ]);
    expect(data).toEqual({
      events: 3,
      byName: 2,
      sources: [
        { name: 's3.amazonaws.com', events: 2 },
        { name: 'lambda.amazonaws.com', events: 1 },
      ],
    });
  });
});
