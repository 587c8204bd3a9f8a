import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  assumeRole,
  at,
  consoleLogin,
  credentials,
  federated,
  msAt,
  record,
  roleSession,
  service,
  sessionOf,
  use,
  user,
  userArn,
  userSession,
} from '../../test/support/lineage-trail.ts';
import { collect } from '../../test/support/trace-records.ts';
import type { JsonObject } from '../json.ts';
import { credentialIdOf } from './descend.ts';
import { joinLineage } from './join.ts';
import type { Lineage } from './lineage.ts';

const KEY = 'AKIAALICE00000000001';
const alice = user('alice', KEY);
const CONSOLE = { sessionCredentialFromConsole: 'true' };

function lineageOf(records: readonly JsonObject[]): Lineage {
  return joinLineage(collect(records));
}

/** `parent > child (mechanism, rule, confidence)`. */
function edgesOf(records: readonly JsonObject[]): string[] {
  return lineageOf(records).edges.map(
    ({ parent, child, mechanism, rule, confidence }) =>
      `${parent} > ${child} (${mechanism}, ${rule}, ${confidence})`,
  );
}

function asia(name: string): string {
  return `ASIA${name.toUpperCase().padEnd(16, '0')}`;
}

/** The same caller with a source identity. */
function marked(by: JsonObject): JsonObject {
  const context = by['sessionContext'] as JsonObject;
  return { ...by, sessionContext: { ...context, sourceIdentity: 'alice@example.com' } };
}

describe('J1', () => {
  it('joins by the key in the answer, and cites the call and the first use', () => {
    const mint = assumeRole(10, alice, 'ops', 's', asia('a'));
    const first = use(20, roleSession('ops', 's', asia('a'), 10));
    const lineage = lineageOf([use(30, roleSession('ops', 's', asia('a'), 10)), first, mint]);
    expect(lineage.edges).toHaveLength(1);
    expect(lineage.edges[0]).toMatchObject({
      parent: KEY,
      child: asia('a'),
      mechanism: 'AssumeRole',
      rule: 'J1',
      confidence: 'certain',
      timeMs: msAt(10),
    });
    expect(lineage.edges[0]!.events.map(({ eventId }) => eventId)).toEqual([
      mint['eventID'],
      first['eventID'],
    ]);
    expect(lineage.credentials.get(asia('a'))).toEqual({
      id: asia('a'),
      kind: 'role-session',
      principal: sessionOf('ops', 's'),
      owner: `arn:aws:iam::${ACCOUNT}:role/ops`,
      account: ACCOUNT,
      keys: [asia('a')],
      issuedMs: msAt(10),
      expiresMs: Date.UTC(2024, 4, 1, 22, 59, 59),
      firstUseMs: msAt(20),
      lastUseMs: msAt(30),
    });
    expect(lineage.coverage).toEqual({ temporary: 1, joined: 1, unjoined: [] });
  });

  it('keeps keys that were never used', () => {
    const { credentials: found } = lineageOf([assumeRole(10, alice, 'ops', 's', asia('a'))]);
    expect(found.get(asia('a'))).toMatchObject({ firstUseMs: null, kind: 'role-session' });
  });

  it('follows chains of roles, created users, their keys, passwords and sign-ins', () => {
    const created = {
      user: { arn: `arn:aws:iam::${ACCOUNT}:user/x/eve`, userId: 'AIDAEVE', userName: 'eve' },
    };
    const eve = { ...user('eve', 'AKIAEVE000000000001'), arn: `arn:aws:iam::${ACCOUNT}:user/x/eve` };
    const deep = roleSession('deep', 's', asia('b'), 20);
    const eveAtConsole = { ...userSession('eve', asia('c'), 60), arn: eve.arn };
    const login = { ...consoleLogin(60, 'eve'), userIdentity: { ...eve, accessKeyId: '' } };
    expect(
      edgesOf([
        assumeRole(10, alice, 'ops', 's', asia('a')),
        assumeRole(20, roleSession('ops', 's', asia('a'), 10), 'deep', 's', asia('b')),
        record({ at: 30, by: deep, api: 'iam:CreateUser', request: { userName: 'eve' }, response: created }),
        record({
          at: 40,
          by: deep,
          api: 'iam:CreateAccessKey',
          request: { userName: 'eve' },
          response: { accessKey: { accessKeyId: 'AKIAEVE000000000001', userName: 'eve' } },
        }),
        record({ at: 50, by: eve, api: 'iam:CreateLoginProfile', request: { userName: 'eve' } }),
        login,
        use(70, eveAtConsole, CONSOLE),
      ]),
    ).toEqual([
      `${KEY} > ${asia('a')} (AssumeRole, J1, certain)`,
      `${asia('a')} > ${asia('b')} (AssumeRole, J1, certain)`,
      `${asia('b')} > password:${eve.arn} (CreateUser, J3, very high)`,
      `${asia('b')} > AKIAEVE000000000001 (CreateAccessKey, J1, certain)`,
      `AKIAEVE000000000001 > password:${eve.arn} (CreateLoginProfile, J1, certain)`,
      `password:${eve.arn} > console:${eve.arn}@${at(60)} (ConsoleLogin, J4, very high)`,
    ]);
  });

  it('gives keys that a service relayed to the key behind', () => {
    const relayed = { ...userSession('alice', asia('f'), 5), invokedBy: 'cloudformation.amazonaws.com' };
    const response = { accessKey: { accessKeyId: 'AKIAEVE000000000001', userName: 'eve' } };
    expect(
      edgesOf([
        use(4, alice),
        record({ at: 6, by: relayed, api: 'iam:CreateAccessKey', request: { userName: 'eve' }, response }),
      ]),
    ).toEqual([`${KEY} > AKIAEVE000000000001 (CreateAccessKey, J1, certain)`]);
  });
});

describe('J2 and J3', () => {
  it('join by principal and second where the answer was left out', () => {
    expect(
      edgesOf([assumeRole(10, alice, 'ops', 's', null), use(20, roleSession('ops', 's', asia('a'), 10))]),
    ).toEqual([`${KEY} > ${asia('a')} (AssumeRole, J2, very high)`]);
  });

  it('join by the ID of the session where nothing else is left', () => {
    const response = { assumedRoleUser: { assumedRoleId: 'AROAOPS:s' } };
    const mint = record({ at: 10, by: alice, api: 'sts:AssumeRole', response });
    expect(edgesOf([mint, use(20, roleSession('ops', 's', asia('a'), 10))])).toEqual([
      `${KEY} > ${asia('a')} (AssumeRole, J3, very high)`,
    ]);
  });

  it('do not join another second', () => {
    const { edges, coverage } = lineageOf([
      assumeRole(11, alice, 'ops', 's', null, { sourceIPAddress: '203.0.113.1' }),
      use(20, roleSession('ops', 's', asia('a'), 10)),
    ]);
    expect(edges).toEqual([]);
    expect(coverage.unjoined).toEqual([
      { reason: 'role sessions whose AssumeRole call is not in these logs', count: 1 },
    ]);
  });

  it('are a guess when two credentials called in that second', () => {
    const bob = user('bob', 'AKIABOB0000000000001');
    expect(
      edgesOf([
        assumeRole(10, alice, 'ops', 's', null),
        assumeRole(10, bob, 'ops', 's', null),
        use(20, roleSession('ops', 's', asia('a'), 10)),
      ]).toSorted(),
    ).toEqual(
      [
        `${KEY} > ${asia('a')} (AssumeRole, J2, low)`,
        `AKIABOB0000000000001 > ${asia('a')} (AssumeRole, J2, low)`,
      ].toSorted(),
    );
  });

  it('join sessions of Identity Center to the call of the portal', () => {
    const portal = record({
      at: 9,
      by: { type: 'IdentityCenterUser', userName: 'dana', onBehalfOf: { userId: 'u-1' }, arn: '' },
      api: 'sso:GetRoleCredentials',
      request: { roleName: 'Admin', accountId: ACCOUNT },
    });
    const by = roleSession('AWSReservedSSO_Admin_0123456789abcdef', 'dana', asia('a'), 9);
    expect(lineageOf([portal, use(20, by)]).credentials.get(asia('a'))?.kind).toBe('sso');
    expect(lineageOf([portal, use(20, by)]).coverage).toMatchObject({ temporary: 1, joined: 1 });
  });
});

describe('J4', () => {
  const id = `console:${userArn('alice')}@${at(60)}`;

  it('folds the many keys of a console session into one, also of records without the flag', () => {
    const lineage = lineageOf([
      consoleLogin(60, 'alice'),
      use(61, userSession('alice', asia('a'), 60), CONSOLE),
      use(62, userSession('alice', asia('b'), 60)),
      use(63, { ...userSession('alice', asia('c'), 60), invokedBy: 'health.amazonaws.com' }),
    ]);
    expect(lineage.credentials.get(id)).toMatchObject({
      kind: 'console-session',
      keys: [asia('a'), asia('b'), asia('c')],
      firstUseMs: msAt(61),
      lastUseMs: msAt(63),
    });
    expect(lineage.edges.map(({ parent, child, rule }) => [parent, child, rule])).toEqual([
      [`password:${userArn('alice')}`, id, 'J4'],
    ]);
    expect(lineage.coverage).toEqual({ temporary: 1, joined: 1, unjoined: [] });
  });

  it('tolerates a few seconds between sign-in and session', () => {
    const { edges } = lineageOf([
      consoleLogin(58, 'alice'),
      use(61, userSession('alice', asia('a'), 60), CONSOLE),
    ]);
    expect(edges.map(({ child }) => child)).toEqual([id]);
  });

  it('does not fold a session token made in the second of a sign-in', () => {
    const { folded } = lineageOf([
      consoleLogin(60, 'alice'),
      record({ at: 60, by: alice, api: 'sts:GetSessionToken', response: credentials(asia('t')) }),
      use(61, userSession('alice', asia('t'), 60)),
    ]);
    expect(folded.has(asia('t'))).toBe(false);
  });

  it('goes from a federation token through the sign-in token to the console', () => {
    const bob = federated('bob', 'alice', asia('f'), 10);
    const arn = bob['arn'] as string;
    const session = { ...federated('bob', 'alice', asia('c'), 30), accessKeyId: asia('c') };
    const { accessKeyId: _, ...keyless } = bob;
    expect(
      edgesOf([
        record({
          at: 10,
          by: alice,
          api: 'sts:GetFederationToken',
          request: { name: 'bob' },
          response: credentials(asia('f')),
        }),
        record({ at: 20, by: bob, api: 'signin:GetSigninToken', response: credentials(asia('u')) }),
        record({ at: 30, by: keyless, api: 'signin:ConsoleLogin', response: { ConsoleLogin: 'Success' } }),
        use(40, session, CONSOLE),
      ]),
    ).toEqual([
      `${KEY} > ${asia('f')} (GetFederationToken, J1, certain)`,
      `${asia('f')} > console:${arn}@${at(30)} (GetSigninToken, J1, certain)`,
      `${asia('f')} > console:${arn}@${at(30)} (ConsoleLogin, J4, very high)`,
    ]);
  });

  it('finds the console session of a masked key by principal and second', () => {
    const masked = use(62, userSession('alice', 'ASIA****************', 60), CONSOLE);
    const empty = use(62, userSession('alice', '', 60), CONSOLE);
    const lineage = lineageOf([use(61, userSession('alice', asia('a'), 60), CONSOLE), masked, empty]);
    expect(credentialIdOf(lineage, masked)).toBe(id);
    expect(credentialIdOf(lineage, empty)).toBe(id);
    expect([...lineage.credentials.keys()]).toEqual([id]);
  });
});

describe('J5', () => {
  const relayed = { ...userSession('alice', asia('f'), 100), invokedBy: 'secretsmanager.amazonaws.com' };

  it('folds a relayed key into the only credential that was in use, for as long as it is cached', () => {
    const lineage = lineageOf([use(99, alice), use(100 + 55 * 60, relayed)]);
    expect(lineage.folded.get(asia('f'))).toBe(KEY);
    expect(lineage.credentials.get(KEY)).toMatchObject({ keys: [KEY, asia('f')], issuedMs: null });
    expect(lineage.coverage).toEqual({ temporary: 0, joined: 0, unjoined: [] });
  });

  it('is a guess when two keys of the user were in use', () => {
    const other = user('alice', 'AKIAALICE00000000002');
    const lineage = lineageOf([use(99, alice), use(98, other), use(101, relayed)]);
    expect(lineage.folded.size).toBe(0);
    expect(lineage.edges.map(({ rule, confidence }) => `${rule} ${confidence}`)).toEqual([
      'J5 low',
      'J5 low',
    ]);
  });

  it('says so when nobody was', () => {
    const { coverage } = lineageOf([use(101, relayed), use(100 + 86_400, alice)]);
    expect(coverage).toMatchObject({ temporary: 1, joined: 0 });
    expect(coverage.unjoined[0]!.reason).toMatch(/^calls that services relayed/);
  });
});

describe('J6 and J7', () => {
  const run = record({
    at: 10,
    by: alice,
    api: 'ec2:RunInstances',
    request: { iamInstanceProfile: { name: 'web' } },
    response: { instancesSet: { items: [{ instanceId: 'i-0dbc91f429e48eeed' }] } },
  });
  const onInstance = roleSession('web', 'i-0dbc91f429e48eeed', asia('i'), 11);

  it("give an instance's sessions to who launched it, without the service's own call", () => {
    const lineage = lineageOf([
      run,
      use(20, {
        ...onInstance,
        sessionContext: { ...(onInstance['sessionContext'] as JsonObject), ec2RoleDelivery: '2.0' },
      }),
    ]);
    expect(lineage.credentials.get(asia('i'))?.kind).toBe('service-session');
    expect(lineage.edges).toMatchObject([
      { parent: KEY, child: asia('i'), rule: 'J6', confidence: 'certain' },
    ]);
  });

  it('take only sessions that came after', () => {
    expect(edgesOf([run, use(20, roleSession('web', 'i-0dbc91f429e48eeed', asia('i'), -600))])).toEqual([]);
  });

  it('do not take a session of the same name that a person made', () => {
    const bob = user('bob', 'AKIABOB0000000000001');
    expect(
      edgesOf([run, assumeRole(11, bob, 'web', 'i-0dbc91f429e48eeed', asia('i')), use(20, onInstance)]),
    ).toEqual([`AKIABOB0000000000001 > ${asia('i')} (AssumeRole, J1, certain)`]);
  });

  it("give a function's sessions to who wrote its code", () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/service-role/fn-role`;
    const change = (seconds: number): JsonObject =>
      record({
        at: seconds,
        by: alice,
        api: 'lambda:UpdateFunctionCode20150331v2',
        response: { functionName: 'fn', role },
      });
    const lineage = lineageOf([
      change(5),
      change(10),
      use(20, roleSession('fn-role', 'fn', asia('l'), 12)),
      change(30),
    ]);
    expect(lineage.edges).toMatchObject([{ mechanism: 'UpdateFunctionCode', rule: 'J7', timeMs: msAt(10) }]);
  });

  it('call the sessions of a shell on an instance a guess: the workload uses them as well', () => {
    const shell = record({
      at: 30,
      by: alice,
      api: 'ssm:StartSession',
      request: { target: 'i-0dbc91f429e48eeed' },
    });
    expect(edgesOf([shell, use(20, onInstance), use(40, onInstance)])).toEqual([
      `${KEY} > ${asia('i')} (StartSession, J12, low)`,
    ]);
  });
});

describe('J8', () => {
  const shared = { sharedEventID: 'shared-1' };
  const outside = { type: 'AWSAccount', principalId: 'AIDAALICE', accountId: ACCOUNT };
  const session = roleSession('ops', 's', asia('a'), 10);

  it('pieces the copies of a call across accounts together', () => {
    const ours = assumeRole(10, alice, 'ops', 's', null, shared);
    const theirs = assumeRole(10, outside, 'ops', 's', asia('a'), {
      ...shared,
      recipientAccountId: '444455556666',
    });
    const lineage = lineageOf([ours, theirs, use(20, session)]);
    expect(lineage.edges).toMatchObject([{ parent: KEY, child: asia('a'), rule: 'J8', confidence: 'high' }]);
    expect(lineage.edges[0]!.events).toHaveLength(3);
  });

  it('is not needed when the copy of the caller has the key', () => {
    const ours = assumeRole(10, alice, 'ops', 's', asia('a'), shared);
    const theirs = assumeRole(10, outside, 'ops', 's', asia('a'), {
      ...shared,
      recipientAccountId: '444455556666',
    });
    const { edges } = lineageOf([ours, theirs, use(20, session)]);
    expect(edges).toMatchObject([{ parent: KEY, rule: 'J1', confidence: 'certain' }]);
    expect(edges[0]!.events).toHaveLength(3);
  });

  it('names a caller of whose account there are no logs', () => {
    expect(edgesOf([assumeRole(10, outside, 'ops', 's', asia('a'), shared)])).toEqual([
      `unknown:AIDAALICE > ${asia('a')} (AssumeRole, J1, certain)`,
    ]);
  });
});

describe('J9 to J12', () => {
  const elsewhere = { sourceIPAddress: '203.0.113.9', userAgent: 'Boto3/1.34' };

  it('J9 joins chained sessions by their source identity', () => {
    expect(
      edgesOf([
        assumeRole(10, alice, 'ops', 's', asia('a')),
        use(20, marked(roleSession('ops', 's', asia('a'), 10))),
        use(40, marked(roleSession('ops', 's', asia('a'), 10))),
        use(50, marked(roleSession('deep', 's', asia('b'), 30)), elsewhere),
      ]),
    ).toContain(`${asia('a')} > ${asia('b')} (AssumeRole, J9, high)`);
  });

  it('J10 joins a federated user to the only key of the user it names', () => {
    expect(edgesOf([use(9, alice), use(20, federated('bob', 'alice', asia('f'), 10), elsewhere)])).toEqual([
      `${KEY} > ${asia('f')} (GetFederationToken, J10, high)`,
    ]);
  });

  it('J10 joins sessions that outsiders got to who let them in', () => {
    const policy = JSON.stringify({
      Statement: { Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 'sts:AssumeRole' },
    });
    const trust = record({
      at: 5,
      by: alice,
      api: 'iam:CreateRole',
      request: { roleName: 'door', assumeRolePolicyDocument: policy },
    });
    const outside = { type: 'AWSAccount', principalId: 'AIDAEVIL', accountId: '999988887777' };
    expect(
      edgesOf([
        trust,
        assumeRole(10, outside, 'door', 's', asia('a')),
        use(20, roleSession('door', 's', asia('a'), 10)),
      ]),
    ).toEqual([
      `${KEY} > ${asia('a')} (CreateRole, J10, high)`,
      `unknown:AIDAEVIL > ${asia('a')} (AssumeRole, J1, certain)`,
    ]);
  });

  it('J11 joins sessions to the user of Identity Center', () => {
    const by = {
      ...roleSession('AWSReservedSSO_Admin_0123456789abcdef', 'dana', asia('a'), 10),
      onBehalfOf: { userId: 'u-1' },
    };
    expect(edgesOf([use(20, by)])).toEqual([`sso:u-1 > ${asia('a')} (GetRoleCredentials, J11, high)`]);
  });

  it('J12 is a guess by address, tool and time', () => {
    const session = roleSession('ops', 's', asia('a'), 100);
    expect(edgesOf([use(99, alice), use(101, session)])).toEqual([
      `${KEY} > ${asia('a')} (unknown, J12, low)`,
    ]);
    expect(edgesOf([use(99, alice), use(101, session, elsewhere)])).toEqual([]);
    expect(edgesOf([use(99, alice), use(2000, roleSession('ops', 's', asia('a'), 2000))])).toEqual([]);
  });

  it('an empty inScopeOf and an empty sessionIssuer say nothing', () => {
    const by = { ...userSession('alice', asia('a'), 10), inScopeOf: {} };
    const { credentials: found } = lineageOf([use(20, by, elsewhere)]);
    expect(found.get(asia('a'))).toMatchObject({ kind: 'unknown', owner: userArn('alice') });
  });
});

describe('what is no credential', () => {
  it.each<[string, JsonObject]>([
    ['a service', use(1, service('ec2'))],
    ['an event without identity', use(1, { accountId: ACCOUNT, invokedBy: 'AWS Internal' })],
    ['an unknown guest', use(1, { type: 'Unknown' })],
    ['an event without a time', { ...use(1, alice), eventTime: 'yesterday' }],
  ])('leaves nothing: %s', (_, made) => {
    const lineage = lineageOf([made]);
    expect(lineage.credentials.size).toBe(0);
    expect(credentialIdOf(lineage, made)).toBe(made['eventTime'] === 'yesterday' ? KEY : '');
  });

  it('does not mistake a key in the log for an id', () => {
    const odd = { ...alice, accessKeyId: `console:${userArn('root')}` };
    expect([...lineageOf([use(1, odd)]).credentials.keys()]).toEqual([`unknown:${userArn('alice')}`]);
  });
});
