/** What every action promises: reading changes nothing, twice is once, done is told from not done, undo brings all back. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkCaller } from '../../src/aws/sdk-caller.ts';
import { isJsonObject } from '../../src/json.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Grant } from '../../src/respond/action.ts';
import { actionOf } from '../../src/respond/actions.ts';
import { applySteps } from '../../src/respond/apply.ts';
import { readOnly } from '../../src/respond/operation.ts';
import type { Step } from '../../src/respond/plan.ts';
import { undoSteps } from '../../src/respond/undo.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { WITHOUT_MOTO, askingAws, callFromHere, startMoto } from '../support/moto.ts';
import type { Ask, Moto } from '../support/moto.ts';
import { UNASKED, plan, step, workIn } from '../support/response.ts';
import { scratchFolder } from '../support/run-keytrail.ts';
import { SCENES } from './scenes.ts';
import type { Scene } from './scenes.ts';

const scratch = scratchFolder();

describe.skipIf(WITHOUT_MOTO)('the action', () => {
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

  const work = (by: SdkCaller = caller): ReturnType<typeof workIn> =>
    workIn(mkdtempSync(path.join(scratch, 'case-')), by);
  const stepOf = async (scene: Scene): Promise<Step> =>
    step('C01', scene.action, await scene.set(ask), { region: scene.region ?? '' });

  it.each(SCENES)('$action keeps its promises', async (scene) => {
    const action = actionOf(scene.action)!;
    const own = await stepOf(scene);
    const before = await action.read(own, readOnly(caller));
    expect(action.verify(own, before).state, 'not done yet').not.toBe('holds');

    const at = work();
    expect(await applySteps(at, plan([own]), UNASKED)).toMatchObject([{ state: 'done', reason: '' }]);
    const after = await action.read(own, readOnly(caller));
    expect(action.verify(own, after)).toEqual({ state: 'holds' });

    // Another run, which knows nothing of the first, finds nothing to do.
    const again = work();
    const [second] = await applySteps(again, plan([own]), UNASKED);
    expect(['already', 'gone']).toContain(second?.state);
    expect(again.journal.lines.some(({ what }) => what === 'request')).toBe(false);

    const [undone] = await undoSteps(at, plan([own]), UNASKED);
    if (scene.lost !== undefined) {
      expect(undone).toMatchObject({ state: 'drifted', reason: expect.stringContaining(scene.lost) });
      return;
    }
    if (scene.anew === undefined) expect(undone).toMatchObject({ state: 'undone', reason: '' });
    expect(without(await action.read(own, readOnly(caller)), scene.anew)).toEqual(
      without(before, scene.anew),
    );
  });

  /** Does work as a user that may do what the policy says, and nothing else. */
  async function as(grants: readonly Grant[], run: (by: SdkCaller) => Promise<void>): Promise<void> {
    await ask('iam', 'CreateUser', { UserName: 'responder' });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: 'responder' })) as {
      AccessKey: { AccessKeyId: string; SecretAccessKey: string };
    };
    const statements = grants.map(({ action, resource }) => ({
      Effect: 'Allow',
      Action: action,
      // moto looks at the resource of calls on roles alone; of others it wants all.
      Resource: resource.includes(':role/') ? resource : '*',
    }));
    // AWS permits this to everybody; moto does not.
    statements.push({ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' });
    await ask('iam', 'PutUserPolicy', {
      UserName: 'responder',
      PolicyName: 'least',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
    await moto.checkPolicies(true);
    callFromHere({
      AWS_ACCESS_KEY_ID: made.AccessKey.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: made.AccessKey.SecretAccessKey,
      // Signatures are of the host that is called.
      AWS_ENDPOINT_URL: moto.url,
    });
    const by = askingAws().caller;
    try {
      await run(by);
    } finally {
      await by.close();
      await moto.checkPolicies(false);
      callFromHere({ ...moto.env, AWS_ENDPOINT_URL: proxy.url });
    }
  }

  const LEAST = SCENES.filter(({ action }) =>
    [
      'deny-user',
      'deactivate-access-key',
      'close-role-trust',
      'detach-user-policy',
      'remove-user-from-group',
      'delete-role-policy',
      'close-topic-policy',
      'start-logging',
    ].includes(action),
  );

  it.each(LEAST)(
    '$action can be applied and undone with its least policy, and not with one permission less',
    async (scene) => {
      const own = await stepOf(scene);
      const grants = actionOf(scene.action)!.permissions(own);
      await as(grants, async (by) => {
        const at = work(by);
        expect(await applySteps(at, plan([own]), UNASKED)).toMatchObject([{ state: 'done', reason: '' }]);
        expect(await undoSteps(at, plan([own]), UNASKED)).toMatchObject([{ state: 'undone' }]);
      });
      for (const left of new Set(grants.map(({ action }) => action))) {
        await moto.reset();
        const again = await stepOf(scene);
        const less = actionOf(scene.action)!
          .permissions(again)
          .filter(({ action }) => action !== left);
        await as(less, async (by) => {
          const at = work(by);
          const outcomes = [
            ...(await applySteps(at, plan([again]), UNASKED)),
            ...(await undoSteps(at, plan([again]), UNASKED)),
          ];
          const denied = outcomes.find(({ state }) => state === 'failed');
          expect(denied, `without ${left}`).toMatchObject({
            reason: expect.stringContaining('not permitted'),
            permission: left,
          });
        });
      }
    },
  );

  it('that is denied stops alone, and says what is missing', async () => {
    const { userName } = await SCENES[0]!.set(ask);
    const deny = step('C01', 'deny-user', { userName: userName!, policyName: 'Keytrail-deny' });
    const key = (await ask('iam', 'CreateAccessKey', { UserName: userName! })) as {
      AccessKey: { AccessKeyId: string };
    };
    const accessKeyId = key.AccessKey.AccessKeyId;
    const steps = [
      deny,
      step('C02', 'deactivate-access-key', { userName: userName!, accessKeyId }),
      step('C03', 'deactivate-access-key', { userName: userName!, accessKeyId }, { after: ['C01'] }),
    ];
    const grants = actionOf('deactivate-access-key')!.permissions(steps[1]!);
    await as(grants, async (by) => {
      const outcomes = await applySteps(work(by), plan(steps), UNASKED);
      expect(outcomes).toMatchObject([
        { state: 'failed', permission: 'iam:GetUser' },
        { state: 'done' },
        { state: 'skipped', reason: 'C01 must hold first' },
      ]);
    });
  });
});

/** The state without members that are never the same again. */
function without(state: JsonObject, names: readonly string[] = []): JsonObject {
  return Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => !names.includes(name))
      .map(([name, value]) => [name, isJsonObject(value) ? without(value, names) : value]),
  );
}
