/** `keytrail audit --iam` as a user runs it, against moto. Built code. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaultProxy } from './support/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy.ts';
import { madeUp } from './support/made-up-credentials.ts';
import { ACCOUNT, WITHOUT_MOTO, askingAws, callFromHere, startMoto } from './support/moto.ts';
import type { Moto } from './support/moto.ts';
import { keytrail, scratchFolder } from './support/run-keytrail.ts';
import type { Ran } from './support/run-keytrail.ts';

function schemaOf(name: string): object {
  const file = fileURLToPath(new URL(`../docs/schema/${name}.schema.json`, import.meta.url));
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addSchema(schemaOf('story'));
const fits = ajv.compile(schemaOf('audit'));

interface Shown {
  readonly credentials: readonly { keyId: string }[];
  readonly iam: {
    readonly accounts: readonly {
      account: string;
      name: string | null;
      users: readonly { name: string }[];
    }[];
    readonly refused: readonly { account: string; name: string | null }[];
    readonly keyOwners: readonly { keyId: string; account: string; user: string | null }[];
    readonly findings: readonly {
      check: string;
      user: string | null;
      keyId: string | null;
      fingerprint: string;
    }[];
  };
  readonly leftOut: { readonly baseline: number; readonly ignored: number; readonly unusedEntries: object[] };
  readonly input: { readonly problems: readonly { file: string; detail: string }[] };
}

const folder = scratchFolder();
/** Names that users may have, and that are markup or formulas elsewhere. */
const HOSTILE = '=cmd@x,y';

describe('audit --iam without an account', () => {
  it('prints the least policy, and asks nothing', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    const one = await keytrail(['audit', '--iam', '--policy'], { env });
    const { Statement } = JSON.parse(one.stdout) as { Statement: { Action: string[] }[] };
    expect([one.code, Statement.length]).toEqual([0, 1]);
    expect(Statement[0]!.Action).toContain('iam:ListAccessKeys');
    const all = await keytrail(['audit', '--iam', '--org', '--role', 'Audit', '--policy'], { env });
    expect(JSON.parse(all.stdout)).toMatchObject({
      Statement: [
        { Action: Statement[0]!.Action },
        { Action: ['organizations:ListAccounts'] },
        { Action: ['sts:AssumeRole'], Resource: 'arn:*:iam::*:role/Audit' },
      ],
    });
  });

  it.each([
    [['--org'], '--org is for accounts'],
    [['.', '--profile', 'x'], '--profile is for accounts'],
    [['--iam', '--role', 'x'], '--role is for the accounts of --org'],
    [['--iam', '--in', 'x'], 'not an account and a way into it'],
  ])('refuses %j', async (args, why) => {
    const { code, stdout, stderr } = await keytrail(['audit', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
  });
});

describe.skipIf(WITHOUT_MOTO)('audit --iam', () => {
  let moto: Moto;
  let proxy: FaultProxy;
  let env: Record<string, string>;
  let adaKey: string;
  const member: string[] = [];

  async function audit(...args: string[]): Promise<Ran> {
    return keytrail(['audit', '--iam', ...args], { env, cwd: folder });
  }

  async function auditJson(...args: string[]): Promise<Shown> {
    const { stdout, stderr } = await audit(...args, '--json');
    expect(stdout, stderr).not.toBe('');
    const shown = JSON.parse(stdout) as Shown;
    expect(fits(shown), ajv.errorsText(fits.errors)).toBe(true);
    return shown;
  }

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto.url);
    env = { ...moto.env, AWS_ENDPOINT_URL: proxy.url };
    callFromHere(env);
    const { ask, caller } = askingAws();
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
    });
    for (const UserName of ['ada', HOSTILE]) await ask('iam', 'CreateUser', { UserName });
    await ask('iam', 'PutUserPolicy', { UserName: 'ada', PolicyName: 'all', PolicyDocument });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: 'ada' })) as {
      AccessKey: { AccessKeyId: string };
    };
    adaKey = made.AccessKey.AccessKeyId;
    await ask('iam', 'CreateLoginProfile', { UserName: HOSTILE, Password: 'made-up' });
    await ask('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
    for (const AccountName of ['one', 'two']) {
      const created = (await ask('organizations', 'CreateAccount', {
        AccountName,
        Email: `${AccountName}@example.com`,
      })) as {
        CreateAccountStatus: { AccountId: string };
      };
      member.push(created.CreateAccountStatus.AccountId);
    }
    await caller.close();
  }, 300_000);

  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });

  it('tells of each key its age, its use and its power, worst first, and ends with 1', async () => {
    const { code, stdout, stderr } = await audit();
    expect([code, stderr]).toEqual([1, expect.stringContaining('1 account read')]);
    expect(stdout).toMatch(new RegExp(`^high   ${adaKey}  key of ada, account ${ACCOUNT}\n`));
    expect(stdout).toContain('active · 0 days old · never used · administrator');
    expect(stdout).toContain('key-of-admin: Whoever holds it can do everything in the account.');
    expect(stdout).toContain(`medium user ${HOSTILE}`);
    expect(stdout).toContain('1 account, 2 users, 1 access key: findings: 2 high, 1 medium');
    // No support plan: said, and nothing that keeps from a result.
    expect(stderr).toContain(`AWS Health of account ${ACCOUNT}: SubscriptionRequired`);
  });

  it('has all of it as JSON, as its schema says', async () => {
    const { iam, input } = await auditJson();
    expect(input.problems).toEqual([]);
    expect(iam.accounts).toMatchObject([{ account: ACCOUNT, users: [{ name: HOSTILE }, { name: 'ada' }] }]);
    expect(iam.findings.map(({ check, user }) => [check, user])).toEqual([
      ['root-without-mfa', null],
      ['key-of-admin', 'ada'],
      ['console-without-mfa', HOSTILE],
    ]);
  });

  it('has one row for each key as CSV and HTML, and one result for each finding as SARIF', async () => {
    const csv = await audit('--format', 'csv');
    const rows: Record<string, string>[] = parse(csv.stdout, { columns: true });
    expect(rows).toMatchObject([
      {
        level: 'high',
        kind: 'iam-key',
        key_id: adaKey,
        user: 'ada',
        status: 'active',
        last_use: 'never',
        powers: 'admin',
      },
      { level: 'high', kind: 'iam-root', key_id: '', user: '' },
      { level: 'medium', kind: 'iam-user', user: `'${HOSTILE}` },
    ]);
    const html = await audit('--format', 'html');
    expect(html.stdout.match(/<article /g)).toHaveLength(3);
    expect(html.stdout).toContain(adaKey);
    expect(html.stdout).not.toMatch(/<script|https?:/);

    const sarif = await audit('--format', 'sarif');
    const [run] = (JSON.parse(sarif.stdout) as { runs: Run[] }).runs;
    expect(run!.results.map(({ ruleId }) => ruleId)).toEqual([
      'root-without-mfa',
      'key-of-admin',
      'console-without-mfa',
    ]);
    for (const { ruleId, ruleIndex, level, locations, partialFingerprints } of run!.results) {
      expect(run!.tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
      expect(['note', 'warning', 'error']).toContain(level);
      expect(locations[0]!.logicalLocations[0]!.fullyQualifiedName).toMatch(
        new RegExp(`^aws:iam:${ACCOUNT}/`),
      );
      expect(Object.values(partialFingerprints)[0]).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  it('tells nothing of the baseline again, nor what an ignore file names by fingerprint', async () => {
    const baseline = path.join(folder, 'baseline.json');
    const { iam } = await auditJson('--write-baseline', baseline);
    const after = await audit('--baseline', baseline, '--quiet');
    expect([after.code, after.stderr]).toEqual([0, '']);
    expect(after.stdout).toContain('no findings');

    const ignore = path.join(folder, 'ignore');
    writeFileSync(ignore, `${iam.findings[0]!.fingerprint} Root is held centrally.\n${adaKey} Rotated.\n`);
    const rest = await auditJson('--ignore-file', ignore);
    // A key ID is for where the key lies about.
    expect(rest.iam.findings.map(({ check }) => check)).toEqual(['key-of-admin', 'console-without-mfa']);
    expect(rest.leftOut).toMatchObject({ ignored: 1, unusedEntries: [{ line: 2 }] });
  });

  it('asks whose a key is that lies about, beside what it finds, and never uses it', async () => {
    const strange = madeUp('strange');
    mkdirSync(path.join(folder, 'tree'));
    writeFileSync(
      path.join(folder, 'tree/.env'),
      `AWS_ACCESS_KEY_ID=${strange.keyId()}\nAWS_SECRET_ACCESS_KEY=${strange.secret}\n# ${adaKey}\n`,
    );
    proxy.gaps.account.accounts.set(strange.keyId(), '999999999999');
    const { credentials, iam } = await auditJson('tree');
    expect(credentials.map(({ keyId }) => keyId).toSorted()).toEqual([adaKey, strange.keyId()].toSorted());
    expect(iam.keyOwners).toMatchObject([{ keyId: strange.keyId(), account: '999999999999', user: null }]);
    expect(JSON.stringify([credentials, iam])).not.toContain(strange.secret.slice(0, 8));
  });

  it('--org reads every account with the role, names the one that refuses, and ends with 3', async () => {
    proxy.fault = (operation, body) =>
      operation === 'AssumeRole' && body.includes(member[1]!) ? 'no room' : undefined;
    const { code, stdout, stderr } = await audit('--org', '--role', 'Audit', '--json');
    proxy.fault = () => undefined;
    const { iam, input } = JSON.parse(stdout) as Shown;
    expect(code).toBe(3);
    expect(iam.accounts.map(({ account }) => account).toSorted()).toEqual([ACCOUNT, member[0]!].toSorted());
    expect(iam.refused).toMatchObject([{ account: member[1], name: 'two' }]);
    expect(input.problems).toMatchObject([{ file: `account ${member[1]} (two)` }]);
    expect(stderr).toContain('2 accounts read, 1 account not entered');
    expect(stderr).toContain(`account ${member[1]} (two) could not be read`);
  });

  it('ends with 3 where a part is refused, and tells the rest', async () => {
    proxy.fault = (operation) => (operation === 'GetLoginProfile' ? 'no room' : undefined);
    const { code, stdout, stderr } = await audit();
    proxy.fault = () => undefined;
    expect(code).toBe(3);
    expect(stdout).toContain(adaKey);
    expect(stderr).toContain(
      `account ${ACCOUNT} could not be read: password of ${HOSTILE}: LimitExceededException: no`,
    );
  });

  it('ends with 2 where AWS does not know who asks', async () => {
    proxy.fault = (operation) => (operation === 'GetCallerIdentity' ? 'no room' : undefined);
    const { code, stdout, stderr } = await audit();
    proxy.fault = () => undefined;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Check --profile');
  });
});

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly locations: readonly { logicalLocations: readonly { fullyQualifiedName: string }[] }[];
    readonly partialFingerprints: Record<string, string>;
  }[];
}
