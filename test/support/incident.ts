/** Incidents made up for tests of plans. */
import type { EventRef } from '../../src/cloudtrail/event-ref.ts';
import type {
  CompromisedCredential,
  ImpactItem,
  Incident,
  PersistenceItem,
  TimelineEntry,
} from '../../src/investigate/incident.ts';
import { emptyIncident } from '../../src/investigate/empty-incident.ts';
import type { CredentialKind } from '../../src/lineage/lineage.ts';

const ACCOUNT = '111122223333';

const START = Date.UTC(2026, 10, 18, 22, 47);

function ref(n: number): EventRef {
  return { eventId: `event-${n}`, timeMs: START + n * 1000, file: 'trail.json', record: n + 1 };
}

export function userArn(name: string, account: string = ACCOUNT): string {
  return `arn:aws:iam::${account}:user/${name}`;
}

export function credential(
  id: string,
  owner: string,
  kind: CredentialKind = 'access-key',
  more: Partial<CompromisedCredential> = {},
): CompromisedCredential {
  return {
    credential: {
      id,
      kind,
      principal: owner,
      owner,
      account: owner.split(':')[4] ?? ACCOUNT,
      keys: [id],
      issuedMs: null,
      expiresMs: null,
      firstUseMs: START,
      lastUseMs: START,
    },
    because: 'leaked',
    band: 'page',
    sinceMs: START,
    untilMs: null,
    findings: [],
    events: { intruder: 1, owner: 0, undecided: 0 },
    ...more,
  };
}

export function left(
  mechanism: string,
  undo: readonly string[],
  target: { readonly [name: string]: string },
  more: Partial<PersistenceItem> = {},
): PersistenceItem {
  return {
    mechanism,
    title: 'Something',
    account: ACCOUNT,
    region: 'eu-west-1',
    target,
    state: 'present',
    undo,
    sentence: 'It was left behind.',
    events: [ref(7)],
    ...more,
  };
}

function impact(service: string, resource: string, more: Partial<ImpactItem> = {}): ImpactItem {
  return {
    class: 'read',
    certainty: 'confirmed',
    service,
    resource,
    account: ACCOUNT,
    region: 'eu-west-1',
    sentence: 'The value was read.',
    rotate: true,
    events: [ref(8)],
    ...more,
  };
}

function entry(n: number, credentialId: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    ...ref(n),
    calls: 1,
    lastMs: ref(n).timeMs,
    actor: 'intruder',
    reason: 'From elsewhere.',
    credential: credentialId,
    principal: '',
    account: ACCOUNT,
    region: 'eu-west-1',
    service: 's3',
    action: 'ListBuckets',
    target: '',
    address: '192.0.2.7',
    country: '',
    network: '',
    userAgent: '',
    error: '',
    readOnly: true,
    tactic: null,
    techniques: [],
    rules: [],
    weight: 1,
    ...more,
  };
}

export function incident(more: Partial<Incident> = {}): Incident {
  return emptyIncident({
    id: 'INC-6d0714d8',
    score: 20,
    title: 'A key leaked',
    firstMs: START,
    lastMs: START + 3_600_000,
    accounts: [ACCOUNT],
    regions: ['eu-west-1'],
    ...more,
  });
}

/** A key of `ci-build` that made a key of `lena`, who assumed the role `data`, and left some things. */
export function smallIncident(): Incident {
  const role = `arn:aws:iam::${ACCOUNT}:role/data`;
  const edge = { rule: 'J1', confidence: 'certain', timeMs: START, events: [ref(2)] } as const;
  return incident({
    credentials: [
      credential('ASIADATAEXAMPLE00000', role, 'role-session', { because: 'minted' }),
      credential('AKIALENAEXAMPLE00000', userArn('lena'), 'access-key', { because: 'minted' }),
      credential('AKIABUILDEXAMPLE0000', userArn('ci-build')),
    ],
    edges: [
      {
        parent: 'AKIABUILDEXAMPLE0000',
        child: 'AKIALENAEXAMPLE00000',
        mechanism: 'CreateAccessKey',
        ...edge,
      },
      { parent: 'AKIALENAEXAMPLE00000', child: 'ASIADATAEXAMPLE00000', mechanism: 'AssumeRole', ...edge },
    ],
    timeline: [
      entry(0, 'AKIABUILDEXAMPLE0000', { actor: 'owner', address: '203.0.113.9', service: 'ecr' }),
      entry(1, 'AKIABUILDEXAMPLE0000'),
      entry(3, 'ASIADATAEXAMPLE00000'),
    ],
    persistence: [
      left(
        'I1',
        ['iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
        { userName: 'lena', accessKeyId: 'AKIALENAEXAMPLE00000' },
        { region: 'us-east-1' },
      ),
      left('I2', ['iam:DeleteLoginProfile', 'iam:DeleteUser'], { userName: 'support' }),
      left('I2', ['iam:DetachUserPolicy'], {
        userName: 'support',
        policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
      left('X14', ['glue:DeleteJob'], { jobName: "$(touch /tmp/x); '`id`" }),
      left('D2', ['ec2:ModifySnapshotAttribute'], {
        snapshotId: 'snap-0123456789abcdef0',
        userIds: '999988887777',
      }),
    ],
    impact: [impact('secretsmanager', 'shop/db')],
  });
}
