/** Reading accounts on moto: what is there, what is refused, how much of it there can be, and what it takes. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkCaller } from '../src/aws/sdk-caller.ts';
import { auditing, auditPolicy } from '../src/iam/calls.ts';
import { findingsOf } from '../src/iam/checks.ts';
import { readKeyOwner } from '../src/iam/key-owner.ts';
import { readAccount } from '../src/iam/read-account.ts';
import { organizationAccounts, readAccounts } from '../src/iam/read-organization.ts';
import type { IamSnapshot, IamUser } from '../src/iam/snapshot.ts';
import type { JsonObject } from '../src/json.ts';
import type { Caller } from '../src/respond/action.ts';
import { startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { ACCOUNT, WITHOUT_MOTO, askingAws, callFromHere, startMoto } from './support/moto.ts';
import type { Ask, Moto } from './support/moto.ts';

/** moto makes a report at once. */
const QUICK = { now: Date.now, sleep: async (): Promise<void> => undefined };
const READER = `arn:aws:iam::${ACCOUNT}:user/auditor`;

function policyOf(Action: string | string[], Resource: string | string[] = '*'): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
}

async function read(caller: Caller, account: string = ACCOUNT): Promise<IamSnapshot> {
  return readAccount(caller, { account, name: null, reader: READER, clock: QUICK });
}

function userIn({ users }: IamSnapshot, name: string): IamUser {
  return users.find((user) => user.name === name)!;
}

describe.skipIf(WITHOUT_MOTO)('an account', () => {
  let moto: Moto;
  let proxy: FaultProxy;
  let ask: Ask;
  let caller: SdkCaller;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto.url);
    callFromHere({ ...moto.env, AWS_ENDPOINT_URL: proxy.url });
    ({ ask, caller } = askingAws());
  }, 300_000);

  afterAll(async () => {
    await caller.close();
    await proxy.stop();
    await moto.stop();
  });

  beforeEach(async () => {
    await moto.reset();
  });

  afterEach(() => {
    Object.assign(proxy.gaps.account, { health: null, root: null });
    proxy.gaps.account.accounts.clear();
    proxy.gaps.credentials.clear();
    proxy.fault = () => undefined;
    proxy.seen.length = 0;
  });

  async function madeUser(UserName: string, policy?: string): Promise<string> {
    await ask('iam', 'CreateUser', { UserName });
    if (policy !== undefined)
      await ask('iam', 'PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: policy });
    const made = (await ask('iam', 'CreateAccessKey', { UserName })) as {
      AccessKey: { AccessKeyId: string };
    };
    return made.AccessKey.AccessKeyId;
  }

  it('without users is read whole', async () => {
    const snapshot = await read(caller);
    expect(snapshot.users).toEqual([]);
    expect(snapshot.root).toMatchObject({ keys: 0, hasMfa: false });
    expect(snapshot.unread).toEqual([
      expect.objectContaining({ part: 'AWS Health', isProblem: false, permission: null }),
    ]);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('says of each user its keys, their use, its password, its devices, and what its policies permit', async () => {
    const keyId = await madeUser(
      'lena',
      policyOf('iam:PutUserPolicy', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`),
    );
    const idle = await madeUser('build');
    await ask('iam', 'UpdateAccessKey', { UserName: 'build', AccessKeyId: idle, Status: 'Inactive' });
    await ask('iam', 'CreateLoginProfile', { UserName: 'lena', Password: 'made-up' });
    const device = (await ask('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: 'phone' })) as {
      VirtualMFADevice: { SerialNumber: string };
    };
    await ask('iam', 'EnableMFADevice', {
      UserName: 'lena',
      SerialNumber: device.VirtualMFADevice.SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    });
    proxy.gaps.credentials.set('build', new Map([['ACCAEXAMPLE', 'Active']]));
    callFromHere({ AWS_ACCESS_KEY_ID: keyId });
    const own = askingAws();
    await own.ask('s3', 'ListBuckets', {}, 'eu-west-1');
    await own.caller.close();
    callFromHere(moto.env);
    callFromHere({ AWS_ENDPOINT_URL: proxy.url });

    const snapshot = await read(caller);
    expect(userIn(snapshot, 'lena')).toMatchObject({
      arn: `arn:aws:iam::${ACCOUNT}:user/lena`,
      password: { enabled: true, lastUsed: null },
      hasMfa: true,
      keys: [{ id: keyId, active: true, lastUsed: { state: 'used', service: 's3', region: 'eu-west-1' } }],
      policies: [{ name: 'own', arn: null, group: null }],
      powers: [{ kind: 'escalation', id: 'iam:PutUserPolicy', policies: ['own'] }],
    });
    expect(userIn(snapshot, 'build')).toMatchObject({
      password: { enabled: false },
      keys: [{ id: idle, active: false, lastUsed: { state: 'never' } }],
      serviceCredentials: [
        { id: 'ACCAEXAMPLE', service: 'codecommit.amazonaws.com', active: true, expires: null },
      ],
      powers: [],
    });
    expect(findingsOf(snapshot).map(({ check, keyId: key }) => [check, key])).toEqual([
      ['root-without-mfa', null],
      ['key-that-escalates', keyId],
      ['password-and-key', null],
      ['service-credential', null],
    ]);
  });

  it('counts policies of groups, versions in force, and boundaries', async () => {
    const [ada, bob] = [await madeUser('ada'), await madeUser('bob', policyOf('*'))];
    await ask('iam', 'CreateGroup', { GroupName: 'team' });
    await ask('iam', 'AddUserToGroup', { GroupName: 'team', UserName: 'ada' });
    const made = async (PolicyName: string, PolicyDocument: string): Promise<string> => {
      const { Policy } = (await ask('iam', 'CreatePolicy', { PolicyName, PolicyDocument })) as {
        Policy: { Arn: string };
      };
      return Policy.Arn;
    };
    const team = await made('team-policy', policyOf('s3:ListAllMyBuckets'));
    await ask('iam', 'CreatePolicyVersion', {
      PolicyArn: team,
      PolicyDocument: policyOf('*'),
      SetAsDefault: true,
    });
    await ask('iam', 'AttachGroupPolicy', { GroupName: 'team', PolicyArn: team });
    const bounds = await made('bounds', policyOf('s3:*'));
    const snapshot = await read(withBoundary(caller, 'bob', bounds));
    expect(userIn(snapshot, 'ada')).toMatchObject({
      groups: ['team'],
      policies: [{ name: 'team-policy', arn: team, group: 'team' }],
      powers: [{ kind: 'admin' }],
    });
    expect(userIn(snapshot, 'bob')).toMatchObject({
      boundary: bounds,
      powers: [{ kind: 'data', id: 's3:GetObject' }],
    });
    const powerful = findingsOf(snapshot).filter(({ check }) => check.startsWith('key-'));
    expect(powerful.map(({ keyId, check }) => [keyId, check])).toEqual([
      [ada, 'key-of-admin'],
      [bob, 'key-that-reads-data'],
    ]);
  });

  it('tells what AWS Health and the report say, where there is a support plan', async () => {
    const keyId = await madeUser('lena');
    proxy.gaps.account.health = [
      { type: 'AWS_RISK_CREDENTIALS_EXPOSED', status: 'open', affected: [keyId] },
      { type: 'AWS_RISK_SOMETHING_ELSE', status: 'open', affected: ['x'] },
    ];
    proxy.gaps.account.root =
      `<root_account>,arn:aws:iam::${ACCOUNT}:root,2020-01-01T00:00:00+00:00,not_supported,2020-01-02T00:00:00+00:00,` +
      'not_supported,not_supported,true,true,2021-01-01T00:00:00+00:00,N/A,N/A,N/A,true,2021-01-01T00:00:00+00:00,' +
      '2021-02-01T00:00:00+00:00,us-east-1,s3,false,N/A,false,N/A';
    const snapshot = await read(caller);
    expect(snapshot.unread).toEqual([]);
    expect(snapshot.healthEvents).toMatchObject([
      { type: 'AWS_RISK_CREDENTIALS_EXPOSED', affected: [keyId] },
    ]);
    expect(snapshot.root).toMatchObject({
      keys: 2,
      hasMfa: true,
      passwordLastUsed: '2020-01-02T00:00:00.000Z',
      keysLastUsed: { state: 'used', time: '2021-02-01T00:00:00.000Z' },
    });
    const checks = findingsOf(snapshot).map(({ check }) => check);
    expect(checks).toEqual(['key-exposed-says-aws', 'root-access-key']);
  });

  it('of many users is read page by page, also when it is throttled and connections break', async () => {
    const names = Array.from({ length: 101 }, (_, n) => `user-${String(n).padStart(3, '0')}`);
    await Promise.all(names.map(async (UserName) => ask('iam', 'CreateUser', { UserName })));
    await ask('iam', 'CreateAccessKey', { UserName: 'user-100' });
    let calls = 0;
    proxy.fault = () => {
      calls++;
      return calls % 83 === 0 ? '429' : calls % 131 === 0 ? 'reset before' : undefined;
    };
    const patient = askingAws(ACCOUNT, 8).caller;
    const snapshot = await read(inPages(patient, 'ListUsers', 'Users', 50));
    await patient.close();
    expect(snapshot.users.map(({ name }) => name)).toEqual(names);
    expect(userIn(snapshot, 'user-100').keys).toHaveLength(1);
    expect(proxy.seen.filter((operation) => operation === 'ListMFADevices').length).toBeGreaterThanOrEqual(
      101,
    );
    expect(snapshot.unread.filter(({ isProblem }) => isProblem)).toEqual([]);
  });

  it('lets nothing through that no audit calls', async () => {
    const place = { account: ACCOUNT, region: '' };
    const made = auditing(caller).call(
      { service: 'iam', operation: 'CreateUser', input: { UserName: 'x' } },
      place,
    );
    await expect(made).rejects.toThrow('an audit does not call iam:CreateUser');
    await expect(ask('iam', 'GetUser', { UserName: 'x' })).rejects.toThrow('cannot be found');
  });

  it('is asked by no call that changes it, but for the credential report', async () => {
    await madeUser('lena', policyOf('*'));
    proxy.seen.length = 0;
    await read(caller);
    const others = [...new Set(proxy.seen)].filter(
      (operation) => !/^(?:Get|List|Describe)[A-Z]/.test(operation),
    );
    expect(others).toEqual(['GenerateCredentialReport']);
  });

  /** Reads as a user who may do this and nothing else. */
  async function readAs(actions: readonly string[]): Promise<IamSnapshot> {
    await moto.reset();
    const keyId = await madeUser('lena', policyOf('s3:GetObject'));
    await ask('iam', 'CreateLoginProfile', { UserName: 'lena', Password: 'made-up' });
    await ask('iam', 'CreateUser', { UserName: 'auditor' });
    await ask('iam', 'PutUserPolicy', {
      UserName: 'auditor',
      PolicyName: 'p',
      PolicyDocument: policyOf([...actions]),
    });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: 'auditor' })) as {
      AccessKey: { AccessKeyId: string; SecretAccessKey: string };
    };
    await moto.checkPolicies(true);
    callFromHere({
      AWS_ACCESS_KEY_ID: made.AccessKey.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: made.AccessKey.SecretAccessKey,
      // Signatures are of the host that is called.
      AWS_ENDPOINT_URL: moto.url,
    });
    const by = askingAws().caller;
    try {
      const snapshot = await read(by);
      expect(userIn(snapshot, 'lena')?.keys?.[0]?.id ?? keyId).toBe(keyId);
      return snapshot;
    } finally {
      await by.close();
      await moto.checkPolicies(false);
      callFromHere({ ...moto.env, AWS_ENDPOINT_URL: proxy.url });
    }
  }

  describe('with its policies enforced', () => {
    const LEAST = auditPolicy(null).Statement[0]!.Action;
    /** Parts that moto lacks, and that its other tests have from a fake. */
    const NOT_HERE = ['AWS Health', 'service credentials'];
    const partsOf = ({ unread }: IamSnapshot): (string | null)[][] =>
      unread.filter(({ part }) => !NOT_HERE.includes(part)).map(({ part, permission }) => [part, permission]);

    it('is read whole with the least policy', async () => {
      const snapshot = await readAs(LEAST);
      expect(partsOf(snapshot)).toEqual([]);
      expect(userIn(snapshot, 'lena')).toMatchObject({
        password: { enabled: true },
        powers: [{ id: 's3:GetObject' }],
      });
    });

    it.each([
      ['iam:ListUsers', 'users'],
      ['iam:GetAccountAuthorizationDetails', 'policies'],
      ['iam:ListAccessKeys', 'access keys of'],
      ['iam:GetAccessKeyLastUsed', 'last use of'],
      ['iam:GetLoginProfile', 'password of'],
      ['iam:ListMFADevices', 'MFA devices of'],
      ['iam:GetAccountSummary', 'account summary'],
      ['iam:GenerateCredentialReport', 'credential report'],
      ['iam:GetCredentialReport', 'credential report'],
    ])('without %s is read but for that, which is named', async (left, part) => {
      const snapshot = await readAs(LEAST.filter((action) => action !== left));
      const parts = partsOf(snapshot);
      expect(parts.length).toBeGreaterThan(0);
      expect(parts[0]![0]).toContain(part);
      expect(new Set(parts.map(([, permission]) => permission))).toEqual(new Set([left]));
      expect(snapshot.unread.every(({ isProblem, part: name }) => isProblem || name === 'AWS Health')).toBe(
        true,
      );
    });
  });

  it('is told for a key that was found, and its user where the account can be asked', async () => {
    const keyId = await madeUser('lena');
    const open = new Set([ACCOUNT]);
    proxy.gaps.account.accounts.set(keyId, ACCOUNT).set('AKIAELSEWHEREEXAMPLE', '999999999999');
    expect(await readKeyOwner(caller, keyId, ACCOUNT, open)).toMatchObject({
      account: ACCOUNT,
      user: 'lena',
      unread: null,
    });
    expect(await readKeyOwner(caller, 'AKIAELSEWHEREEXAMPLE', ACCOUNT, open)).toMatchObject({
      account: '999999999999',
      user: null,
      lastUsed: { state: 'unknown' },
    });
    // The use of temporary keys is recorded nowhere.
    proxy.seen.length = 0;
    proxy.gaps.account.accounts.set('ASIAELSEWHEREEXAMPLE', ACCOUNT);
    expect(await readKeyOwner(caller, 'ASIAELSEWHEREEXAMPLE', ACCOUNT, open)).toMatchObject({
      account: ACCOUNT,
      unread: null,
    });
    expect(proxy.seen).toEqual(['GetAccessKeyInfo']);
    // Without GetAccessKeyInfo, the ID itself tells.
    proxy.gaps.account.accounts.clear();
    expect(await readKeyOwner(caller, keyId, ACCOUNT, open)).toMatchObject({
      account: ACCOUNT,
      user: 'lena',
    });
    await ask('iam', 'DeleteAccessKey', { UserName: 'lena', AccessKeyId: keyId });
    expect(await readKeyOwner(caller, keyId, ACCOUNT, open)).toMatchObject({
      account: ACCOUNT,
      user: null,
      unread: null,
    });
  });

  describe('in an organization', () => {
    it('is read with the role, beside those that refuse, which are named', async () => {
      await ask('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
      const accounts: string[] = [];
      for (const AccountName of ['one', 'two', 'three']) {
        const made = (await ask('organizations', 'CreateAccount', {
          AccountName,
          Email: `${AccountName}@example.com`,
        })) as {
          CreateAccountStatus: { AccountId: string };
        };
        accounts.push(made.CreateAccountStatus.AccountId);
      }
      await ask('organizations', 'CloseAccount', { AccountId: accounts[2]! });
      const listed = await organizationAccounts(caller, ACCOUNT);
      expect(listed.map(({ account }) => account)).toEqual([ACCOUNT, accounts[0]!, accounts[1]!].toSorted());

      const [, second] = accounts;
      proxy.fault = (operation, body) =>
        operation === 'AssumeRole' && body.includes(second!) ? 'no room' : undefined;
      const byRole = askingAws(ACCOUNT, 1, 'Audit').caller;
      const said: string[] = [];
      const { snapshots, refused } = await readAccounts(byRole, listed, QUICK, (text) => said.push(text));
      await byRole.close();
      expect(snapshots.map(({ account }) => account)).toEqual(
        listed.map(({ account }) => account).filter((account) => account !== second),
      );
      expect(snapshots.find(({ account }) => account === accounts[0])).toMatchObject({
        name: 'one',
        reader: expect.stringContaining(':assumed-role/Audit/'),
      });
      expect(refused).toMatchObject([
        { account: second, name: 'two', reason: expect.stringContaining('LimitExceeded') },
      ]);
    });

    it('cannot be read where its accounts cannot be listed', async () => {
      proxy.fault = (operation) => (operation === 'ListAccounts' ? 'no room' : undefined);
      await expect(organizationAccounts(caller, ACCOUNT)).rejects.toThrow('cannot be listed');
    });
  });
});

describe.skipIf(WITHOUT_MOTO)('an account with the policies of AWS', () => {
  it('shows quarantine, and what it denies', async () => {
    const moto = await startMoto({ managedPolicies: true });
    const proxy = await startFaultProxy(moto.url);
    callFromHere({ ...moto.env, AWS_ENDPOINT_URL: proxy.url });
    const { ask, caller } = askingAws();
    try {
      await ask('iam', 'CreateUser', { UserName: 'lena' });
      await ask('iam', 'CreateAccessKey', { UserName: 'lena' });
      const PolicyDocument = policyOf([
        'iam:PassRole',
        'iam:CreateAccessKey',
        'ec2:RunInstances',
        'kms:Decrypt',
      ]);
      await ask('iam', 'PutUserPolicy', { UserName: 'lena', PolicyName: 'own', PolicyDocument });
      await ask('iam', 'AttachUserPolicy', {
        UserName: 'lena',
        PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2',
      });
      const snapshot = await read(caller);
      expect(userIn(snapshot, 'lena')).toMatchObject({
        quarantine: [{ policy: 'AWSCompromisedKeyQuarantineV2', version: 2, group: null }],
        powers: [{ id: 'kms:Decrypt' }],
      });
      expect(findingsOf(snapshot).map(({ check }) => check)).toContain('quarantined-key');
    } finally {
      await caller.close();
      await proxy.stop();
      await moto.stop();
    }
  }, 300_000);
});

/** A caller that gives a user a boundary, which moto lacks, and as AWS does leaves its text out of the list. */
function withBoundary(caller: Caller, name: string, arn: string): Caller {
  return {
    async call(call, place) {
      const answer = await caller.call(call, place);
      if (call.operation !== 'GetAccountAuthorizationDetails') return answer;
      const users = answer['UserDetailList'] as readonly JsonObject[];
      const policies = answer['Policies'] as readonly JsonObject[];
      const PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn };
      return {
        ...answer,
        UserDetailList: users.map((user) =>
          user['UserName'] === name ? { ...user, PermissionsBoundary } : user,
        ),
        Policies: policies.filter((policy) => policy['Arn'] !== arn),
      };
    },
  };
}

/** A caller that gives a list in pages, as AWS does and moto does not. */
function inPages(caller: Caller, operation: string, member: string, size: number): Caller {
  return {
    async call(call, place) {
      if (call.operation !== operation) return caller.call(call, place);
      const { Marker, ...input } = call.input;
      const answer = await caller.call({ ...call, input }, place);
      const all = answer[member] as readonly JsonObject[];
      const from = Marker === undefined ? 0 : Number(Marker);
      const isMore = from + size < all.length;
      return {
        ...answer,
        [member]: all.slice(from, from + size),
        IsTruncated: isMore,
        ...(isMore ? { Marker: String(from + size) } : {}),
      };
    },
  };
}
