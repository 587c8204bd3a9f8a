/** The policy that an action prints suffices to apply and undo it, and with one permission less it does not. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SdkCaller } from '../../src/aws/sdk-caller.ts';
import type { Grant } from '../../src/respond/action.ts';
import { actionOf } from '../../src/respond/actions.ts';
import { applySteps } from '../../src/respond/apply.ts';
import type { Step } from '../../src/respond/plan.ts';
import { undoSteps } from '../../src/respond/undo.ts';
import { startAws } from '../support/aws.ts';
import type { Aws } from '../support/aws.ts';
import { WITHOUT_MOTO, askingAws, callFromHere } from '../support/moto.ts';
import type { Ask } from '../support/moto.ts';
import { UNASKED, plan, step, workIn } from '../support/response.ts';
import { scratchFolder } from '../support/run-keytrail.ts';
import { SCENES } from './action-scenes.ts';
import type { Scene } from './action-scenes.ts';

const scratch = scratchFolder();

function work(by: SdkCaller): ReturnType<typeof workIn> {
  return workIn(mkdtempSync(path.join(scratch, 'case-')), by);
}

describe.skipIf(WITHOUT_MOTO)('the least policy of', () => {
  let aws: Aws;
  let ask: Ask;

  beforeAll(async () => {
    aws = await startAws();
    ({ ask } = aws);
  }, 300_000);

  afterAll(async () => aws.stop());

  beforeEach(async () => aws.reset());

  const stepOf = async (scene: Scene): Promise<Step> =>
    step('C01', scene.action, await scene.set(ask), { region: scene.region ?? '' });

  /** Does work as a user that may do what the policy says, and nothing else. */
  async function as(grants: readonly Grant[], run: (by: SdkCaller) => Promise<void>): Promise<void> {
    await ask('iam', 'CreateUser', { UserName: 'responder' });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: 'responder' })) as {
      AccessKey: { AccessKeyId: string; SecretAccessKey: string };
    };
    const isDeleting = grants.some(({ action }) => action === 'iam:DeleteRole');
    const statements = grants.map(({ action, resource }) => ({
      Effect: 'Allow',
      Action: action,
      // moto looks at the resource of calls on roles alone; of others it wants all.
      Resource: resource.includes(':role/') && !isDeleting ? resource : '*',
    }));
    // AWS permits this to everybody; moto does not.
    statements.push({ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' });
    await ask('iam', 'PutUserPolicy', {
      UserName: 'responder',
      PolicyName: 'least',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
    await aws.moto.checkPolicies(true);
    callFromHere({
      AWS_ACCESS_KEY_ID: made.AccessKey.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: made.AccessKey.SecretAccessKey,
      // Signatures are of the host that is called.
      AWS_ENDPOINT_URL: aws.moto.url,
    });
    const by = askingAws().caller;
    try {
      await run(by);
    } finally {
      await by.close();
      await aws.moto.checkPolicies(false);
      callFromHere(aws.env);
    }
  }

  /** moto lacks the service, the policies of AWS (apply.test.ts), or its answer to who is not permitted. */
  const NOT_HERE = new Set([
    'attach-deny-policy',
    'set-deny-boundary',
    'restore-public-access-block',
    'unshare-snapshot',
    'terminate-instance',
  ]);
  /** Needed only for another state than that of the scene, or asked for by AWS and not by moto. */
  const NEEDED_ELSEWHERE =
    /^iam:(?:PassRole|Tag\w+)$|:Delete(?:Bucket|Resource|Repository)Policy$|^kms:CancelKeyDeletion$|^guardduty:UpdateDetector$|^organizations:UpdatePolicy$/;
  const LEAST = SCENES.filter(({ action }) => !NOT_HERE.has(action));

  it.each(LEAST)('$action', async (scene) => {
    const own = await stepOf(scene);
    const grants = actionOf(scene.action)!.permissions(own);
    await as(grants, async (by) => {
      const at = work(by);
      expect(await applySteps(at, plan([own]), UNASKED)).toMatchObject([{ state: 'done', reason: '' }]);
      const [again] = await applySteps(at, plan([own]), UNASKED);
      expect(again).toMatchObject({ state: 'done' });
      const [undone] = await undoSteps(at, plan([own]), UNASKED);
      // What cannot be restored to the letter says what is lost.
      const whole = { state: 'undone', reason: '' };
      expect(undone).toMatchObject(scene.lossy === true ? {} : whole);
      expect(undone?.reason).not.toContain('not permitted');
    });
    for (const left of new Set(grants.map(({ action }) => action))) {
      // What deleting needs depends on all that can be on a thing.
      if (NEEDED_ELSEWHERE.test(left) || /^delete-(?:policy|role|group)$/.test(scene.action)) continue;
      await aws.reset();
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
  });

  it('one step does for that step; others stop alone, and say what is missing', async () => {
    const userName = 'lena';
    await ask('iam', 'CreateUser', { UserName: userName });
    const deny = step('C01', 'deny-user', { userName, policyName: 'Keytrail-deny' });
    const key = (await ask('iam', 'CreateAccessKey', { UserName: userName })) as {
      AccessKey: { AccessKeyId: string };
    };
    const accessKeyId = key.AccessKey.AccessKeyId;
    const steps = [
      deny,
      step('C02', 'deactivate-access-key', { userName, accessKeyId }),
      step('C03', 'deactivate-access-key', { userName, accessKeyId }, { after: ['C01'] }),
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
