import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_NETWORKS } from '../../test/support/made-networks.ts';
import { activityOf } from '../../test/support/naive-activity.ts';
import { readFile } from '../../test/support/read-trail.ts';
import { contextKey } from '../activity/context-key.ts';
import { parseAgent } from '../agent/parse.ts';
import type { JsonObject } from '../json.ts';
import type { Lineage } from '../lineage/lineage.ts';
import { callsListed } from './bounds.ts';
import { incidentsFrom } from './assemble.ts';
import type { Evidence } from './collected.ts';
import { joinCopies } from './copied-events.ts';
import { mergePasses } from './collected.ts';
import { createTask } from './evidence-task.ts';
import type { SecondPass } from './evidence-task.ts';
import type { BlindSpot, Incident } from './incident.ts';
import type { IncidentSeed } from './incident-seed.ts';
import { RecordRecorder, openRecords } from './record-log.ts';
import { selectionOf } from './selection.ts';
import { textAt } from './values.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const NETWORK = '198.51.100.0/24';
const OWN_TOOL = parseAgent('Boto3/1.34.69 md/Botocore#1.34.69').family1;
const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
const START = Date.UTC(2026, 0, 5);
const CAME = START + 60_000;
const BAD = 'aws-cli/2.36.17 ua/2.1 os/linux#6.19.14 lang/python#3.14.6';
const OWN = 'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.1 os/linux#6.1.0 lang/python#3.11.6';

/** What a call is, beside when, from where, and whether it worked. */
const CALLS = [
  { eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true },
  {
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketAcl',
    readOnly: true,
    requestParameters: { bucketName: 'payroll' },
  },
  {
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    readOnly: true,
    requestParameters: { bucketName: 'payroll', key: '.env' },
    additionalEventData: { bytesTransferredOut: 17 },
  },
  { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers' },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    eventName: 'GetSecretValue',
    readOnly: true,
    requestParameters: { secretId: 'db' },
  },
  { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances', requestParameters: { omitted: true } },
  {
    eventSource: 'bedrock.amazonaws.com',
    eventName: 'InvokeModel',
    requestParameters: { modelId: 'claude' },
  },
  { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', requestParameters: { userName: 'eve' } },
  { eventSource: 'iam.amazonaws.com', eventName: 'DeleteUser', requestParameters: { userName: 'eve' } },
  {
    eventSource: 'kms.amazonaws.com',
    eventName: 'Decrypt',
    readOnly: true,
    sourceIPAddress: 'secretsmanager.amazonaws.com',
    userAgent: 'secretsmanager.amazonaws.com',
    requestParameters: { encryptionContext: { SecretARN: 'arn:aws:secretsmanager:::secret:db' } },
  },
] satisfies JsonObject[];

const event = fc.record({
  call: fc.nat({ max: CALLS.length - 1 }),
  second: fc.nat({ max: 240 }),
  from: fc.constantFrom('intruder', 'owner', 'both'),
  isDenied: fc.boolean(),
  region: fc.constantFrom('us-east-1', 'eu-west-1'),
});
type Made = typeof event extends fc.Arbitrary<infer T> ? T : never;

function recordOf({ call, second, from, isDenied, region }: Made, n: number): JsonObject {
  return {
    eventID: `00000000-0000-4000-8000-${String((n * 7919) % 1_000_003).padStart(12, '0')}`,
    eventTime: new Date(START + second * 1000).toISOString().replace('.000Z', 'Z'),
    awsRegion: region,
    recipientAccountId: ACCOUNT,
    sourceIPAddress: from === 'owner' ? '192.0.2.1' : '198.51.100.7',
    userAgent: from === 'intruder' ? BAD : OWN,
    userIdentity: { type: 'IAMUser', arn: USER, accountId: ACCOUNT, accessKeyId: KEY, userName: 'alice' },
    ...(isDenied ? { errorCode: 'AccessDenied', errorMessage: 'not authorized' } : {}),
    ...CALLS[call]!,
  };
}

const LINEAGE: Lineage = {
  credentials: new Map(),
  folded: new Map(),
  edges: [],
  coverage: { temporary: 0, joined: 0, unjoined: [] },
};

/** The intruder alone with one tool; with the other beside the owner. */
const SEED: IncidentSeed = {
  id: 'INC-00000000',
  band: 'page',
  score: 10,
  findings: [],
  contexts: [
    { key: contextKey(KEY, NETWORK, 'aws-cli'), fromMs: CAME, isShared: false, releasedMs: null },
    { key: contextKey(KEY, NETWORK, OWN_TOOL), fromMs: CAME + 20_000, isShared: true, releasedMs: null },
  ],
  credentials: [{ id: KEY, because: 'leaked', sinceMs: CAME }],
  joins: [],
  firstMs: CAME,
  lastMs: START + 200_000,
};
const SELECTION = selectionOf([SEED], LINEAGE, { contexts: new Map() });

function passOf(records: readonly JsonObject[]): SecondPass {
  const task = createTask({
    rules: [],
    networks: [],
    selection: { ...SELECTION, callers: [KEY] },
    copies: joinCopies([], new Set()),
    drafted: new Uint8Array(),
  });
  readFile(Buffer.from(JSON.stringify({ Records: records })), (each) => {
    task.visit(each, false);
  });
  return structuredClone(task.finish()) as SecondPass;
}

/** The obvious way: every event is held. */
function held(records: readonly JsonObject[]): Evidence {
  const collected = records.map((record, n) => ({
    ref: {
      eventId: textAt(record, 'eventID'),
      timeMs: Date.parse(textAt(record, 'eventTime')),
      file: 'trail.json.gz',
      record: n + 1,
    },
    caller: KEY,
    record,
    rules: [],
  }));
  const recorder = new RecordRecorder();
  for (const each of collected) recorder.add(each);
  return { records: openRecords(recorder.pack()), counted: [], removals: [], quiet: new Map() };
}

function incidentOf(
  records: readonly JsonObject[],
  evidence: Evidence,
  spots: readonly BlindSpot[] = [],
): Incident {
  const activity = activityOf(records, NO_NETWORKS);
  const [incident] = incidentsFrom([SEED], evidence, {
    activity,
    lineage: LINEAGE,
    networks: NO_NETWORKS,
    rules: new Map(),
    surroundings: { loggedBuckets: new Set(), usualRegions: new Map([[ACCOUNT, new Set(['us-east-1'])]]) },
    endMs: null,
    blindSpots: () => spots,
  });
  return incident!;
}

/** What is told of all events, however they are held: everything but which few are cited and listed. */
function told(incident: Incident): unknown {
  const { timeline: _, metrics, ...rest } = incident;
  return JSON.parse(
    JSON.stringify({ ...rest, metrics: { ...metrics, ownerEventsCounted: 0 } }, (name, value: unknown) =>
      name === 'events' && Array.isArray(value) ? [] : value,
    ),
  );
}

/** The calls of others than the owner by all that an entry says, but for time and place. */
function listed({ timeline }: Incident): unknown {
  const sums = new Map<string, { calls: number; firstMs: number; lastMs: number }>();
  for (const entry of timeline) {
    if (entry.actor === 'owner') continue;
    const { eventId: _, timeMs, lastMs, file: __, record: ___, calls, ...said } = entry;
    const known = sums.get(JSON.stringify(said)) ?? { calls: 0, firstMs: Infinity, lastMs: -Infinity };
    sums.set(JSON.stringify(said), {
      calls: known.calls + calls,
      firstMs: Math.min(known.firstMs, timeMs),
      lastMs: Math.max(known.lastMs, lastMs),
    });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Without where the events stand. */
function withoutPlaces(incident: Incident): unknown {
  return JSON.parse(
    JSON.stringify(incident, (name, value: unknown) => (name === 'file' || name === 'record' ? 0 : value)),
  );
}

const events = fc.array(event, { maxLength: 60 });
/** So many of one kind that they are counted. */
const many = fc
  .tuple(event, fc.array(fc.nat({ max: 240 }), { minLength: 5, maxLength: 30 }))
  .map(([made, seconds]) => seconds.map((second) => ({ ...made, second })));
const trail = fc.tuple(events, many, many).map((parts) => parts.flat().map((made, n) => recordOf(made, n)));

describe('calls that say the same', () => {
  it('come to the same counted as held one by one', () => {
    fc.assert(
      fc.property(trail, (records) => {
        const counted = incidentOf(records, mergePasses([passOf(records)], SELECTION));
        const plain = incidentOf(records, held(records));
        expect(told(counted)).toEqual(told(plain));
        expect(listed(counted)).toEqual(listed(plain));
        expect(callsListed(counted.timeline) + counted.metrics.ownerEventsCounted).toBe(records.length);
      }),
      { numRuns: 40 },
    );
  });

  it('come to the same however they are ordered, split and doubled', () => {
    fc.assert(
      fc.property(trail, fc.nat({ max: 100 }), (records, at) => {
        const shuffled = [...records, ...records.slice(at)].toReversed();
        const passes = [passOf(shuffled.slice(at)), passOf([]), passOf(shuffled.slice(0, at))];
        expect(withoutPlaces(incidentOf(records, mergePasses(passes, SELECTION)))).toEqual(
          withoutPlaces(incidentOf(records, mergePasses([passOf(records)], SELECTION))),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('are one entry where there are many of them, with the first and the last', () => {
    const made: Made = { call: 0, second: 100, from: 'intruder', isDenied: false, region: 'us-east-1' };
    const records = Array.from({ length: 500 }, (_, n) => recordOf({ ...made, second: 100 + (n % 90) }, n));
    const { timeline, techniques } = incidentOf(records, mergePasses([passOf(records)], SELECTION));
    expect(timeline.map(({ calls, timeMs, lastMs }) => [calls, timeMs, lastMs])).toEqual([
      [500, START + 100_000, START + 189_000],
    ]);
    expect(techniques.map(({ attempted, events: cited }) => [attempted, cited.length])).toContainEqual([
      500, 4,
    ]);
  });
});

function gapIn(account: string): BlindSpot {
  return { kind: 'gap', account, region: '', fromMs: null, toMs: null, sentence: 'No events.' };
}

describe('what could not be seen', () => {
  it('is told of an incident as far as it is of its accounts, or of all', () => {
    const made: Made = { call: 0, second: 100, from: 'intruder', isDenied: false, region: 'us-east-1' };
    const records = [recordOf(made, 1)];
    const { blindSpots } = incidentOf(records, held(records), ['', ACCOUNT, '444455556666'].map(gapIn));
    expect(blindSpots.map(({ account }) => account)).toEqual(['', ACCOUNT]);
  });
});
