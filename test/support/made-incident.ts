/** Incidents as the investigator would hand them over, of any size, the same every time. */
import type { EventRef } from '../../src/cloudtrail/event-ref.ts';
import type { Finding } from '../../src/investigate/finding.ts';
import type {
  Actor,
  CompromisedCredential,
  Incident,
  Indicator,
  TimelineEntry,
} from '../../src/investigate/incident.ts';
import type { Investigation } from '../../src/investigate/investigation.ts';
import type { CredentialKind, LineageEdge } from '../../src/lineage/lineage.ts';
import type { ReportOptions } from '../../src/report/options.ts';
import { auditRecord } from '../../src/story/audit-record.ts';
import type { AuditRecord } from '../../src/story/audit-record.ts';
import { tellKeys } from '../../src/story/tell-keys.ts';
import { madeExposure, madeGit, madePlace } from './made-exposure.ts';
import { withTexts } from './hostile.ts';
import { madeResponse } from './made-response.ts';

const START = Date.UTC(2026, 9, 14, 2, 11, 7);
const MINUTE = 60_000;
const DAY = 86_400_000;

const LEAKED = 'AKIAWBUILD3J7EXAMPLE';
const BACKDOOR = 'AKIABACKUP4T2EXAMPLE';
const FEDERATED = 'ASIAFEDER8Q1ZEXAMPLE';
const ROLE = 'ASIAROLE00ADMEXAMPLE';
const USER = 'arn:aws:iam::111122223333:user/ci-build';

/** ID of `madeIncident()`. */
const INCIDENT = 'INC-5f3a91c3';

export const OPTIONS: ReportOptions = {
  author: 'Security operations',
  sector: 'software',
  discoveredMs: START + 9 * 3_600_000,
  containedMs: START + 11 * 3_600_000,
  notes: [
    { timeMs: START + 9 * 3_600_000 + 5 * MINUTE, by: 'M. Ortega', text: 'asked the owner of ci-build' },
    { timeMs: START + 10 * 3_600_000, by: 'M. Ortega', text: 'deactivated the key of ci-build' },
  ],
  responses: {
    [INCIDENT]: madeResponse(START + 10 * 3_600_000, [ref(4, START + 200_000)]),
  },
  generated: { atMs: START + 2 * DAY, dataCutOffMs: START + DAY },
};

/** What an audit found: the key in a commit before the intruder came, in one after, and in a file. */
const AUDIT: AuditRecord = auditRecord(
  tellKeys(
    new Map([
      [
        LEAKED,
        madeExposure([
          madePlace({
            git: madeGit({
              timeMs: START - 17 * MINUTE,
              authoredMs: START - 18 * MINUTE,
              refs: [],
              dangling: true,
              remotes: ['github.com'],
            }),
          }),
          madePlace({
            git: madeGit({ object: 'b'.repeat(40), timeMs: START + DAY, authoredMs: START + DAY }),
          }),
          madePlace({ path: 'notes.txt', kind: 'key-id', level: 'info', modifiedMs: START - DAY }),
        ]),
      ],
    ]),
    { snapshots: [], owners: [] },
    null,
  ),
  [
    {
      what: 'shop, the home folder',
      files: 1204,
      archives: 2,
      repositories: 1,
      objects: 88_000,
      environments: 0,
      bytes: 12_000_000,
      problems: 1,
    },
  ],
  { snapshots: [], owners: [] },
);

/** As `OPTIONS`, with what an audit found that was joined with the case. */
export const AUDITED: ReportOptions = { ...OPTIONS, audit: AUDIT };

/** The options with hostile texts, for incidents that have them too: what was done is that of the first of them. */
export function hostileOptions(
  options: ReportOptions,
  investigation: Investigation,
  pick: (old: string) => string,
): ReportOptions {
  const [response] = Object.values(options.responses ?? {});
  return {
    ...withTexts(options, pick),
    responses: Object.fromEntries(
      investigation.incidents
        .slice(0, 1)
        .map(({ id }) => [id, { ...withTexts(response!, pick), incident: id }]),
    ),
  };
}

/** As `OPTIONS`, with nothing told by people. */
export const BARE_OPTIONS: ReportOptions = { generated: OPTIONS.generated };

function ref(n: number, timeMs: number): EventRef {
  const hex = (n * 2_654_435_761).toString(16).padStart(12, '0').slice(-12);
  return {
    eventId: `3f0c1a2b-7d4e-4c5f-9a8b-${hex}`,
    timeMs,
    file: `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/111122223333_CloudTrail_eu-west-1_${Math.floor(n / 400)}.json.gz`,
    record: (n % 400) + 1,
  };
}

type Step = Pick<TimelineEntry, 'service' | 'action'> & Partial<TimelineEntry> & { readonly afterMs: number };

const INTRUDER = {
  address: '203.0.113.77',
  country: 'NL',
  network: 'AS14061 DigitalOcean, LLC',
  userAgent: 'aws-cli/2.15.30 md/Linux/6.6.9-amd64 kali exec-env/CloudShell',
} as const;

/** What the intruder did that matters. */
const STORY: readonly Step[] = [
  {
    afterMs: 0,
    service: 'sts',
    action: 'GetCallerIdentity',
    tactic: 'discovery',
    techniques: ['T1087.004'],
    weight: 2,
    readOnly: true,
  },
  {
    afterMs: 20_000,
    service: 'ses',
    action: 'GetSendQuota',
    tactic: 'discovery',
    techniques: ['T1526'],
    weight: 2,
    readOnly: true,
  },
  {
    afterMs: 70_000,
    service: 'iam',
    action: 'CreateUser',
    target: 'backup-svc',
    error: 'AccessDenied',
    tactic: 'persistence',
    techniques: ['T1136.003'],
    weight: 2,
    rules: ['7c1e0b9a-create-user-denied'],
  },
  {
    afterMs: 130_000,
    service: 'sts',
    action: 'AssumeRole',
    target: 'arn:aws:iam::111122223333:role/deploy-admin',
    tactic: 'privilege-escalation',
    techniques: ['T1548.005'],
    weight: 3,
    readOnly: true,
  },
  {
    afterMs: 200_000,
    service: 'iam',
    action: 'CreateUser',
    target: 'backup-svc',
    credential: ROLE,
    tactic: 'persistence',
    techniques: ['T1136.003'],
    weight: 3,
    rules: ['user-by-new-network'],
  },
  {
    afterMs: 215_000,
    service: 'iam',
    action: 'AttachUserPolicy',
    target: 'backup-svc arn:aws:iam::aws:policy/AdministratorAccess',
    credential: ROLE,
    tactic: 'privilege-escalation',
    techniques: ['T1098.003'],
    weight: 3,
  },
  {
    afterMs: 230_000,
    service: 'iam',
    action: 'CreateAccessKey',
    target: `backup-svc ${BACKDOOR}`,
    credential: ROLE,
    tactic: 'persistence',
    techniques: ['T1098.001'],
    weight: 3,
  },
  {
    afterMs: 400_000,
    service: 'sts',
    action: 'GetFederationToken',
    target: 'admin',
    credential: BACKDOOR,
    tactic: 'persistence',
    techniques: ['T1550.001'],
    weight: 3,
  },
  {
    afterMs: 460_000,
    service: 'signin',
    action: 'ConsoleLogin',
    credential: FEDERATED,
    tactic: 'lateral-movement',
    techniques: ['T1021.007'],
    weight: 3,
  },
  {
    afterMs: 900_000,
    service: 'secretsmanager',
    action: 'GetSecretValue',
    target: 'prod/orders/db',
    credential: ROLE,
    tactic: 'credential-access',
    techniques: ['T1555.006'],
    weight: 3,
    readOnly: true,
  },
  {
    afterMs: 930_000,
    service: 'secretsmanager',
    action: 'GetSecretValue',
    target: 'prod/payments/stripe',
    credential: ROLE,
    tactic: 'credential-access',
    techniques: ['T1555.006'],
    weight: 3,
    readOnly: true,
  },
  {
    afterMs: 1_500_000,
    service: 'ec2',
    action: 'ModifySnapshotAttribute',
    target: 'snap-0f1e2d3c4b5a69788 to 999988887777',
    credential: BACKDOOR,
    tactic: 'exfiltration',
    techniques: ['T1537'],
    weight: 3,
  },
  {
    afterMs: 1_700_000,
    service: 'cloudtrail',
    action: 'StopLogging',
    target: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main',
    credential: BACKDOOR,
    error: 'AccessDenied',
    tactic: 'defense-impairment',
    techniques: ['T1685.002'],
    weight: 3,
  },
  {
    afterMs: 1_900_000,
    service: 'ec2',
    action: 'RunInstances',
    target: 'g5.12xlarge ×8',
    region: 'ap-south-2',
    credential: BACKDOOR,
    tactic: 'impact',
    techniques: ['T1496.001'],
    weight: 3,
  },
];

const READS = [
  ['s3', 'ListBuckets'],
  ['iam', 'ListUsers'],
  ['iam', 'ListRoles'],
  ['ec2', 'DescribeInstances'],
  ['ec2', 'DescribeRegions'],
  ['s3', 'GetBucketPolicy'],
  ['lambda', 'ListFunctions20150331'],
  ['rds', 'DescribeDBInstances'],
] as const;

/** Numbers that look like chance and are the same every time (mulberry32). */
function* numbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function entryOf(n: number, actor: Actor, step: Step): TimelineEntry {
  const { afterMs, ...known } = step;
  const isOwner = actor === 'owner';
  return {
    ...ref(n, START + afterMs),
    actor,
    reason: isOwner
      ? 'from the network and with the tool that this key was used with on 41 days before'
      : 'from AS14061, where this key was never used before, with a tool of Kali Linux',
    credential: LEAKED,
    principal: USER,
    account: '111122223333',
    region: 'eu-west-1',
    target: '',
    ...(isOwner
      ? {
          address: '198.51.100.20',
          country: 'DE',
          network: 'AS8075 Microsoft Corporation',
          userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.2',
        }
      : INTRUDER),
    error: '',
    readOnly: false,
    tactic: null,
    techniques: [],
    rules: [],
    weight: 0,
    ...known,
  };
}

/** So many entries: the story first, then reads of the intruder and the owner's work in half each. */
export function madeTimeline(events: number, seed = 1): TimelineEntry[] {
  const random = numbers(seed);
  const next = (): number => random.next().value;
  const entries = STORY.slice(0, events).map((step, n) => entryOf(n, 'intruder', step));
  for (let n = entries.length; n < events; n++) {
    const [service, action] = READS[Math.floor(next() * READS.length)]!;
    const isOwner = n % 2 === 0;
    const isOdd = n % 97 === 0;
    const afterMs = isOwner ? Math.floor((next() * 12 - 10) * DAY) : Math.floor(next() ** 2 * 2_000_000);
    const error = !isOwner && next() < 0.4 ? 'Client.UnauthorizedOperation' : '';
    const actor = isOdd ? 'undecided' : isOwner ? 'owner' : 'intruder';
    const weight = events > 5000 && n % 5 === 0 && !isOwner ? 2 : isOwner ? 0 : 1;
    const tactic = isOwner ? null : 'discovery';
    entries.push(
      entryOf(n, actor, {
        afterMs,
        service,
        action,
        error,
        readOnly: true,
        weight,
        tactic,
        techniques: isOwner ? [] : ['T1580'],
      }),
    );
  }
  return entries.toSorted((a, b) => a.timeMs - b.timeMs);
}

function held(
  id: string,
  kind: CredentialKind,
  because: CompromisedCredential['because'],
  principal: string,
  sinceMs: number,
  expiresMs: number | null,
): CompromisedCredential {
  return {
    credential: {
      id,
      kind,
      principal,
      owner: principal.replace(/:assumed-role\/([^/]+)\/.*/, ':role/$1'),
      account: '111122223333',
      keys: [id],
      issuedMs: because === 'leaked' ? null : sinceMs,
      expiresMs,
      firstUseMs: sinceMs,
      lastUseMs: sinceMs + 20 * MINUTE,
    },
    because,
    band: 'page',
    sinceMs,
    untilMs: null,
    findings: because === 'leaked' ? ['F-1'] : [],
    events: { intruder: 12, owner: because === 'leaked' ? 40 : 0, undecided: 0 },
  };
}

function edge(
  parent: string,
  child: string,
  mechanism: string,
  afterMs: number,
  rule: LineageEdge['rule'],
): LineageEdge {
  return {
    parent,
    child,
    mechanism,
    rule,
    confidence: 'certain',
    timeMs: START + afterMs,
    events: [ref(900 + afterMs, START + afterMs)],
  };
}

const CREDENTIALS: readonly CompromisedCredential[] = [
  held(LEAKED, 'access-key', 'leaked', USER, START, null),
  held(
    ROLE,
    'role-session',
    'minted',
    'arn:aws:sts::111122223333:assumed-role/deploy-admin/x',
    START + 130_000,
    START + 130_000 + 3_600_000,
  ),
  held(BACKDOOR, 'access-key', 'created', 'arn:aws:iam::111122223333:user/backup-svc', START + 230_000, null),
  held(
    FEDERATED,
    'federation',
    'minted',
    'arn:aws:sts::111122223333:federated-user/admin',
    START + 400_000,
    START + 400_000 + 12 * 3_600_000,
  ),
  held(
    `console:arn:aws:sts::111122223333:federated-user/admin@2026-10-14T02:18:47Z`,
    'console-session',
    'minted',
    'arn:aws:sts::111122223333:federated-user/admin',
    START + 460_000,
    START + 460_000 + 12 * 3_600_000,
  ),
];

const EDGES: readonly LineageEdge[] = [
  edge(LEAKED, ROLE, 'AssumeRole', 130_000, 'J1'),
  edge(ROLE, BACKDOOR, 'CreateAccessKey', 230_000, 'J1'),
  edge(BACKDOOR, FEDERATED, 'GetFederationToken', 400_000, 'J1'),
  edge(FEDERATED, CREDENTIALS[4]!.credential.id, 'GetSigninToken', 460_000, 'J4'),
];

const FINDING: Finding = {
  id: 'F-1',
  subject: LEAKED,
  network: 'AS14061 DigitalOcean, LLC',
  tool: 'aws-cli on Kali Linux',
  band: 'page',
  score: 11.4,
  terms: [
    {
      name: 'prior',
      about: 'link',
      nats: -6.9,
      sentence: 'One in a thousand new contexts is an intruder’s.',
      evidence: [],
    },
    {
      name: 'network',
      about: 'where',
      nats: 5.1,
      sentence: 'This key was used from 2 networks on 41 days, and never from AS14061.',
      evidence: [ref(0, START)],
    },
    {
      name: 'agent',
      about: 'how',
      nats: 6.2,
      sentence: 'The user agent names Kali Linux; no other credential of the account does.',
      evidence: [ref(0, START)],
    },
    {
      name: 'new-api',
      about: 'what',
      nats: 7,
      sentence: '9 of 14 calls were never made with this key before.',
      evidence: [ref(2, START + 70_000), ref(3, START + 130_000)],
    },
  ],
  firstMs: START,
  lastMs: START + 1_900_000,
  watchMs: START,
  pageMs: START + 70_000,
  benignIf: ['a tester of the organisation used this key from Kali Linux that night'],
};

function indicator(
  type: Indicator['type'],
  value: string,
  note: string,
  confidence: Indicator['confidence'] = 'medium',
): Indicator {
  return {
    type,
    value,
    firstMs: START,
    lastMs: START + 1_900_000,
    count: 14,
    confidence,
    note,
    events: [ref(0, START), ref(3, START + 130_000)],
  };
}

/** An incident with so many events in its timeline. */
export function madeIncident(events = 120, seed = 1): Incident {
  const timeline = madeTimeline(events, seed);
  const count = (actor: Actor): number => timeline.filter((entry) => entry.actor === actor).length;
  const has = (action: string): boolean => timeline.some((entry) => entry.action === action);
  return {
    id: `INC-${(0x5f3a91c2 + seed).toString(16)}`,
    band: 'page',
    score: 19.2,
    title: 'Key of ci-build used by an intruder, who made an administrator and read two secrets',
    summary: [
      'From 2026-10-14 02:11 the access key of the user ci-build was used from AS14061 with the AWS CLI on Kali Linux, while its owner went on deploying from elsewhere.',
      'The intruder assumed the role deploy-admin, made the user backup-svc with AdministratorAccess and a key of its own, and opened the console with it.',
      'Two secrets were read, one snapshot was shared with the account 999988887777, and eight instances were started in a region that is not used.',
    ],
    firstMs: START,
    lastMs: START + 1_900_000,
    accounts: ['111122223333'],
    regions: ['eu-west-1', 'ap-south-2'],
    credentials: CREDENTIALS,
    edges: EDGES,
    joins: [
      'Each credential was minted by the one before it; the first was used from AS14061 as were all others.',
    ],
    findings: [FINDING],
    timeline,
    techniques: STORY.filter(({ action }) => has(action)).map(
      ({ tactic, techniques, afterMs, error, action }, n) => ({
        tactic: tactic ?? '',
        id: techniques?.[0] ?? '',
        name: action,
        attempted: 1,
        succeeded: error === undefined ? 1 : 0,
        events: [ref(n, START + afterMs)],
      }),
    ),
    impact: [
      {
        class: 'read',
        certainty: 'confirmed',
        service: 'secretsmanager',
        resource: 'prod/orders/db',
        account: '111122223333',
        region: 'eu-west-1',
        sentence: 'The value of the secret was returned to the intruder.',
        rotate: true,
        events: [ref(9, START + 900_000)],
      },
      {
        class: 'read',
        certainty: 'confirmed',
        service: 'secretsmanager',
        resource: 'prod/payments/stripe',
        account: '111122223333',
        region: 'eu-west-1',
        sentence: 'The value of the secret was returned to the intruder.',
        rotate: true,
        events: [ref(10, START + 930_000)],
      },
      {
        class: 'read',
        certainty: 'not observable',
        service: 's3',
        resource: 'orders-export',
        account: '111122223333',
        region: 'eu-west-1',
        sentence:
          'The bucket was listed; data events are off, so these logs cannot say whether objects were read.',
        rotate: false,
        events: [ref(20, START + 950_000)],
      },
      {
        class: 'shared',
        certainty: 'confirmed',
        service: 'ec2',
        resource: 'snap-0f1e2d3c4b5a69788',
        account: '111122223333',
        region: 'eu-west-1',
        sentence: 'The snapshot was shared with the account 999988887777: treat its contents as copied.',
        rotate: false,
        events: [ref(11, START + 1_500_000)],
      },
      {
        class: 'cost',
        certainty: 'confirmed',
        service: 'ec2',
        resource: 'g5.12xlarge ×8',
        account: '111122223333',
        region: 'ap-south-2',
        sentence: 'Eight instances were started in a region without any use before.',
        rotate: false,
        events: [ref(13, START + 1_900_000)],
      },
      {
        class: 'attempted',
        certainty: 'confirmed',
        service: 'cloudtrail',
        resource: 'main',
        account: '111122223333',
        region: 'eu-west-1',
        sentence: 'Stopping the trail was tried and denied.',
        rotate: false,
        events: [ref(12, START + 1_700_000)],
      },
    ],
    persistence: [
      {
        mechanism: 'I2',
        title: 'New IAM user',
        account: '111122223333',
        region: 'us-east-1',
        target: { userName: 'backup-svc' },
        state: 'present',
        undo: ['iam:DeleteAccessKey', 'iam:DetachUserPolicy', 'iam:DeleteUser'],
        sentence: 'The user backup-svc was made and given AdministratorAccess.',
        events: [ref(4, START + 200_000), ref(5, START + 215_000)],
      },
      {
        mechanism: 'I1',
        title: 'Extra access key',
        account: '111122223333',
        region: 'us-east-1',
        target: { userName: 'backup-svc', accessKeyId: BACKDOOR },
        state: 'present',
        undo: ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
        sentence: 'A key of backup-svc was made and used.',
        events: [ref(6, START + 230_000)],
      },
      {
        mechanism: 'I17',
        title: 'Federation token still alive',
        account: '111122223333',
        region: 'us-east-1',
        target: { userName: 'backup-svc' },
        state: 'present',
        undo: ['iam:PutUserPolicy'],
        sentence: 'A session of up to 36 h came of GetFederationToken.',
        events: [ref(7, START + 400_000)],
      },
    ],
    indicators: [
      indicator(
        'behaviour',
        'GetCallerIdentity, GetSendQuota, CreateUser within 70 s',
        'The order of a script that tests keys for sending mail.',
      ),
      indicator('ipv4', '203.0.113.77', 'Used by no other credential of the account.', 'high'),
      indicator('asn', 'AS14061 DigitalOcean, LLC', 'Shared by many: do not block it alone.', 'low'),
      indicator('user-agent', INTRUDER.userAgent, 'Names Kali Linux.', 'medium'),
      indicator('principal-name', 'backup-svc', 'Made by the intruder.', 'high'),
      indicator('account', '999988887777', 'Got the snapshot.', 'high'),
      indicator('access-key', BACKDOOR, 'Made by the intruder.', 'high'),
      indicator('resource-name', 'sg-ghost', 'Made by the intruder.', 'low'),
    ],
    blindSpots: [
      {
        kind: 'no-data-events',
        account: '111122223333',
        region: 'eu-west-1',
        fromMs: null,
        toMs: null,
        sentence: 'S3 data events are off: reads of objects are not in these logs.',
      },
      {
        kind: 'gap',
        account: '111122223333',
        region: 'ap-south-2',
        fromMs: START + 3_600_000,
        toMs: START + 5 * 3_600_000,
        sentence: 'No log file of this region for four hours.',
      },
    ],
    metrics: {
      firstUseMs: START,
      lastUseMs: START + 1_900_000,
      watchMs: START,
      pageMs: START + 70_000,
      firstWriteMs: START + 200_000,
      firstPersistenceMs: START + 200_000,
      intruderEvents: count('intruder'),
      ownerEvents: count('owner'),
      ownerEventsCounted: 0,
      undecidedEvents: count('undecided'),
    },
  };
}

/** An incident in which nothing but two calls is known. */
export function bareIncident(): Incident {
  const timeline = madeTimeline(2);
  return {
    ...madeIncident(2),
    id: 'INC-00000002',
    band: 'watch',
    score: 3.1,
    title: 'Two calls with the key of ci-build from a network that is new to it',
    summary: [],
    credentials: [CREDENTIALS[0]!],
    edges: [],
    joins: [],
    timeline,
    techniques: [],
    impact: [],
    persistence: [],
    indicators: [],
    blindSpots: [],
    metrics: {
      firstUseMs: START,
      lastUseMs: START + 20_000,
      watchMs: START,
      pageMs: null,
      firstWriteMs: null,
      firstPersistenceMs: null,
      intruderEvents: 2,
      ownerEvents: 0,
      ownerEventsCounted: 0,
      undecidedEvents: 0,
    },
  };
}

export function madeInvestigation(incidents: readonly Incident[]): Investigation {
  return {
    fromMs: START - 40 * DAY,
    toMs: START + DAY,
    files: 48,
    events: 182_340,
    duplicates: 12,
    accounts: ['111122223333'],
    regions: ['eu-west-1', 'us-east-1', 'ap-south-2'],
    subjects: 214,
    incidents,
    findings: incidents.flatMap(({ findings }) => findings),
    lineage: {
      temporary: 120,
      joined: 113,
      unjoined: [{ reason: 'minted before the logs begin', count: 7 }],
    },
    blindSpots: [
      {
        kind: 'skipped-file',
        account: '',
        region: '',
        fromMs: null,
        toMs: null,
        sentence: 'One file could not be read: it ends in the middle (AWSLogs/…/truncated.json.gz).',
      },
    ],
    evidence: Array.from({ length: 48 }, (_, n) => ({
      path: `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/111122223333_CloudTrail_eu-west-1_${n}.json.gz`,
      bytes: 18_230 + n * 977,
      sha256: (n + 1).toString(16).padStart(2, '0').repeat(32),
      events: 3798 + n,
    })),
    judgement: {
      version: '0.1.0',
      rules: 231,
      attack: 'v19',
      networks: ['ip-location-db asn 2026-06-17', 'dbip country 2026-06-01'],
      thresholds: { page: 8, watch: 2, log: 0 },
      known: ['networks.yml'],
    },
  };
}
