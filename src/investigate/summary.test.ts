import { describe, expect, it } from 'vitest';
import { NO_LINEAGE, made } from '../../test/support/evidence.ts';
import { loadNetworkTables } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import { actionsOf } from './action.ts';
import { techniquesOf } from './attack.ts';
import type { EvidenceEvent } from './evidence.ts';
import { impactOf } from './impact.ts';
import type { CompromisedCredential } from './incident.ts';
import { metricsOf } from './metrics.ts';
import { persistenceOf } from './persistence.ts';
import { summaryOf, titleOf } from './summary.ts';
import type { Summarised } from './summary.ts';
import { originsOf } from './timeline.ts';

const networks = openNetworks(loadNetworkTables());

const leaked: CompromisedCredential = {
  credential: {
    id: 'AKIAALICE00000EXAMPLE',
    kind: 'access-key',
    principal: 'arn:aws:iam::111122223333:user/alice',
    owner: 'arn:aws:iam::111122223333:user/alice',
    account: '111122223333',
    keys: ['AKIAALICE00000EXAMPLE'],
    issuedMs: null,
    expiresMs: null,
    firstUseMs: null,
    lastUseMs: null,
  },
  because: 'leaked',
  band: 'page',
  sinceMs: 0,
  untilMs: null,
  findings: [],
  events: { intruder: 1, owner: 0, undecided: 0 },
};

function summarised(events: readonly EvidenceEvent[]): Summarised {
  const actions = actionsOf(events);
  const persistence = persistenceOf(actions, NO_LINEAGE);
  return {
    band: 'page',
    accounts: ['111122223333'],
    regions: ['us-east-1'],
    credentials: [leaked],
    origins: originsOf(actions, networks),
    techniques: techniquesOf(actions),
    impact: impactOf(actions, NO_LINEAGE),
    persistence,
    metrics: metricsOf(actions, persistence, []),
  };
}

const takeover = [
  made({ call: 'sts:GetCallerIdentity', readOnly: true }),
  made({ call: 'iam:CreateUser', request: { userName: 'eve' }, readOnly: false, minute: 2 }),
  made({ call: 'secretsmanager:GetSecretValue', request: { secretId: 'a' }, readOnly: true, minute: 3 }),
  made({ call: 's3:ListBuckets', actor: 'owner', minute: 9, readOnly: true }),
];

describe('the metrics', () => {
  it('are of the intruder, and null for what did not happen', () => {
    const { metrics } = summarised(takeover);
    const start = Date.UTC(2024, 4, 1, 10);
    expect(metrics).toEqual({
      firstUseMs: start,
      lastUseMs: start + 3 * 60_000,
      watchMs: null,
      pageMs: null,
      firstWriteMs: start + 2 * 60_000,
      firstPersistenceMs: start + 2 * 60_000,
      intruderEvents: 3,
      ownerEvents: 1,
      ownerEventsCounted: 0,
      undecidedEvents: 0,
    });
    expect(summarised(takeover.slice(0, 1)).metrics.firstWriteMs).toBeNull();
  });
});

describe('the summary', () => {
  it('says who, since when, how far, what is left and what to do first', () => {
    const incident = summarised(takeover);
    expect(titleOf(incident)).toBe(
      'Credential of user/alice used by an intruder: 1 thing left behind, 1 secret read',
    );
    const sentences = summaryOf(incident);
    expect(sentences.length).toBeLessThanOrEqual(5);
    expect(sentences[0]).toMatch(
      /^An intruder used AKIAALICE00000EXAMPLE of user\/alice in 1 account from 2024-05-01 10:00:00 UTC to 2024-05-01 10:03:00 UTC/,
    );
    expect(sentences.join(' ')).toContain('1 resource created');
    expect(sentences.join(' ')).toContain(
      '1 thing it set up is still there by the logs: IAM user or its permissions.',
    );
    expect(sentences.at(-1)).toMatch(/first, deactivate it .*then remove what was set up\.$/);
  });

  it('does not make more of refused calls than they are', () => {
    const refused = summarised([made({ call: 'iam:ListUsers', error: 'AccessDenied', readOnly: true })]);
    expect(titleOf(refused)).toContain('every call refused');
    expect(summaryOf(refused).join(' ')).toContain('none of them changed anything');
  });

  it('says of what is only on watch that it may be the owner, who is asked first', () => {
    const watched: Summarised = { ...summarised(takeover), band: 'watch' };
    expect(titleOf(watched)).toMatch(/^Credential of user\/alice perhaps used by an intruder: /);
    const sentences = summaryOf(watched);
    expect(sentences[0]).toMatch(/^Somebody other than the owner may have used AKIAALICE00000EXAMPLE /);
    expect(sentences.join(' ')).not.toMatch(/An intruder used|of the intruder/);
    expect(sentences.at(-1)).toMatch(
      /first, ask the owner whether the calls are theirs, and if they are not, deactivate it /,
    );
  });

  it('says how much is undecided', () => {
    const open = summarised([...takeover, made({ call: 'iam:ListUsers', actor: 'undecided' })]);
    expect(summaryOf(open).join(' ')).toContain('of 1 call it is undecided');
  });
});
