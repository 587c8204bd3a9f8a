import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MADE_NETWORKS } from '../../test/support/made-networks.ts';
import { activityOf, plainOf } from '../../test/support/naive-activity.ts';
import { readFile, scanner } from '../../test/support/read-trail.ts';
import type { JsonObject } from '../json.ts';
import { ActivityCollector } from './collector.ts';
import { GateActivity } from './gate-activity.ts';
import { mergeActivity } from './merge.ts';
import { decodeActivity, encodeActivity } from './file.ts';
import type { PackedActivity } from './pack.ts';
import { mergePacked, pack, unpack } from './pack.ts';

const ACCOUNT = '111122223333';

const identity = fc.constantFrom<JsonObject>(
  {
    type: 'IAMUser',
    arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
    accountId: ACCOUNT,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  },
  { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/alice`, accountId: ACCOUNT },
  {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/one`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/ops` } },
  },
  {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/two`,
    accessKeyId: 'ASIAI44QH8DHBEXAMPLE',
    sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/ops` } },
  },
  { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
  { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
);

const event = fc.record(
  {
    eventID: fc.oneof(fc.uuid(), fc.constantFrom('odd', 'b', '')),
    eventTime: fc.constantFrom(
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:01Z',
      '2026-01-01T23:59:59Z',
      '2026-03-05T10:00:00Z',
      '1969-12-31T23:00:00Z',
      'now',
    ),
    eventSource: fc.constantFrom('iam.amazonaws.com', 'lambda.amazonaws.com'),
    eventName: fc.constantFrom('CreateUser', 'ListFunctions20150331', 'ListUsers'),
    awsRegion: fc.constantFrom('us-east-1', 'eu-west-1', ''),
    recipientAccountId: fc.constantFrom(ACCOUNT, '444455556666', ''),
    sourceIPAddress: fc.constantFrom('192.0.2.1', '198.51.100.7', '8.8.8.8', 'config.amazonaws.com', ''),
    vpcEndpointId: fc.constantFrom('', 'vpce-1'),
    userAgent: fc.constantFrom(
      'aws-cli/2.36.17 ua/2.1 os/linux#6.19.14+kali-amd64 md/arch#x86_64 lang/python#3.14.6 m/Z,g sid/4c55b1738b6d',
      'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.1 os/linux#6.1.0 lang/python#3.11.6 m/Z,g',
      '',
      // Longer than what the reader numbers.
      `Boto3/1.34.69 ${'x'.repeat(3000)}`,
    ),
    errorCode: fc.constantFrom('', 'AccessDenied', 'Client.UnauthorizedOperation', 'NoSuchBucket'),
    userIdentity: identity,
  },
  { requiredKeys: ['userIdentity', 'eventTime', 'eventName', 'eventSource'] },
);
const events = fc.array(event, { maxLength: 30 }) as fc.Arbitrary<JsonObject[]>;

function rulesOf(record: JsonObject): string[] {
  return record['eventName'] === 'CreateUser' ? ['rule-1', 'rule-2'] : [];
}

function collect(records: readonly JsonObject[]): PackedActivity {
  const collector = new ActivityCollector(MADE_NETWORKS);
  readFile(Buffer.from(JSON.stringify({ Records: records })), (each) => {
    collector.visit(each, each.text(1) === 'CreateUser' ? ['rule-1', 'rule-2'] : []);
  });
  return collector.finish();
}

describe('activity', () => {
  it('is what a slow reading of each record gives', () => {
    fc.assert(
      fc.property(events, (records) => {
        expect(plainOf(unpack(collect(records)))).toEqual(
          plainOf(activityOf(records, MADE_NETWORKS, rulesOf)),
        );
      }),
    );
  });

  it('is the same when every event comes twice, in any order, in any parts, merged in any order', () => {
    const places = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat()), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(events, places, fc.boolean(), (records, shares, isReversed) => {
        const all = [...records, ...records].map((record, n) => ({ record, place: shares[n]! }));
        const parts = [0, 1, 2, 3].map((part) =>
          collect(
            all
              .filter(({ place }) => place[0] === part)
              .toSorted((a, b) => a.place[1] - b.place[1])
              .map(({ record }) => record),
          ),
        );
        const expected = plainOf(unpack(collect(records)));
        const ordered = isReversed ? parts.toReversed() : parts;
        expect(plainOf(unpack(mergePacked(ordered)))).toEqual(expected);
        expect(plainOf(ordered.map((part) => unpack(part)).reduce(mergeActivity))).toEqual(expected);
      }),
    );
  });

  it('is the same after packing, sending to another thread, and writing to a file', () => {
    fc.assert(
      fc.property(events, (records) => {
        const activity = activityOf(records, MADE_NETWORKS, rulesOf);
        const packed = structuredClone(pack(activity));
        expect(plainOf(unpack(packed))).toEqual(plainOf(activity));
        expect(plainOf(unpack(decodeActivity(encodeActivity(packed))))).toEqual(plainOf(activity));
      }),
    );
  });

  it('keeps its meaning when the reader forgets the numbers of its values', () => {
    const records = Array.from({ length: 70_000 }, (_, n): JsonObject => ({
      eventTime: '2026-01-01T00:00:00Z',
      eventID: `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'RunInstances',
      sourceIPAddress: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
      userIdentity: { type: 'IAMUser', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    }));
    const { contexts } = unpack(collect([...records, ...records]));
    const addresses = [...contexts.values()].map(({ values }) => values.get('address')!.size);
    expect(addresses.reduce((sum, size) => sum + size)).toBe(70_000);
    expect(addresses.length).toBe(Math.ceil(70_000 / 256));
  });

  it('is the same when the gate counts, before and after it forgets', () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 4 }), (files) => {
        const counting = new GateActivity(scanner.gate, new ActivityCollector(MADE_NETWORKS));
        for (const records of files) {
          readFile(Buffer.from(JSON.stringify({ Records: [...records, ...records] })), (each) => {
            counting.visit(each);
          });
          scanner.resetDictionary();
        }
        expect(plainOf(unpack(counting.finish()))).toEqual(plainOf(activityOf(files.flat(), MADE_NETWORKS)));
      }),
    );
  });

  it('leaves events out that say no time, and counts them', () => {
    const collector = new ActivityCollector(MADE_NETWORKS);
    const userIdentity = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
    const records = [
      { eventTime: 'now', eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', userIdentity },
    ];
    readFile(Buffer.from(JSON.stringify({ Records: records })), (each) => collector.visit(each, []));
    expect(collector.undated).toBe(1);
    expect(unpack(collector.finish()).contexts.size).toBe(0);
  });

  it('says in which file format it was written when it cannot read it', () => {
    expect(() => decodeActivity(new Uint8Array(40))).toThrow('no activity of Keytrail');
  });
});
