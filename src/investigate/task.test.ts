import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { plainOf } from '../../test/support/naive-activity.ts';
import { logFile } from '../../test/support/made-trail.ts';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import { read, rule } from '../../test/support/rule-text.ts';
import { ActivityCollector } from '../activity/collector.ts';
import { unpack } from '../activity/pack.ts';
import type { Event } from '../cloudtrail/event.ts';
import { GATE } from '../cloudtrail/gate.ts';
import type { Task } from '../cloudtrail/reader.ts';
import { SpillFile } from '../cloudtrail/spill-file.ts';
import type { JsonObject } from '../json.ts';
import { LineageCollector } from '../lineage/collector.ts';
import { packUses, unpackUses } from '../lineage/pack-uses.ts';
import { tracesOf } from '../../test/support/merge-traces.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { Columns } from '../sigma/columns.ts';
import { Matcher } from '../sigma/matcher.ts';
import type { EventRule } from '../sigma/rule.ts';
import { Copies } from './copies.ts';
import { CoverageCollector, mergeCoverage } from './coverage.ts';
import { FileIndex } from './file-index.ts';
import type { PackedIndex } from './file-index.ts';
import type { SentPass } from './sent-pass.ts';
import { createTask } from './task.ts';

const ACCOUNT = '111122223333';
const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
const NETWORKS = openNetworks(loadNetworkTables(), loadUserNetworks([]));

const RULES = [
  rule(
    's: {eventName: DeleteBucketPolicy}\ncondition: s',
    'title: a\nid: 11111111-1111-4111-8111-111111111111',
  ),
  rule(
    's: {eventName: ListUsers, requestParameters.pathPrefix: /x/}\ncondition: s',
    'title: b\nid: 22222222-2222-4222-8222-222222222222',
  ),
].flatMap((text) => read(text).rules as EventRule[]);

/** The same without a gate: everybody looks at every event. */
class PlainTask implements Task {
  readonly #matcher = new Matcher(RULES, new Columns(() => undefined));
  readonly #activity = new ActivityCollector(NETWORKS);
  readonly #lineage = new LineageCollector();
  readonly #coverage = new CoverageCollector();
  readonly #index = new FileIndex();
  readonly #copies: Copies;
  #events = 0;
  readonly #files: SentPass['files'][number][] = [];

  constructor(spill: SpillFile) {
    this.#copies = new Copies(spill.spill, () => undefined);
  }

  visit(event: Event): void {
    this.#events++;
    const rules: string[] = [];
    this.#matcher.match(event, (n) => rules.push(RULES[n]!.id));
    this.#activity.visit(event, rules);
    const mints = this.#lineage.visit(event);
    this.#coverage.visit(event);
    const caller = this.#index.visit(event);
    this.#copies.visit(event, caller, rules);
    this.#copies.follow(mints, caller);
  }

  ended(file: Parameters<NonNullable<Task['ended']>>[0]): void {
    this.#files.push({ ...file, events: this.#events });
    this.#index.ended(file.path);
    this.#copies.ended(file.path);
    this.#events = 0;
  }

  finish(): SentPass {
    const { uses, mints } = this.#lineage.finish();
    return {
      activity: this.#activity.finish(),
      uses: packUses(uses),
      mints,
      coverage: this.#coverage.pack(),
      index: this.#index.pack(),
      files: this.#files,
      copies: this.#copies.pack(),
    };
  }
}

function callersOf({ files, ends, callers }: PackedIndex): unknown {
  return files.map((file, n) => [file, callers.slice(n === 0 ? 0 : ends[n - 1], ends[n]).toSorted()]);
}

/** What a pass says, whatever the order in which it was collected. */
function meaningOf({ activity, uses, mints, coverage, index, files, copies }: SentPass): unknown {
  const { missing, records, ...copied } = copies!;
  return {
    activity: plainOf(unpack(activity)),
    traces: tracesOf(unpackUses(uses), mints),
    coverage: mergeCoverage([coverage]),
    index: callersOf(index),
    files,
    missing: callersOf(missing),
    copied,
    records: { file: records.file, record: records.record, files: records.files, starts: records.starts },
  };
}

/** What the task finds in files of these events, given one after the other; numbers are forgotten before some. */
function passOver(
  task: Task,
  files: readonly (readonly JsonObject[])[],
  forgets: readonly boolean[] = [],
): unknown {
  files.forEach((events, n) => {
    if (forgets[n] === true) scanner.resetDictionary();
    readDocument(logFile(events), (event) => {
      event.file = `file ${n}`;
      task.visit(event, false);
    });
    task.ended!({ path: `file ${n}`, bytes: 0, mtimeMs: 0, sha256: '' });
  });
  return meaningOf(task.finish() as SentPass);
}

function passes(files: readonly (readonly JsonObject[])[], forgets?: readonly boolean[]): readonly unknown[] {
  const spill = new SpillFile();
  onTestFinished(() => {
    spill.close();
  });
  // A sieve serves one task: what it knows of the last one's values goes.
  scanner.resetDictionary();
  const task = createTask({ rules: RULES, networks: [], spill: spill.spill }, scanner);
  return [passOver(task, files, forgets), passOver(new PlainTask(spill), files, forgets)];
}

const identity = fc.constantFrom<JsonObject | null>(
  { type: 'IAMUser', arn: USER, accountId: ACCOUNT, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'alice' },
  { type: 'IAMUser', arn: USER, accountId: ACCOUNT, userName: 'alice' },
  {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/one`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/ops` },
      attributes: { creationDate: '2026-01-01T00:00:00Z' },
    },
  },
  { type: 'AWSService', invokedBy: 'config.amazonaws.com' },
  { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  { type: 'Root', arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
  // Nothing that lineage could name, but a subject.
  { type: 'IAMUser', accountId: ACCOUNT, userName: 'carol' },
  // Longer than what the reader numbers.
  { type: 'IAMUser', arn: `${USER}${'x'.repeat(3000)}`, accountId: ACCOUNT },
  null,
);

const call = fc.constantFrom<JsonObject>(
  { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances' },
  { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers' },
  { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', requestParameters: { pathPrefix: '/x/' } },
  { eventSource: 's3.amazonaws.com', eventName: 'DeleteBucketPolicy' },
  { eventSource: 's3.amazonaws.com', eventName: 'GetObject', requestParameters: { bucketName: 'one' } },
  {
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    eventCategory: 'Data',
    requestParameters: { bucketName: 'two' },
  },
  { eventSource: 'dynamodb.amazonaws.com', eventName: 'Query' },
  { eventSource: 'iam.amazonaws.com', eventName: 'DeleteUser', requestParameters: { userName: 'bob' } },
  { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', requestParameters: { name: 'trail' } },
  { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' },
  {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/ops`, roleSessionName: 'one' },
    responseElements: {
      credentials: { accessKeyId: 'ASIAI44QH8DHBEXAMPLE', expiration: 'Jan 1, 2026 1:00:00 AM' },
    },
  },
);

const facts = fc.record(
  {
    awsRegion: fc.constantFrom('us-east-1', 'eu-west-1'),
    recipientAccountId: fc.constantFrom(ACCOUNT, '444455556666'),
    sourceIPAddress: fc.constantFrom('192.0.2.1', '8.8.8.8'),
    userAgent: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('aws-cli/2.36.17', 'Boto3/1.34.69') },
      fc.constant(`Boto3/1.34.69 ${'x'.repeat(3000)}`),
    ),
    errorCode: fc.constantFrom('AccessDenied', 'NoSuchBucket'),
    sessionCredentialFromConsole: fc.constant('true'),
    userIdentity: identity,
  },
  { requiredKeys: ['userIdentity', 'awsRegion', 'sourceIPAddress', 'userAgent'] },
);
const kind = fc.tuple(facts, call).map(([known, called]) => ({ ...known, ...called }));

const eventID = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.nat(99).map((n) => `00000000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`),
  },
  fc.constantFrom(
    'odd',
    'ABCDEF00-0000-4000-8000-000000000000',
    '00000000-0000-4000-8000+000000000001',
    '0000000g-0000-4000-8000-000000000001',
  ),
);
const eventTime = fc.oneof(
  { weight: 20, arbitrary: fc.nat(59).map((n) => `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`) },
  fc.constantFrom(
    '2026-01-01T00:59:59Z',
    '2026-01-01T23:00:00Z',
    '2026-01-02T10:00:00Z',
    '2026-01-02T10:00:00.5Z',
    '1969-12-31T23:00:00Z',
    'now',
  ),
);

/** Files of events of few kinds: most trails say the same again and again. */
const files = fc.array(kind, { minLength: 1, maxLength: 6 }).chain((kinds) =>
  fc.array(
    fc.array(
      fc
        .tuple(fc.constantFrom(...kinds), eventID, eventTime)
        .map(([known, id, time]) => ({ ...known, eventID: id, eventTime: time })),
      { minLength: 50, maxLength: 200 },
    ),
    { minLength: 1, maxLength: 4 },
  ),
);

describe('the first pass', () => {
  it('finds the same as when everybody looks at every event', () => {
    const look = vi.spyOn(scanner.gate, 'pass');
    const counted = vi.spyOn(scanner.gate, 'count');
    fc.assert(
      fc.property(files, fc.array(fc.boolean(), { maxLength: 4 }), (trail, forgets) => {
        const [quick, plain] = passes(trail, forgets);
        expect(quick).toEqual(plain);
      }),
      { numRuns: 100 },
    );
    expect(look.mock.results.filter(({ value }) => value === GATE.counted).length).toBeGreaterThan(500);
    expect(counted.mock.calls.length).toBeGreaterThan(500);
    vi.restoreAllMocks();
  });

  it.each(['callers', 'origins', 'calls', 'hours'])('finds the same of more %s than have numbers', (what) => {
    const trail = Array.from({ length: 5 }, (_, file) =>
      Array.from({ length: 13_400 }, (__, n): JsonObject => {
        // Each comes twice.
        const number = file * 6700 + (n >> 1);
        const role = `arn:aws:sts::${ACCOUNT}:assumed-role/ops/${what === 'callers' ? number : 0}`;
        const timeMs = Date.UTC(2020, 0, 1, what === 'hours' ? number : 0, 0, n % 60);
        return {
          eventID: `00000000-0000-4000-8000-${(file * 13_400 + n).toString().padStart(12, '0')}`,
          eventTime: new Date(timeMs).toISOString().replace('.000', ''),
          eventSource: 'ec2.amazonaws.com',
          eventName: `Describe${what === 'calls' ? number : ''}`,
          awsRegion: 'us-east-1',
          userAgent: what === 'origins' ? `agent ${number}` : 'agent',
          userIdentity: { type: 'AssumedRole', arn: role },
        };
      }),
    );
    const [quick, plain] = passes(trail);
    expect(quick).toEqual(plain);
  });
});
