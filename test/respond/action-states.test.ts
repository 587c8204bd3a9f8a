/** Every action that moto knows the service of, against moto: read, apply, apply again, verify, undo. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { ACTIONS } from '../../src/respond/actions.ts';
import type { Caller } from '../../src/respond/action.ts';
import type { Step } from '../../src/respond/plan.ts';
import { startAws } from '../support/aws.ts';
import type { Aws } from '../support/aws.ts';
import { ACCOUNT, WITHOUT_MOTO } from '../support/moto.ts';
import type { Ask } from '../support/moto.ts';
import { step } from '../support/response.ts';
import { SCENES } from './action-scenes.ts';
import type { Scene } from './action-scenes.ts';
import { ANCHORS, GAP_SCENES } from './service-scenes.ts';

/** What a step read before it was applied and after it was undone, and what it said it could not bring back. */
interface Round {
  readonly before: JsonObject;
  readonly restored: JsonObject;
  readonly drift: readonly string[];
}

/**
 * What every action promises, given AWS with something to act on. It reads only while it reads; what it calls brings
 * about what it wants; done once, there is nothing to do; undone, everything is as it was, or is named.
 */
async function broughtThereAndBack(of: Step, aws: Caller): Promise<Round> {
  const action = ACTIONS[of.action]!;
  const place = { account: of.account, region: of.region };
  const reader: Caller = {
    call: async (call, at) => {
      expect(call.operation).toMatch(/^(?:Admin)?(?:Get|List|Describe)/);
      return aws.call(call, at);
    },
  };
  const before = await action.read(of, reader);
  expect(action.verify(of, before).state).not.toBe('holds');
  const calls = action.calls(of, before);
  expect(calls.length).toBeGreaterThan(0);
  for (const call of calls) await aws.call(call, place);
  const after = await action.read(of, reader);
  expect(action.verify(of, after)).toEqual({ state: 'holds' });
  expect(action.calls(of, after)).toEqual([]);
  const undo = action.undo(of, before, after);
  for (const call of undo.calls) await aws.call(call, place);
  const restored = await action.read(of, reader);
  return { before: withoutIds(before), restored: withoutIds(restored), drift: undo.drift };
}

/** AWS gives IDs; those of policies and associations made again are others. */
function withoutIds(state: JsonObject): JsonObject {
  const { id: _id, ...rest } = state;
  return rest;
}

/** Emptying an account that knows the policies of AWS takes a second: what needs them is in apply.test.ts. */
const HERE = [...SCENES.filter(({ needsManaged = false }) => !needsManaged), ...GAP_SCENES];

describe.skipIf(WITHOUT_MOTO)('actions on moto', () => {
  let aws: Aws;
  let ask: Ask;

  beforeAll(async () => {
    aws = await startAws();
    ({ ask } = aws);
    for (const id of ANCHORS) aws.proxy.gaps.anchors.set(id, false);
  }, 120_000);

  beforeEach(async () => aws.reset());

  afterAll(async () => aws.stop());

  async function roundOf({ action, region = '', set }: Scene): Promise<Round> {
    const parameters = await set(ask);
    return broughtThereAndBack(step('C01', action, parameters, { account: ACCOUNT, region }), aws.caller);
  }

  it.each(HERE.filter(({ lossy = false }) => !lossy))('$action brings everything back', async (scene) => {
    const { before, restored, drift } = await roundOf(scene);
    expect(drift).toEqual([]);
    expect(restored).toEqual(before);
  });

  it.each(HERE.filter(({ lossy = false }) => lossy))(
    '$action says what it cannot bring back',
    async (scene) => {
      const { drift } = await roundOf(scene);
      expect(drift).not.toEqual([]);
    },
  );

  it('restore-event-selectors has nothing to do where a trail has none: it records all then', async () => {
    await ask('s3', 'CreateBucket', { Bucket: 'logs-of-ours' });
    await ask('cloudtrail', 'CreateTrail', { Name: 'main', S3BucketName: 'logs-of-ours' });
    const of = step('C01', 'restore-event-selectors', { trailName: 'main' }, { account: ACCOUNT });
    const { read, verify, calls } = ACTIONS[of.action]!;
    const now = await read(of, aws.caller);
    expect(verify(of, now)).toEqual({ state: 'holds' });
    expect(calls(of, now)).toEqual([]);
  });
});
