import { describe, expect, it } from 'vitest';
import { MADE_NETWORKS } from '../../test/support/made-networks.ts';
import { activityOf } from '../../test/support/naive-activity.ts';
import { contextKey } from '../activity/context-key.ts';
import type { JsonObject } from '../json.ts';
import type { Lineage, LineageEdge } from '../lineage/lineage.ts';
import type { Finding } from './finding.ts';
import { groupIncidents } from './incidents.ts';
import { labelEvents } from './label.ts';
import { SubjectContexts } from './subject-contexts.ts';

const ACCOUNT = '111122223333';
const START = Date.UTC(2026, 0, 5);
const OWN = 'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.1 os/linux#6.1.0 lang/python#3.11.6';
const BAD = 'aws-cli/2.36.17 ua/2.1 os/linux#6.19.14 lang/python#3.14.6';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ops`;

let count = 0;

/** One event: who, when in minutes, what, from where. */
function event(key: string, minute: number, api: string, address: string, agent = OWN): JsonObject {
  const [service, name] = api.split(':') as [string, string];
  const isSession = key.startsWith('ASIA');
  return {
    eventID: `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    eventTime: new Date(START + minute * 60_000).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-central-1',
    recipientAccountId: ACCOUNT,
    sourceIPAddress: address,
    userAgent: agent,
    userIdentity: isSession
      ? {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/${key}`,
          accessKeyId: key,
          sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE } },
        }
      : { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT}:user/${key}`, accessKeyId: key },
  };
}

function edge(parent: string, child: string, mechanism: string, by: JsonObject): LineageEdge {
  const timeMs = Date.parse(by['eventTime'] as string);
  const ref = { eventId: by['eventID'] as string, timeMs, file: 'a.json', record: 1 };
  return { parent, child, mechanism, rule: 'J1', confidence: 'certain', timeMs, events: [ref] };
}

function lineageOf(edges: readonly LineageEdge[]): Lineage {
  return {
    credentials: new Map(),
    folded: new Map(),
    edges,
    coverage: { temporary: 0, joined: 0, unjoined: [] },
  };
}

function finding(
  subject: string,
  network: string,
  first: JsonObject,
  band: Finding['band'] = 'page',
): Finding {
  const firstMs = Date.parse(first['eventTime'] as string);
  const evidence = [{ eventId: first['eventID'] as string, timeMs: firstMs, file: '', record: 0 }];
  const term = { name: 'network', about: 'where' as const, nats: 9, sentence: 'It is new.', evidence };
  return {
    id: `F-${subject.slice(-4)}${network.slice(-4)}`,
    subject,
    network,
    tool: 'aws-cli',
    band,
    score: 3,
    terms: [term],
    firstMs,
    lastMs: firstMs + 3_600_000,
    watchMs: firstMs,
    pageMs: firstMs,
    benignIf: [],
  };
}

const [KEY, OTHER, THIRD] = ['AKIAAAAAAAAAAEXAMPLE', 'AKIABBBBBBBBBEXAMPLE', 'AKIACCCCCCCCCEXAMPLE'] as const;
const [OWNERS, INTRUDERS, NEW_KEY] = [
  'ASIAOWNERXXXXEXAMPLE',
  'ASIAINTRUDERXEXAMPLE',
  'AKIADDDDDDDDDEXAMPLE',
] as const;

describe('an incident', () => {
  const owner = event(KEY, 10, 'sts:AssumeRole', '192.0.2.1');
  const later = event(KEY, 900, 'sts:AssumeRole', '192.0.2.1');
  const ownerWork = event(OWNERS, 11, 's3:ListBuckets', '192.0.2.1');
  const first = event(KEY, 600, 'sts:GetCallerIdentity', '198.51.100.7', BAD);
  const mint = event(KEY, 610, 'sts:AssumeRole', '198.51.100.7', BAD);
  const roleWork = event(INTRUDERS, 615, 'iam:CreateUser', '198.51.100.7', BAD);
  const create = event(INTRUDERS, 620, 'iam:CreateAccessKey', '198.51.100.7', BAD);
  const newKeyWork = event(NEW_KEY, 700, 'ec2:RunInstances', '185.1.2.3', BAD);
  const others = event(OTHER, 605, 's3:ListBuckets', '192.0.2.1');
  const records = [owner, later, ownerWork, first, mint, roleWork, create, newKeyWork, others];
  const activity = activityOf(records, MADE_NETWORKS);
  const lineage = lineageOf([
    edge(KEY, OWNERS, 'AssumeRole', owner),
    edge(KEY, INTRUDERS, 'AssumeRole', mint),
    edge(INTRUDERS, NEW_KEY, 'CreateAccessKey', create),
  ]);
  const [seed, ...more] = groupIncidents([finding(KEY, 'AS64198', first)], activity, lineage);

  it('holds what the intruder minted and created, over several hops, and nothing the owner minted', () => {
    expect(more).toEqual([]);
    expect(seed!.id).toMatch(/^INC-[0-9a-f]{8}$/);
    expect(seed!.credentials.map(({ id, because }) => [id, because])).toEqual([
      [KEY, 'leaked'],
      [INTRUDERS, 'minted'],
      [NEW_KEY, 'created'],
    ]);
  });

  it('tells the events of intruder and owner apart', () => {
    const events = records.map((record) => ({
      record,
      credential: (record['userIdentity'] as JsonObject)['accessKeyId'] as string,
      ref: {
        eventId: record['eventID'] as string,
        timeMs: Date.parse(record['eventTime'] as string),
        file: '',
        record: 1,
      },
    }));
    const actors = labelEvents(events, seed!, new SubjectContexts(activity)).events.map(({ actor }) => actor);
    expect(actors).toEqual([
      'owner',
      'owner',
      'owner',
      'intruder',
      'intruder',
      'intruder',
      'intruder',
      'intruder',
      'owner',
    ]);
  });

  it('leaves open who made a call in a context that both use', () => {
    const shared = [
      event(KEY, 1, 's3:ListBuckets', '198.51.100.7', BAD),
      ...records,
      event(KEY, 650, 's3:ListBuckets', '198.51.100.7', BAD),
    ];
    const mixed = activityOf(shared, MADE_NETWORKS);
    const [both] = groupIncidents([finding(KEY, 'AS64198', first)], mixed, lineage);
    expect(both!.contexts.find(({ key }) => key === contextKey(KEY, 'AS64198', 'aws-cli'))!.isShared).toBe(
      true,
    );
    const labels = labelEvents(
      [shared[0]!, shared.at(-1)!, first].map((record) => ({
        record,
        credential: KEY,
        ref: {
          eventId: record['eventID'] as string,
          timeMs: Date.parse(record['eventTime'] as string),
          file: '',
          record: 1,
        },
      })),
      both!,
      new SubjectContexts(mixed),
    );
    expect(labels.events.map(({ actor }) => actor)).toEqual(['owner', 'undecided', 'intruder']);
  });

  it('tells who made a call in a context of both by what came with the intruder', () => {
    const shared = [
      event(KEY, 1, 's3:ListBuckets', '198.51.100.1', BAD),
      ...records,
      event(KEY, 650, 's3:ListBuckets', '198.51.100.7', BAD),
      event(KEY, 651, 's3:ListBuckets', '198.51.100.1', BAD),
    ];
    const mixed = activityOf(shared, MADE_NETWORKS);
    const [both] = groupIncidents([finding(KEY, 'AS64198', first)], mixed, lineage);
    const events = shared.slice(-2).map((record) => ({
      record,
      credential: KEY,
      ref: { eventId: '', timeMs: Date.parse(record['eventTime'] as string), file: '', record: 1 },
    }));
    expect(labelEvents(events, both!, new SubjectContexts(mixed)).events.map(({ actor }) => actor)).toEqual([
      'intruder',
      'owner',
    ]);
  });

  it('names what the intruder made as made, even where it was found by its own use', () => {
    const findings = [
      finding(KEY, 'AS64198', first),
      finding(ROLE, 'AS64198', roleWork),
      finding(NEW_KEY, 'AS64185', newKeyWork),
    ];
    const [one, ...further] = groupIncidents(findings, activity, lineage);
    expect(further).toEqual([]);
    expect(one!.credentials.map(({ because }) => because)).toEqual(['leaked', 'minted', 'created']);
  });

  it('takes in what else the key did at an address that it came to with the intruder', () => {
    const beside = event(KEY, 630, 's3:ListBuckets', '198.51.100.7', 'python-requests/2.32.3');
    const all = activityOf([...records, beside], MADE_NETWORKS);
    const [one] = groupIncidents([finding(KEY, 'AS64198', first)], all, lineage);
    expect(one!.contexts.map(({ key }) => key.split('\n')[2])).toContain('python-requests');
  });

  it('leaves out where the key began, if that does not page', () => {
    const started = finding(KEY, 'AS64192', owner, 'watch');
    const seeds = groupIncidents(
      [finding(KEY, 'AS64198', first), { ...started, tool: 'boto3' }],
      activity,
      lineage,
    );
    expect(seeds.map(({ findings: all }) => all.length)).toEqual([1, 1]);
  });

  it('gives relayed calls to whoever alone used the principal at that time', () => {
    const relayed = {
      ...event(KEY, 611, 'kms:Decrypt', 'cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'),
    };
    const withRelay = [...records, relayed];
    const all = activityOf(withRelay, MADE_NETWORKS);
    const [one] = groupIncidents([finding(KEY, 'AS64198', first)], all, lineage);
    const events = withRelay.map((record) => ({
      record,
      credential: (record['userIdentity'] as JsonObject)['accessKeyId'] as string,
      ref: { eventId: '', timeMs: Date.parse(record['eventTime'] as string), file: '', record: 1 },
    }));
    expect(labelEvents(events, one!, new SubjectContexts(all)).events.at(-1)!.actor).toBe('intruder');
  });
});

describe('findings', () => {
  const a = event(KEY, 600, 's3:ListBuckets', '198.51.100.7', BAD);
  const b = event(OTHER, 605, 's3:ListBuckets', '198.51.100.7', BAD);
  const c = event(THIRD, 606, 's3:ListBuckets', '185.9.9.9', `${BAD} sid/4c55b1738b6d`);

  it('of keys used from one address that no innocent key uses are one incident', () => {
    const activity = activityOf([a, b, c], MADE_NETWORKS);
    const findings = [finding(KEY, 'AS64198', a), finding(OTHER, 'AS64198', b), finding(THIRD, 'AS64185', c)];
    const seeds = groupIncidents(findings, activity, lineageOf([]));
    expect(
      seeds.map(({ credentials }) => credentials.map(({ id }) => id)).toSorted((x, y) => y.length - x.length),
    ).toEqual([[KEY, OTHER], [THIRD]]);
    expect(seeds.find(({ findings: all }) => all.length === 2)!.joins.join(' ')).toContain('198.51.100.7');
  });

  it('from an exit that innocent keys use too stay apart', () => {
    const innocent = event(THIRD, 300, 's3:ListBuckets', '198.51.100.7', OWN);
    const activity = activityOf([a, b, innocent], MADE_NETWORKS);
    const findings = [finding(KEY, 'AS64198', a, 'watch'), finding(OTHER, 'AS64198', b, 'watch')];
    expect(groupIncidents(findings, activity, lineageOf([])).length).toBe(2);
  });

  it('of one terminal session are one incident wherever it was', () => {
    const d = event(KEY, 600, 's3:ListBuckets', '198.51.100.7', `${BAD} sid/4c55b1738b6d`);
    const activity = activityOf([d, c], MADE_NETWORKS);
    const seeds = groupIncidents(
      [finding(KEY, 'AS64198', d), finding(THIRD, 'AS64185', c)],
      activity,
      lineageOf([]),
    );
    expect(seeds.map(({ findings: all }) => all.length)).toEqual([2]);
  });

  it('have the same incidents in whatever order they come', () => {
    const activity = activityOf([a, b, c], MADE_NETWORKS);
    const findings = [finding(KEY, 'AS64198', a), finding(OTHER, 'AS64198', b), finding(THIRD, 'AS64185', c)];
    expect(groupIncidents(findings.toReversed(), activity, lineageOf([])).map(({ id }) => id)).toEqual(
      groupIncidents(findings, activity, lineageOf([])).map(({ id }) => id),
    );
  });
});

describe('where owner and intruder work from one network with one tool', () => {
  const DAY = 24 * 60;
  const OTHER_VERSION = OWN.replace('1.34.69', '1.26.1');
  const AGAIN = 'ASIAOWNERAGAINEXAMPLE';
  const usual = event(KEY, 10, 'sts:AssumeRole', '192.0.2.1');
  const first = event(KEY, 10 * DAY, 'sts:GetCallerIdentity', '192.0.2.1', OTHER_VERSION);
  const mint = event(KEY, 10 * DAY + 1, 'sts:AssumeRole', '192.0.2.1', OTHER_VERSION);
  const roleWork = event(INTRUDERS, 10 * DAY + 2, 's3:ListBuckets', '192.0.2.1', OTHER_VERSION);
  const again = event(KEY, 40 * DAY, 'sts:AssumeRole', '192.0.2.1');
  const ownWork = event(AGAIN, 40 * DAY + 1, 's3:ListBuckets', '192.0.2.1');
  const last = event(KEY, 50 * DAY, 'sts:AssumeRole', '192.0.2.1');
  const minted = [
    edge(KEY, OWNERS, 'AssumeRole', usual),
    edge(KEY, INTRUDERS, 'AssumeRole', mint),
    edge(KEY, AGAIN, 'AssumeRole', again),
  ];

  function credentialsOf(records: readonly JsonObject[], found: Finding, edges = minted): string[] {
    const activity = activityOf(records, MADE_NETWORKS);
    const [seed] = groupIncidents([found], activity, lineageOf(edges));
    return seed!.credentials.map(({ id }) => id);
  }

  it('what the owner mints when the intruder’s version of the tool is gone is the owner’s', () => {
    const records = [usual, first, mint, roleWork, again, ownWork, last];
    const found = { ...finding(KEY, 'AS64192', first), tool: 'boto3', firstMs: START };
    expect(credentialsOf(records, found)).toEqual([KEY, INTRUDERS]);
  });

  it('what is minted long after the last hostile event is not the intruder’s, where nothing marks them', () => {
    const unmarked = [usual, first, mint, roleWork, again, ownWork, last].map((each) => ({
      ...each,
      userAgent: OWN,
    }));
    const found = { ...finding(KEY, 'AS64192', first), tool: 'boto3', firstMs: START };
    const evidence = [first, mint].map((each) => ({
      eventId: each['eventID'] as string,
      timeMs: Date.parse(each['eventTime'] as string),
      file: '',
      record: 0,
    }));
    const terms = [{ ...found.terms[0]!, evidence }];
    expect(credentialsOf(unmarked, { ...found, terms })).toEqual([KEY, INTRUDERS]);
  });

  it('only the sessions of a role leaked that were used with what came with the intruder', () => {
    const before = event(OWNERS, 10, 's3:ListBuckets', '192.0.2.1');
    const hostile = event(INTRUDERS, 10 * DAY, 'iam:ListUsers', '192.0.2.1', OTHER_VERSION);
    const after = event(AGAIN, 11 * DAY, 's3:ListBuckets', '192.0.2.1');
    const found = { ...finding(ROLE, 'AS64192', hostile), tool: 'boto3', firstMs: START };
    expect(credentialsOf([before, hostile, after], found, [])).toEqual([INTRUDERS]);
  });

  it('what stays for weeks without a page is habit', () => {
    const before = event(OWNERS, 10, 's3:ListBuckets', '192.0.2.1');
    const hostile = event(INTRUDERS, 10 * DAY, 's3:ListBuckets', '192.0.2.1', OTHER_VERSION);
    const after = event(AGAIN, 40 * DAY, 's3:ListBuckets', '192.0.2.1', OTHER_VERSION);
    const found = { ...finding(ROLE, 'AS64192', hostile), tool: 'boto3', firstMs: START };
    const records = [before, hostile, after];
    expect(credentialsOf(records, { ...found, band: 'watch' }, [])).toEqual([INTRUDERS]);
    expect(credentialsOf(records, found, [])).toEqual([INTRUDERS, AGAIN]);
    const activity = activityOf(records, MADE_NETWORKS);
    const actors = (['watch', 'page'] as const).map((band) => {
      const [seed] = groupIncidents([{ ...found, band }], activity, lineageOf([]));
      const timeMs = Date.parse(after['eventTime'] as string);
      const late = { record: after, credential: AGAIN, ref: { eventId: '', timeMs, file: '', record: 1 } };
      return labelEvents([late], seed!, new SubjectContexts(activity)).events[0]!.actor;
    });
    expect(actors).toEqual(['owner', 'intruder']);
  });
});

describe('a key whose owner moved to another network months ago', () => {
  const DAY = 24 * 60;
  const moved = [0, 100, 200].map((day) => event(KEY, day * DAY, 's3:ListBuckets', '185.1.2.3', BAD));
  const first = event(KEY, 150 * DAY, 'sts:GetCallerIdentity', '198.51.100.7', BAD);
  const activity = activityOf([...moved, first], MADE_NETWORKS);
  const move = { ...finding(KEY, 'AS64185', moved[0]!), lastMs: START + 200 * DAY * 60_000 };

  it('is in an incident of its own when an intruder comes', () => {
    const seeds = groupIncidents([move, finding(KEY, 'AS64198', first)], activity, lineageOf([]));
    expect(seeds.map(({ findings: all }) => all.length)).toEqual([1, 1]);
  });

  it('is in the same when the move was noticed in those days', () => {
    const noticed = { ...move, pageMs: START + 147 * DAY * 60_000 };
    const seeds = groupIncidents([noticed, finding(KEY, 'AS64198', first)], activity, lineageOf([]));
    expect(seeds.map(({ findings: all }) => all.length)).toEqual([2]);
  });
});

describe('a session of several keys', () => {
  const keys = ['ASIAFIRSTXXXXEXAMPLE', 'ASIASECONDXXXEXAMPLE', 'ASIATHIRDXXXXEXAMPLE'];
  const records = keys.map((key, n) => event(key, 600 + n, 's3:ListBuckets', '198.51.100.7', BAD));
  const lineage = { ...lineageOf([]), folded: new Map(keys.map((key) => [key, 'console:ops@2026'])) };

  it.each([
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
  ])('is in the hands of an intruder since its first use, in whatever order it was read: %s', (...order) => {
    const activity = activityOf(
      order.map((n) => records[n]!),
      MADE_NETWORKS,
    );
    const [seed] = groupIncidents([finding(ROLE, 'AS64198', records[0]!)], activity, lineage);
    expect(seed?.credentials).toEqual([
      { id: 'console:ops@2026', because: 'leaked', sinceMs: START + 600 * 60_000 },
    ]);
  });
});
