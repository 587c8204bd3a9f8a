/** The command is ended by force at any point, run twice at once, and refused what it must not do. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JournalLine } from '../../src/respond/journal-line.ts';
import { planText } from '../../src/respond/plan-file.ts';
import type { Plan } from '../../src/respond/plan.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { ACCOUNT, WITHOUT_MOTO, askingAws, callFromHere, startMoto } from '../support/moto.ts';
import type { Ask, Moto } from '../support/moto.ts';
import { plan, step } from '../support/response.ts';
import { MAIN, keytrail, scratchFolder } from '../support/run-keytrail.ts';
import type { Ran } from '../support/run-keytrail.ts';

const scratch = scratchFolder();

function writePlan(value: Plan): string {
  const place = path.join(mkdtempSync(path.join(scratch, 'case-')), 'plan.yml');
  writeFileSync(place, planText(value));
  return place;
}

describe.skipIf(WITHOUT_MOTO)('keytrail respond', () => {
  let moto: Moto;
  let proxy: FaultProxy;
  let ask: Ask;
  let file = '';
  let made: Plan;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto.url);
    callFromHere(moto.env);
    ask = askingAws().ask;
  }, 300_000);

  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });

  beforeEach(async () => {
    await moto.reset();
    proxy.fault = () => undefined;
    proxy.carriedOut = () => undefined;
    proxy.seen.length = 0;
    await ask('iam', 'CreateUser', { UserName: 'ci-build' });
    const key = (await ask('iam', 'CreateAccessKey', { UserName: 'ci-build' })) as {
      AccessKey: { AccessKeyId: string };
    };
    const accessKeyId = key.AccessKey.AccessKeyId;
    made = plan(
      [
        step('C01', 'deactivate-access-key', { userName: 'ci-build', accessKeyId }),
        step('C02', 'deny-user', { userName: 'ci-build', policyName: 'Keytrail-deny' }),
      ],
      { scope: [accessKeyId, `arn:aws:iam::${ACCOUNT}:user/ci-build`] },
    );
    file = writePlan(made);
  });

  const env = (): Record<string, string> => ({ ...moto.env, AWS_ENDPOINT_URL: proxy.url });
  const respond = async (...args: string[]): Promise<Ran> => keytrail(['respond', ...args], { env: env() });
  const writes = (): string[] => proxy.seen.filter((each) => /^(?:Update|Put|Delete)/.test(each));
  const journal = (): JournalLine[] =>
    readFileSync(path.join(path.dirname(file), 'response-INC-test0001.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalLine);

  function begin(): { child: ChildProcess; ended: Promise<unknown> } {
    const child = spawn(process.execPath, [MAIN, 'respond', 'apply', file, '--apply', '--yes'], {
      env: { ...process.env, ...env() },
      stdio: 'ignore',
    });
    return { child, ended: new Promise((resolve) => child.once('exit', resolve)) };
  }

  async function stateOfUser(): Promise<unknown> {
    const keys = await ask('iam', 'ListAccessKeys', { UserName: 'ci-build' });
    const policies = await ask('iam', 'ListUserPolicies', { UserName: 'ci-build' });
    return [keys['AccessKeyMetadata'], policies['PolicyNames']];
  }

  it.each(['before', 'during', 'after'])('goes on after it was killed %s a call', async (moment) => {
    const before = await stateOfUser();
    const { child, ended } = begin();
    const kill = (): void => {
      child.kill('SIGKILL');
      proxy.fault = () => undefined;
      proxy.carriedOut = () => undefined;
    };
    if (moment === 'before')
      proxy.fault = (operation) => {
        if (operation !== 'PutUserPolicy') return undefined;
        kill();
        return 'silence';
      };
    if (moment === 'during')
      proxy.carriedOut = (operation) => {
        if (operation === 'PutUserPolicy') kill();
      };
    if (moment === 'after')
      proxy.fault = (operation) => {
        // The first look after the call.
        if (operation !== 'GetUserPolicy' || !proxy.seen.includes('PutUserPolicy')) return undefined;
        kill();
        return 'silence';
      };
    await ended;
    expect(child.signalCode).toBe('SIGKILL');
    const again = await respond('apply', file, '--apply', '--yes');
    expect(again.stdout).toContain('2 done');
    expect(again.code, again.stderr).toBe(0);
    expect(writes().toSorted()).toEqual(
      moment === 'before'
        ? ['PutUserPolicy', 'PutUserPolicy', 'UpdateAccessKey']
        : ['PutUserPolicy', 'UpdateAccessKey'],
    );
    expect(await stateOfUser()).toMatchObject([[{ Status: 'Inactive' }], ['Keytrail-deny']]);
    const undone = await respond('undo', file, '--apply', '--yes');
    expect(undone.stdout).toContain('2 undone');
    expect(await stateOfUser()).toEqual(before);
  });

  it('ends at Ctrl-C when what was begun is finished, and goes on from there', async () => {
    const child = spawn(process.execPath, [MAIN, 'respond', 'apply', file, '--apply', '--yes'], {
      env: { ...process.env, ...env() },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => {
        said += piece.toString();
      });
    proxy.carriedOut = (operation) => {
      if (operation === 'UpdateAccessKey') child.kill('SIGINT');
    };
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(said).toContain('what was begun is finished, then it ends');
    expect(said).toMatch(/^C01 {3}done/m);
    expect(said).toMatch(/^C02 {3}skipped .*\n {6}the run was ended before it began$/m);
    expect(code).toBe(130);
    expect(writes()).toEqual(['UpdateAccessKey']);
    expect(readdirSync(path.dirname(file))).not.toContain('response.lock');
    const again = await respond('apply', file, '--apply', '--yes');
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('2 steps: 2 done')]);
    expect(writes()).toEqual(['UpdateAccessKey', 'PutUserPolicy']);
  });

  it('applies all steps although nobody reads on', async () => {
    const child = spawn(process.execPath, [MAIN, 'respond', 'apply', file, '--apply', '--yes'], {
      env: { ...process.env, ...env() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).toBe(0);
    expect(writes()).toEqual(['UpdateAccessKey', 'PutUserPolicy']);
  });

  it('runs once when it is started twice', async () => {
    proxy.fault = (operation) => (operation === 'UpdateAccessKey' ? '500' : undefined);
    const runs = [begin(), begin()];
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const third = await respond('apply', file, '--apply', '--yes');
    expect(third.code).toBe(2);
    expect(third.stderr).toContain('the response of this case is in use by process');
    proxy.fault = () => undefined;
    await Promise.all(runs.map(({ ended }) => ended));
    expect(runs.map(({ child }) => child.exitCode)).toEqual(expect.arrayContaining([0, 2]));
    expect(new Set(journal().map(({ run }) => run))).toEqual(new Set([1]));
  });

  it('shows, and changes nothing, without --apply', async () => {
    const before = await stateOfUser();
    const { code, stdout } = await respond('apply', file);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is changed without --apply.');
    expect(stdout).toMatch(/iam:UpdateAccessKey UserName=ci-build AccessKeyId=AKIA\w+ Status=Inactive/);
    expect(await stateOfUser()).toEqual(before);
    expect(writes()).toEqual([]);
    expect(readdirSync(path.dirname(file))).toEqual(['plan.yml']);
  });

  it('asks, or has to be told that all was approved', async () => {
    const { code, stderr } = await respond('apply', file, '--apply');
    expect(code).toBe(2);
    expect(stderr).toContain('nobody can be asked');
    expect(writes()).toEqual([]);
  });

  it('writes a journal that shows who did what', async () => {
    await respond('apply', file, '--apply', '--yes');
    const lines = journal();
    expect(
      lines.map(({ what }) => what).filter((what) => ['before', 'request', 'answer'].includes(what)),
    ).toHaveLength(6);
    expect(lines.find(({ what }) => what === 'request')).toMatchObject({
      actor: expect.stringMatching(/^arn:aws:/),
    });
  });

  it('verifies, sees drift, and says so', async () => {
    await respond('apply', file, '--apply', '--yes');
    expect((await respond('verify', file)).code).toBe(0);
    await ask('iam', 'DeleteUserPolicy', { UserName: 'ci-build', PolicyName: 'Keytrail-deny' });
    const { code, stdout } = await respond('verify', file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      steps: [{ state: 'holds' }, { step: 'C02', state: 'drifted' }],
    });
  });

  it('refuses a plan that was changed since', async () => {
    await respond('apply', file, '--apply', '--yes');
    const other = step('C02', 'deny-user', { userName: 'ci-build', policyName: 'other' });
    writeFileSync(file, planText({ ...made, steps: [made.steps[0]!, other] }));
    const { code, stderr } = await respond('undo', file, '--apply', '--yes');
    expect(code).toBe(2);
    expect(stderr).toContain('step C02 was applied as deny-user with other parameters');
  });

  it('never acts with a credential of the incident, nor on its own user', async () => {
    const { accessKeyId } = made.steps[0]!.parameters as { accessKeyId: string };
    const leaked = await keytrail(['respond', 'apply', file, '--apply', '--yes'], {
      env: { ...env(), AWS_ACCESS_KEY_ID: accessKeyId },
    });
    expect(leaked.code).toBe(2);
    expect(leaked.stderr).toContain('never act with it');
    const own =
      (await ask('iam', 'CreateUser', { UserName: 'rescue' })) &&
      (await ask('iam', 'CreateAccessKey', { UserName: 'rescue' }));
    const { AccessKeyId } = own['AccessKey'] as { AccessKeyId: string };
    const locked = writePlan(
      plan([step('C01', 'deny-user', { userName: 'rescue', policyName: 'Keytrail-deny' })], {
        scope: [`arn:aws:iam::${ACCOUNT}:user/rescue`],
      }),
    );
    const refused = await keytrail(['respond', 'apply', locked, '--apply', '--yes'], {
      env: { ...env(), AWS_ACCESS_KEY_ID: AccessKeyId },
    });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('by which the responder acts');
    expect(writes()).toEqual([]);
  });

  it('prints what is hostile in names and policies as text', async () => {
    const name = 'a\u001B[31m; $(reboot)';
    const hostile = writePlan(
      plan([step('C01', 'deny-user', { userName: name, policyName: 'Keytrail-deny' })]),
    );
    const refused = await respond('apply', hostile, '--apply', '--yes');
    expect(refused.code).toBe(2);
    expect(refused.stderr).not.toContain('\u001B[31m');
    const title = `${made.steps[1]!.title} \u001B[31m$(reboot)`;
    const titled = writePlan({ ...made, steps: [{ ...made.steps[1]!, title }] });
    const { code, stdout } = await respond('apply', titled, '--apply', '--yes');
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001B[31m');
    expect(stdout).toContain('$(reboot)');
  });
});
