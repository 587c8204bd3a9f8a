import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { daysAgo, madeKey, madeSnapshot } from '../../test/support/made-snapshot.ts';
import { CHECKS, findingsOf, SEVERITIES } from './checks.ts';
import type { Severity } from './finding.ts';
import type { IamKey, IamRoot, IamSnapshot, Power, PowerKind } from './snapshot.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/audit-iam.md', import.meta.url)), 'utf8');

function power(kind: PowerKind, more: Partial<Power> = {}): Power {
  return {
    kind,
    id: 'x',
    does: 'Does it.',
    actions: ['iam:X'],
    scope: 'all',
    policies: ['p'],
    conditional: false,
    ...more,
  };
}

function keyed(...keys: Partial<IamKey>[]): IamSnapshot {
  return madeSnapshot({ keys: keys.map((key) => madeKey(key)) });
}

function rooted(more: Partial<IamRoot>): IamSnapshot {
  return madeSnapshot({}, { root: { ...madeSnapshot().root, ...more } });
}

function exposed(affected: string, status = 'open'): Partial<IamSnapshot> {
  const type = 'AWS_RISK_CREDENTIALS_EXPOSED';
  return {
    healthEvents: [{ arn: 'a', type, status, started: daysAgo(1), updated: null, affected: [affected] }],
  };
}

const used = (days: number): { state: 'used'; time: string; service: string; region: string } => ({
  state: 'used',
  time: daysAgo(days),
  service: 's3',
  region: 'us-east-1',
});
const QUARANTINE = [{ policy: 'AWSCompromisedKeyQuarantineV2', version: 2, group: null }];
const off = { active: false };
const opened = { enabled: true, lastUsed: daysAgo(1) };
const forService = {
  id: 'ACCAEXAMPLE',
  service: 'bedrock.amazonaws.com',
  active: true,
  created: daysAgo(3),
  expires: null,
};

/** For each check: what it finds, how bad; and near misses. */
const SCENES: Readonly<
  Record<
    string,
    { readonly hits: readonly (readonly [Severity, IamSnapshot])[]; readonly misses: readonly IamSnapshot[] }
  >
> = {
  'key-exposed-says-aws': {
    hits: [
      ['high', madeSnapshot({}, exposed(madeKey().id))],
      ['high', madeSnapshot({}, exposed('build', 'closed'))],
      ['medium', madeSnapshot({ keys: [madeKey(off)] }, exposed(madeKey().id))],
      ['low', madeSnapshot({ keys: [madeKey(off)] }, exposed(madeKey().id, 'closed'))],
    ],
    misses: [madeSnapshot({}, exposed('AKIAOTHER')), madeSnapshot({}, { healthEvents: null })],
  },
  'quarantined-key': {
    hits: [['high', madeSnapshot({ quarantine: QUARANTINE })]],
    misses: [
      madeSnapshot({ quarantine: QUARANTINE, keys: [madeKey(off)] }),
      madeSnapshot({ quarantine: null }),
    ],
  },
  'quarantine-left': {
    hits: [['low', madeSnapshot({ quarantine: QUARANTINE, keys: [madeKey(off)] })]],
    misses: [madeSnapshot({ quarantine: QUARANTINE }), madeSnapshot({ quarantine: QUARANTINE, keys: null })],
  },
  'root-access-key': { hits: [['high', rooted({ keys: 1 })]], misses: [rooted({ keys: null })] },
  'root-without-mfa': { hits: [['high', rooted({ hasMfa: false })]], misses: [rooted({ hasMfa: null })] },
  'root-used': {
    hits: [
      ['medium', rooted({ passwordLastUsed: daysAgo(90) })],
      ['medium', rooted({ passwordLastUsed: daysAgo(500), keysLastUsed: used(3) })],
    ],
    misses: [rooted({ passwordLastUsed: daysAgo(91) }), rooted({ keysLastUsed: { state: 'unknown' } })],
  },
  'key-of-admin': {
    hits: [
      ['high', madeSnapshot({ powers: [power('admin')] })],
      ['medium', madeSnapshot({ powers: [power('admin', { conditional: true })] })],
    ],
    misses: [
      madeSnapshot({ powers: [power('admin')], keys: [madeKey(off)] }),
      madeSnapshot({ powers: null }),
    ],
  },
  'key-that-escalates': {
    hits: [
      ['high', madeSnapshot({ powers: [power('escalation', { scope: 'some' }), power('escalation')] })],
      ['medium', madeSnapshot({ powers: [power('escalation', { scope: 'some' })] })],
    ],
    misses: [madeSnapshot({ powers: [power('data')] })],
  },
  'key-that-passes-roles': {
    hits: [['high', madeSnapshot({ powers: [power('pass-role')] })]],
    misses: [madeSnapshot({ powers: [power('pass-role')], keys: [] })],
  },
  'key-that-reads-data': {
    hits: [
      ['medium', madeSnapshot({ powers: [power('data')] })],
      ['low', madeSnapshot({ powers: [power('data', { conditional: true })] })],
    ],
    misses: [madeSnapshot({ powers: [power('admin')] })],
  },
  'active-key-never-used': {
    hits: [['medium', keyed({ lastUsed: { state: 'never' }, created: daysAgo(7) })]],
    misses: [
      keyed({ lastUsed: { state: 'never' }, created: daysAgo(6) }),
      keyed({ lastUsed: { state: 'unknown' } }),
      keyed({ lastUsed: { state: 'never' }, ...off }),
    ],
  },
  'active-key-unused': {
    hits: [['medium', keyed({ lastUsed: used(45), created: daysAgo(80) })]],
    misses: [keyed({ lastUsed: used(44), created: daysAgo(80) }), keyed({ lastUsed: used(80), ...off })],
  },
  'old-key': {
    hits: [
      ['low', keyed({ created: daysAgo(91) })],
      ['medium', keyed({ created: daysAgo(366) })],
    ],
    misses: [keyed({ created: daysAgo(90) }), keyed({ created: daysAgo(400), ...off })],
  },
  'key-older-than-its-rotation': {
    hits: [['low', keyed({ created: daysAgo(80), lastChanged: daysAgo(2) })]],
    misses: [
      keyed({ created: daysAgo(80), lastChanged: null }),
      keyed({ created: daysAgo(80), lastChanged: daysAgo(2), ...off }),
    ],
  },
  'inactive-key-kept': {
    hits: [['info', keyed({ ...off, created: daysAgo(200), lastChanged: daysAgo(30) })]],
    misses: [keyed({ ...off, created: daysAgo(200), lastChanged: daysAgo(29) })],
  },
  'two-active-keys': {
    hits: [['low', keyed({}, { id: 'AKIAOTHER' })]],
    misses: [keyed({}, { id: 'AKIAOTHER', ...off }), madeSnapshot({ keys: null })],
  },
  'console-without-mfa': {
    hits: [
      ['medium', madeSnapshot({ password: opened })],
      ['high', madeSnapshot({ password: opened, powers: [power('admin')] })],
    ],
    misses: [
      madeSnapshot({ password: opened, hasMfa: true }),
      madeSnapshot({ password: opened, hasMfa: null }),
    ],
  },
  'password-and-key': {
    hits: [['low', madeSnapshot({ password: opened, hasMfa: true })]],
    misses: [madeSnapshot({ password: opened, hasMfa: true, keys: [madeKey(off)] })],
  },
  'unused-password': {
    hits: [
      ['low', madeSnapshot({ password: { enabled: true, lastUsed: daysAgo(90) } })],
      ['low', madeSnapshot({ password: { enabled: true, lastUsed: null } })],
    ],
    misses: [
      madeSnapshot({ password: { enabled: true, lastUsed: daysAgo(89) } }),
      madeSnapshot({ password: { enabled: true, lastUsed: null }, created: daysAgo(10) }),
    ],
  },
  'unused-user': {
    hits: [
      ['info', madeSnapshot({ keys: [] })],
      ['low', madeSnapshot({ keys: [madeKey({ lastUsed: used(90) })] })],
    ],
    misses: [
      madeSnapshot({ keys: [madeKey({ lastUsed: used(89) })] }),
      madeSnapshot({ keys: null }),
      madeSnapshot({ keys: [], serviceCredentials: null }),
      madeSnapshot({ keys: [], serviceCredentials: [forService] }),
      madeSnapshot({ keys: [], created: daysAgo(5) }),
    ],
  },
  'service-credential': {
    hits: [
      ['medium', madeSnapshot({ serviceCredentials: [forService] })],
      ['low', madeSnapshot({ serviceCredentials: [{ ...forService, expires: daysAgo(-1) }] })],
      ['low', madeSnapshot({ serviceCredentials: [{ ...forService, service: 'codecommit.amazonaws.com' }] })],
    ],
    misses: [
      madeSnapshot({ serviceCredentials: [{ ...forService, active: false }] }),
      madeSnapshot({ serviceCredentials: [{ ...forService, expires: daysAgo(1) }] }),
    ],
  },
};

function severitiesOf(snapshot: IamSnapshot, id: string): Severity[] {
  return findingsOf(snapshot).flatMap(({ check, severity }) => (check === id ? [severity] : []));
}

describe('the table of checks', () => {
  it('has a scene for each, and each once', () => {
    expect(CHECKS.map(({ id }) => id).toSorted()).toEqual(Object.keys(SCENES).toSorted());
  });

  it('is the one of the documentation', () => {
    const shown = [...page.matchAll(/^\| `([a-z-]+)` \| (.*?) \|/gm)].map(([, ...cells]) => cells);
    expect(shown).toEqual(CHECKS.map(({ id, title }) => [id, title]));
  });

  it('says nothing of an account in good order, and of one that could not be read', () => {
    expect(findingsOf(madeSnapshot())).toEqual([]);
    const unread = madeSnapshot({
      password: null,
      hasMfa: null,
      keys: null,
      serviceCredentials: null,
      groups: null,
      policies: null,
      powers: null,
      quarantine: null,
    });
    expect(findingsOf({ ...unread, healthEvents: null, reportTime: null })).toEqual([]);
  });

  it('puts the worst first', () => {
    const all = findingsOf(
      madeSnapshot({ powers: [power('data'), power('admin')], keys: [madeKey({ created: daysAgo(91) })] }),
    );
    expect(all.map(({ severity }) => severity)).toEqual(['high', 'medium', 'low']);
  });
});

describe.each(CHECKS)('$id', ({ id, about }) => {
  const { hits, misses } = SCENES[id]!;

  it('finds what it is for', () => {
    expect(hits.map(([, snapshot]) => severitiesOf(snapshot, id))).toEqual(
      hits.map(([severity]) => [severity]),
    );
  });

  it('passes over what is near to it', () => {
    expect(misses.length).toBeGreaterThan(0);
    expect(misses.map((snapshot) => severitiesOf(snapshot, id))).toEqual(misses.map(() => []));
  });

  it('says what it is about, why, with what evidence, and what to do', () => {
    const [[, snapshot] = []] = hits;
    const finding = findingsOf(snapshot!).find(({ check }) => check === id)!;
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(SEVERITIES).toContain(finding.severity);
    expect(finding.user === null).toBe(about === 'root');
    expect(finding.keyId === null).toBe(about !== 'key');
    for (const sentence of [finding.reason, finding.remedy]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(finding.evidence.length).toBeGreaterThan(0);
    expect(finding.evidence.every((fact) => fact.length > 3 && !/undefined|null|NaN/.test(fact))).toBe(true);
  });
});
