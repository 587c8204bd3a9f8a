/** What networks, services and other people do while a plan is applied. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SdkCaller } from '../../src/aws/sdk-caller.ts';
import { applySteps } from '../../src/respond/apply.ts';
import { holdSteps } from '../../src/respond/hold.ts';
import type { CounterMove } from '../../src/respond/hold.ts';
import type { Step } from '../../src/respond/plan.ts';
import { undoSteps } from '../../src/respond/undo.ts';
import { Watch } from '../../src/respond/watch.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { Fault, FaultProxy } from '../support/fault-proxy.ts';
import { ACCOUNT, WITHOUT_MOTO, askingAws, callFromHere, startMoto } from '../support/moto.ts';
import type { Ask, Moto } from '../support/moto.ts';
import { UNASKED, plan, step, workIn } from '../support/response.ts';
import { scratchFolder } from '../support/run-keytrail.ts';

const scratch = scratchFolder();

describe.skipIf(WITHOUT_MOTO)('a plan is applied while', () => {
  let moto: Moto;
  let proxy: FaultProxy;
  let ask: Ask;
  let caller: SdkCaller;
  let key = '';

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await startFaultProxy(moto.url);
    // The scene is set behind the proxy.
    callFromHere(moto.env);
    const direct = askingAws();
    await direct.ask('iam', 'ListUsers');
    ask = direct.ask;
    callFromHere({ ...moto.env, AWS_ENDPOINT_URL: proxy.url });
    caller = new SdkCaller({
      access: { region: 'us-east-1', byAccount: new Map() },
      userAgent: [['keytrail', 'test']],
      timeoutMs: 700,
    });
    await caller.call(
      { service: 'iam', operation: 'ListUsers', input: {} },
      { account: ACCOUNT, region: '' },
    );
  }, 300_000);

  afterAll(async () => {
    await caller.close();
    await proxy.stop();
    await moto.stop();
  });

  beforeEach(async () => {
    await moto.reset();
    proxy.fault = () => undefined;
    proxy.carriedOut = () => undefined;
    proxy.staleMs = 0;
    proxy.seen.length = 0;
    await ask('iam', 'CreateUser', { UserName: 'ci-build' });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: 'ci-build' })) as {
      AccessKey: { AccessKeyId: string };
    };
    key = made.AccessKey.AccessKeyId;
  });

  const steps = (): Step[] => [
    step('C01', 'deactivate-access-key', { userName: 'ci-build', accessKeyId: key }),
    step('C02', 'deny-user', { userName: 'ci-build', policyName: 'Keytrail-deny' }),
  ];
  const work = (): ReturnType<typeof workIn> => workIn(mkdtempSync(path.join(scratch, 'case-')), caller);
  const writes = (): string[] =>
    proxy.seen.filter((each) => /^(?:Update|Put|Attach|Delete|Detach|Create)/.test(each));

  async function isContained(): Promise<void> {
    const keys = await ask('iam', 'ListAccessKeys', { UserName: 'ci-build' });
    expect(keys['AccessKeyMetadata']).toMatchObject([{ Status: 'Inactive' }]);
    const policies = await ask('iam', 'ListUserPolicies', { UserName: 'ci-build' });
    expect(policies['PolicyNames']).toEqual(['Keytrail-deny']);
  }

  it.each<[Fault, number]>([
    ['429', 2],
    ['500', 2],
    ['silence', 2],
    ['reset before', 2],
    ['reset after', 1],
    ['500 after', 1],
  ])('the first UpdateAccessKey meets: %s', async (fault, calls) => {
    let isFirst = true;
    proxy.fault = (operation) => {
      if (operation !== 'UpdateAccessKey' || !isFirst) return undefined;
      isFirst = false;
      return fault;
    };
    const outcomes = await applySteps(work(), plan(steps()), UNASKED);
    expect(outcomes.map(({ state, reason }) => `${state}${reason}`)).toEqual(['done', 'done']);
    await isContained();
    // What was carried out is not asked for again, although its answer was lost.
    expect(writes().filter((each) => each === 'UpdateAccessKey')).toHaveLength(calls);
  });

  it('every third call is throttled', async () => {
    let n = 0;
    proxy.fault = () => (++n % 3 === 0 ? '429' : undefined);
    const outcomes = await applySteps(work(), plan(steps()), UNASKED);
    expect(outcomes.map(({ state }) => state)).toEqual(['done', 'done']);
    await isContained();
  });

  it('a server never recovers: that step fails, the others do not', async () => {
    proxy.fault = (operation) => (operation === 'PutUserPolicy' ? '500' : undefined);
    const [key1, deny] = await applySteps(work(), plan(steps()), UNASKED);
    expect(key1?.state).toBe('done');
    expect(deny).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('may have been done or not'),
    });
  });

  it('reads show what was for a while: nothing is done twice', async () => {
    proxy.staleMs = 300;
    const at = work();
    const outcomes = await applySteps(at, plan(steps()), UNASKED);
    expect(outcomes.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(writes().toSorted()).toEqual(['PutUserPolicy', 'UpdateAccessKey']);
    proxy.seen.length = 0;
    const undone = await undoSteps(at, plan(steps()), UNASKED);
    expect(undone.map(({ state }) => state)).toEqual(['undone', 'undone']);
    expect(writes()).toEqual(['DeleteUserPolicy', 'UpdateAccessKey']);
  });

  it('the user vanishes after the first step', async () => {
    proxy.carriedOut = (operation) => {
      if (operation !== 'UpdateAccessKey') return;
      proxy.carriedOut = () => undefined;
      void ask('iam', 'UpdateUser', { UserName: 'ci-build', NewUserName: 'another' });
    };
    const [, deny] = await applySteps(work(), plan(steps()), UNASKED);
    expect(deny).toMatchObject({ state: 'gone', reason: expect.stringContaining('another name') });
  });

  it('somebody else does the same: it holds, and is not taken back later', async () => {
    await ask('iam', 'UpdateAccessKey', { UserName: 'ci-build', AccessKeyId: key, Status: 'Inactive' });
    const at = work();
    const outcomes = await applySteps(at, plan(steps()), UNASKED);
    expect(outcomes.map(({ state }) => state)).toEqual(['already', 'done']);
    const undone = await undoSteps(at, plan(steps()), UNASKED);
    expect(undone.map(({ step: { id } }) => id)).toEqual(['C02']);
  });

  it('somebody changes what was done: it stays as they left it when it is taken back', async () => {
    const at = work();
    await applySteps(at, plan(steps()), UNASKED);
    const theirs = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}';
    await ask('iam', 'PutUserPolicy', {
      UserName: 'ci-build',
      PolicyName: 'Keytrail-deny',
      PolicyDocument: theirs,
    });
    const undone = await undoSteps(at, plan(steps()), UNASKED);
    expect(undone).toMatchObject([
      { state: 'drifted', reason: expect.stringContaining('stays as it is') },
      { state: 'undone' },
    ]);
    const policy = await ask('iam', 'GetUserPolicy', { UserName: 'ci-build', PolicyName: 'Keytrail-deny' });
    expect(JSON.parse(decodeURIComponent(policy['PolicyDocument'] as string))).toEqual(JSON.parse(theirs));
  });

  it('no policy more can be attached: the other deny holds all the same', async () => {
    for (let n = 0; n < 10; n++) {
      const made = (await ask('iam', 'CreatePolicy', {
        PolicyName: `full-${n}`,
        PolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}',
      })) as { Policy: { Arn: string } };
      await ask('iam', 'AttachUserPolicy', { UserName: 'ci-build', PolicyArn: made.Policy.Arn });
    }
    const full = [...steps(), step('C03', 'attach-deny-policy', { userName: 'ci-build' })];
    // moto knows no such quota: its answer is that of AWS.
    proxy.fault = (operation) => (operation === 'AttachUserPolicy' ? 'no room' : undefined);
    const outcomes = await applySteps(work(), plan(full), UNASKED);
    expect(outcomes.map(({ state }) => state)).toEqual(['done', 'done', 'failed']);
    expect(outcomes[2]!.reason).toContain('no room for one more');
  });

  it('an intruder takes it away again and again: it is brought about again, and told', async () => {
    const made = plan(
      [...steps(), step('E01', 'delete-user', { userName: 'backdoor' }, { phase: 'eradicate' })],
      { scope: [`arn:aws:iam::${ACCOUNT}:user/ci-build`] },
    );
    await ask('iam', 'CreateUser', { UserName: 'backdoor' });
    const at = work();
    await applySteps(at, made, UNASKED);
    const over = new AbortController();
    let moves = 0;
    const opponent = (async (): Promise<void> => {
      while (!over.signal.aborted) {
        await ask('iam', 'DeleteUserPolicy', { UserName: 'ci-build', PolicyName: 'Keytrail-deny' }).catch(
          () => undefined,
        );
        await ask('iam', 'UpdateAccessKey', { UserName: 'ci-build', AccessKeyId: key, Status: 'Active' });
        await ask('iam', 'CreateUser', { UserName: 'backdoor' }).catch(() => undefined);
        if (++moves === 2) await ask('iam', 'CreateAccessKey', { UserName: 'ci-build' });
        if (moves === 3) await ask('iam', 'CreateUser', { UserName: 'backdoor2' });
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
    })();
    const told: CounterMove[] = [];
    const watch = new Watch(caller, [ACCOUNT], made.scope);
    await watch.look();
    setTimeout(() => {
      over.abort();
    }, 2500);
    await holdSteps(at, made, {
      forMs: 4000,
      everyMs: 100,
      watch,
      onMove: (move) => told.push(move),
      onBlind: () => undefined,
      isEnded: () => false,
    });
    await opponent;
    const by = (id: string): number => told.filter((move) => move.step?.id === id).length;
    for (const id of ['C01', 'C02', 'E01']) expect(by(id), id).toBeGreaterThan(2);
    const outside = told.filter((move) => move.step === undefined).map(({ reason }) => reason);
    expect(outside.some((reason) => /access key AKIA\w+ of ci-build/.test(reason))).toBe(true);
    expect(outside.some((reason) => reason.includes('user backdoor2'))).toBe(true);
    const keys = (await ask('iam', 'ListAccessKeys', { UserName: 'ci-build' })) as {
      AccessKeyMetadata: { AccessKeyId: string; Status: string }[];
    };
    expect(keys.AccessKeyMetadata.find(({ AccessKeyId }) => AccessKeyId === key)?.Status).toBe('Inactive');
    const users = (await ask('iam', 'ListUsers')) as { Users: { UserName: string }[] };
    // What is outside of the plan is told, and left alone.
    expect(users.Users.map(({ UserName }) => UserName).toSorted()).toEqual(['backdoor2', 'ci-build']);
  });
});
