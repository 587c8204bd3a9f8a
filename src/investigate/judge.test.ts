import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MADE_NETWORKS, NO_NETWORKS } from '../../test/support/made-networks.ts';
import { activityOf } from '../../test/support/naive-activity.ts';
import type { Activity } from '../activity/activity.ts';
import { mergeActivity } from '../activity/merge.ts';
import { pack, unpack } from '../activity/pack.ts';
import type { JsonObject } from '../json.ts';
import type { Lineage } from '../lineage/lineage.ts';
import type { Networks } from '../network/lookup.ts';
import type { Finding } from './finding.ts';
import { judge } from './judge.ts';
import { NOTHING_KNOWN } from './known.ts';
import type { Known } from './known.ts';
import { THRESHOLDS } from './weights.ts';

const ACCOUNT = '111122223333';
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const NO_LINEAGE: Lineage = {
  credentials: new Map(),
  folded: new Map(),
  edges: [],
  coverage: { temporary: 0, joined: 0, unjoined: [] },
};
const RULES = new Map([['r-high', { name: 'made_high', title: 'Something grave', level: 'high' as const }]]);

interface Call {
  readonly user: string;
  readonly day: number;
  readonly minute?: number;
  readonly api: string;
  readonly address: string;
  readonly agent: string;
  readonly error?: string;
}

const OWN_AGENT =
  'Boto3/1.34.69 md/Botocore#1.34.69 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.6 m/Z,g cfg/retry-mode#legacy Botocore/1.34.69';
const OTHER_AGENT =
  'aws-cli/2.36.17 md/awscrt#0.36.0 ua/2.1 os/linux#6.19.14 md/arch#x86_64 lang/python#3.14.6 m/Z,n,E,C,b cfg/retry-mode#standard md/installer#exe';
const KALI_AGENT = OTHER_AGENT.replace('os/linux#6.19.14', 'os/linux#6.19.14+kali-amd64');

function record(call: Call, n: number): JsonObject {
  const [service, name] = call.api.split(':') as [string, string];
  const timeMs = START + call.day * DAY_MS + (call.minute ?? 600) * 60_000;
  return {
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: new Date(timeMs).toISOString().replace('.000Z', 'Z'),
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-central-1',
    recipientAccountId: ACCOUNT,
    sourceIPAddress: call.address,
    userAgent: call.agent,
    ...(call.error === undefined ? {} : { errorCode: call.error }),
    userIdentity: {
      type: 'IAMUser',
      arn: `arn:aws:iam::${ACCOUNT}:user/${call.user}`,
      accountId: ACCOUNT,
      userName: call.user,
      accessKeyId: `AKIA${call.user.toUpperCase().padEnd(9, 'X')}EXAMPLE`,
    },
  };
}

/** What a few workloads do every day, each from its own address. */
function habits(days = 20): Call[] {
  return ['alpha', 'bravo', 'carol', 'delta'].flatMap((user, n) =>
    Array.from({ length: days }, (_, day) =>
      ['s3:ListBuckets', 'sqs:ReceiveMessage', 'dynamodb:DescribeTable'].map((api) => ({
        user,
        day,
        api,
        address: `192.0.2.${n + 1}`,
        agent: OWN_AGENT,
      })),
    ).flat(),
  );
}

const TAKEN = [
  'sts:GetCallerIdentity',
  'iam:ListUsers',
  'iam:CreateUser',
  'iam:AttachUserPolicy',
  'iam:CreateAccessKey',
];

/** A key in other hands: another network, another tool, calls that its owner never makes. */
function takeover(user = 'bravo', address = '198.51.100.77', agent = OTHER_AGENT): Call[] {
  return TAKEN.map((api, n) => ({ user, day: 15, minute: 700 + n, api, address, agent }));
}

function recordsOf(calls: readonly Call[]): JsonObject[] {
  return calls.map(record);
}

function judged(
  records: readonly JsonObject[],
  { networks = MADE_NETWORKS, known = NOTHING_KNOWN }: { networks?: Networks; known?: Known } = {},
): Finding[] {
  return judge(activityOf(records, networks, rulesOf), { rules: RULES, known, lineage: NO_LINEAGE });
}

function rulesOf(each: JsonObject): string[] {
  return each['eventName'] === 'AttachUserPolicy' ? ['r-high'] : [];
}

const patched = (agent: string): string =>
  agent.replaceAll(/(\d+\.\d+)\.(\d+)/g, (_, a: string, b: string) => `${a}.${Number(b) + 1}`);

const turned = (agent: string): string =>
  agent.replace(/m\/(\S+)/, (_, list: string) => `m/${list.split(',').toReversed().join(',')}`);

const movingAgent = (day: number): Call[] =>
  ['codebuild:StartBuild', 's3:ListBuckets'].map((api) => ({
    user: 'mover',
    day,
    api,
    address: `198.51.${day}.${day + 1}`,
    agent: OWN_AGENT,
  }));

function pages(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ band }) => band === 'page')
    .map(({ subject }) => subject)
    .toSorted();
}

const TRAIL = recordsOf([...habits(), ...takeover()]);
const VICTIM = 'AKIABRAVOXXXXEXAMPLE';

function changed(change: (each: JsonObject) => JsonObject): JsonObject[] {
  return TRAIL.map(change);
}

function withAgent(change: (agent: string) => string): JsonObject[] {
  return changed((each) => ({ ...each, userAgent: change(each['userAgent'] as string) }));
}

describe('a key in other hands', () => {
  it('pages, and nothing else does', () => {
    expect(pages(judged(TRAIL))).toEqual([VICTIM]);
  });

  it('does not page while only its owner uses it', () => {
    expect(judged(recordsOf(habits()))).toEqual([]);
  });

  it('is told by terms that add up to the score, each with an event of the log', () => {
    const ids = new Set(TRAIL.map((each) => each['eventID']));
    for (const { score, terms } of judged(TRAIL)) {
      expect(terms.reduce((sum, { nats }) => sum + nats, 0)).toBeCloseTo(score, 9);
      for (const { name, evidence, sentence } of terms) {
        expect(sentence.length).toBeGreaterThan(20);
        expect(evidence.length).toBeGreaterThanOrEqual(name === 'prior' ? 0 : 1);
        for (const { eventId } of evidence) expect(ids).toContain(eventId);
      }
      expect(terms.some(({ about }) => about === 'where' || about === 'how')).toBe(true);
      expect(terms.some(({ about, name }) => about === 'what' && name !== 'prior')).toBe(true);
    }
  });

  it('says what would make it harmless, and when it was noticed', () => {
    const [finding] = judged(TRAIL);
    expect(finding!.benignIf.length).toBeGreaterThan(2);
    expect(finding!.watchMs).not.toBeNull();
    expect(finding!.pageMs).toBeGreaterThanOrEqual(finding!.watchMs!);
    expect(finding!.pageMs).toBeLessThanOrEqual(finding!.lastMs);
  });

  it('pages without any history when what it does is grave enough', () => {
    const denied = ['iam:CreateUser', 'iam:CreateAccessKey', 'iam:AttachUserPolicy'].map((api, n) => ({
      user: 'bravo',
      day: 0,
      minute: n,
      api,
      address: '198.51.100.77',
      agent: KALI_AGENT,
      error: 'AccessDenied',
    }));
    expect(pages(judged(recordsOf(denied)))).toEqual([VICTIM]);
  });
});

describe('the judge', () => {
  const expected = pages(judged(TRAIL));

  it('gives the same findings when events are doubled, shuffled, split and merged', () => {
    const findings = judged(TRAIL);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...TRAIL, ...TRAIL], { minLength: 2 * TRAIL.length }),
        fc.integer({ min: 1, max: 4 }),
        (records, parts) => {
          const size = Math.ceil(records.length / parts);
          const merged = Array.from({ length: parts }, (_, n) =>
            activityOf(records.slice(n * size, (n + 1) * size), MADE_NETWORKS, rulesOf),
          ).reduce(mergeActivity);
          const packed: Activity = unpack(pack(merged));
          expect(judge(packed, { rules: RULES, known: NOTHING_KNOWN, lineage: NO_LINEAGE })).toEqual(
            findings,
          );
        },
      ),
      { numRuns: 5 },
    );
  });

  it('is not moved by patch versions, the order of features, or brackets around agents', () => {
    for (const change of [patched, turned, (agent: string): string => `[${agent}]`])
      expect(pages(judged(withAgent(change)))).toEqual(expected);
  });

  it('is not moved when all events are some days later', () => {
    const later = changed((each) => ({
      ...each,
      eventTime: new Date(Date.parse(each['eventTime'] as string) + 100 * DAY_MS)
        .toISOString()
        .replace('.000Z', 'Z'),
    }));
    expect(pages(judged(later))).toEqual(expected);
  });

  it('is not moved when addresses have other names, and gains no page without knowledge of them', () => {
    const renamed = changed((each) => ({
      ...each,
      sourceIPAddress: (each['sourceIPAddress'] as string)
        .replace('192.0.2', '203.0.113')
        .replace('198.51.100', '8.8.8'),
    }));
    const blind = pages(judged(TRAIL, { networks: NO_NETWORKS }));
    expect(pages(judged(renamed, { networks: NO_NETWORKS }))).toEqual(blind);
    expect(expected).toEqual(expect.arrayContaining(blind));
  });

  it('believes networks.yml: a network that is known softens, a break-glass principal is always shown', () => {
    const office = { blocks: ['198.51.100.0/24'], name: 'Berlin office', kind: 'office' as const };
    const [before] = judged(TRAIL);
    const [after] = judged(TRAIL, { known: { ...NOTHING_KNOWN, networks: [office] } });
    expect(after?.score ?? -Infinity).toBeLessThan(before!.score - 5);
    const breakGlass = [`arn:aws:iam::${ACCOUNT}:user/al*`];
    const shown = judged(recordsOf(habits(3)), { known: { ...NOTHING_KNOWN, breakGlass } });
    expect(shown.map(({ subject, band }) => [subject, band])).toEqual([['AKIAALPHAXXXXEXAMPLE', 'watch']]);
  });

  it('stops wondering at what happens every day', () => {
    const calls = Array.from({ length: 30 }, (_, day) => movingAgent(day)).flat();
    const findings = judged(recordsOf([...habits(30), ...calls]));
    expect(findings.filter(({ score }) => score >= THRESHOLDS.watch)).toEqual([]);
  });

  /** The key is used from another network too from the fourth day on; on the last day it makes a new call there. */
  function stay(address: string, days: number, api = 's3:GetBucketAcl'): Finding | undefined {
    const calls = Array.from({ length: days }, (_, n) => ({
      user: 'bravo',
      day: 3 + n,
      api: n === days - 1 ? api : 's3:ListBuckets',
      address,
      agent: OTHER_AGENT,
    }));
    return judged(recordsOf([...habits(210), ...calls])).find(({ subject }) => subject === VICTIM);
  }

  it('is not more sure of a page for what came after it began', () => {
    const [short, long] = [2, 200].map((days) => stay('185.100.9.9', days));
    expect([short!.band, long!.band]).toEqual(['page', 'page']);
    expect(long!.score).toBeCloseTo(short!.score, 0);
  });

  it('adds nothing to a doubt that ended without a page', () => {
    const short = stay('203.0.113.9', 10, 's3:ListBuckets');
    const long = stay('203.0.113.9', 200);
    expect([short!.band, long!.band]).toEqual(['watch', 'watch']);
    expect(long!.score).toBeCloseTo(short!.score, 0);
  });

  it('gives the same ID to the same context', () => {
    expect(judged(TRAIL)[0]!.id).toMatch(/^F-[0-9a-f]{8}$/);
    expect(judged(TRAIL.toReversed())[0]!.id).toBe(judged(TRAIL)[0]!.id);
  });
});

/** `maker` works from there every day, and takes the role there on some. */
const people = (maker: string, address: string, agent: string): Call[] =>
  Array.from({ length: 20 }, (_, day) => ({ user: maker, day, api: 'sts:AssumeRole', address, agent }));

describe('a role that many take', () => {
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/ops`;
  const carol = ['198.51.100.9', OTHER_AGENT] as const;

  function sessionOf(id: string, day: number, address: string, agent: string): JsonObject {
    const call = record({ user: 'x', day, api: 's3:ListBuckets', address, agent }, 5000 + day);
    return {
      ...call,
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ops/${id}`,
        accountId: ACCOUNT,
        accessKeyId: id,
        sessionContext: { sessionIssuer: { type: 'Role', arn: ROLE } },
      },
    };
  }

  const usual = Array.from({ length: 10 }, (_, day) =>
    sessionOf(`ASIAUSUAL${day}XXXEXAMPLE`, day, '192.0.2.1', OWN_AGENT),
  );
  const session = 'ASIACAROLXXXXEXAMPLE';
  const records = [
    ...recordsOf([...habits(), ...people('carla', ...carol)]),
    ...usual,
    sessionOf(session, 15, ...carol),
  ];

  function place(maker: string | null): { nats: number; names: string[] } {
    const timeMs = START + 15 * DAY_MS;
    const event = { eventId: 'made', timeMs, file: '', record: 1 };
    const edges =
      maker === null
        ? []
        : [
            {
              parent: `AKIA${maker.toUpperCase().padEnd(9, 'X')}EXAMPLE`,
              child: session,
              mechanism: 'AssumeRole',
              rule: 'J1' as const,
              confidence: 'certain' as const,
              timeMs,
              events: [event],
            },
          ];
    const activity = activityOf(records, MADE_NETWORKS, () => []);
    const found = judge(activity, { rules: RULES, known: NOTHING_KNOWN, lineage: { ...NO_LINEAGE, edges } });
    const terms = found.find(({ subject }) => subject === ROLE)?.terms ?? [];
    return { nats: terms.reduce((sum, { nats }) => sum + nats, 0), names: terms.map(({ name }) => name) };
  }

  it('is unusual in a new place when nobody knows who took it, or they took it elsewhere', () => {
    expect(place(null).nats).toBeGreaterThan(THRESHOLDS.log);
    expect(place(null).names).not.toContain('maker');
    expect(place('alpha')).toEqual(place(null));
  });

  it('is judged by the habits of who took it there', () => {
    expect(place('carla').names).toEqual([]);
  });
});

describe('a key that is first seen long after the logs begin', () => {
  const late: Call = {
    user: 'late',
    day: 45,
    api: 's3:ListBuckets',
    address: '198.51.100.9',
    agent: OTHER_AGENT,
  };
  const KEY = 'AKIALATEXXXXXEXAMPLE';
  const activity = activityOf(recordsOf([...habits(40), late]), MADE_NETWORKS, () => []);

  function names(lineage: Lineage): string[] {
    const found = judge(activity, { rules: RULES, known: NOTHING_KNOWN, lineage });
    return (found.find(({ subject }) => subject === KEY)?.terms ?? []).map(({ name }) => name);
  }

  it('slept through them, unless they show it being made', () => {
    expect(names(NO_LINEAGE)).toContain('dormant');
    const timeMs = START + 44 * DAY_MS;
    const events = [{ eventId: 'made', timeMs, file: '', record: 1 }];
    const made = { parent: VICTIM, child: KEY, mechanism: 'CreateAccessKey', timeMs, events };
    const edge = { ...made, rule: 'J1' as const, confidence: 'certain' as const };
    expect(names({ ...NO_LINEAGE, edges: [edge] })).not.toContain('dormant');
  });
});
