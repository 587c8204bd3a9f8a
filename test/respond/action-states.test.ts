/** Every action that moto knows the service of, against moto: read, apply, apply again, verify, undo. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { ACTIONS } from '../../src/respond/actions.ts';
import type { Caller } from '../../src/respond/action.ts';
import type { Step } from '../../src/respond/plan.ts';
import { ACCOUNT, WITHOUT_MOTO, askingAws, callFromHere, startMoto } from '../support/moto.ts';
import type { Ask, Moto } from '../support/moto.ts';
import { step } from '../support/response.ts';
import { SCENES } from './action-scenes.ts';

/**
 * What every action promises, given AWS with something to act on. It reads only while it reads; what it calls brings
 * about what it wants; done once, there is nothing to do; undone, everything is as it was, or is named.
 */
async function holdsContract(of: Step, aws: Caller, isLossy: boolean): Promise<void> {
  const action = ACTIONS[of.action]!;
  const place = { account: of.account, region: of.region };
  const reader: Caller = {
    call: async (call, at) => {
      expect(call.operation).toMatch(/^(?:Get|List|Describe)/);
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
  if (isLossy) expect(undo.drift.length).toBeGreaterThan(0);
  else {
    expect(undo.drift).toEqual([]);
    expect(withoutIds(restored)).toEqual(withoutIds(before));
  }
}

/** AWS gives IDs; those of policies and associations made again are others. */
function withoutIds(state: JsonObject): JsonObject {
  const { id: _id, ...rest } = state;
  return rest;
}

describe.skipIf(WITHOUT_MOTO)('actions on moto', () => {
  let moto: Moto;
  let ask: Ask;
  let caller: Caller;

  beforeAll(async () => {
    moto = await startMoto({ managedPolicies: true });
    callFromHere(moto.env);
    ({ ask, caller } = askingAws());
  }, 120_000);

  beforeEach(async () => moto.reset());

  afterAll(async () => moto.stop());

  it.each(SCENES)('$action', async ({ action, region = '', lossy = false, set }) => {
    const parameters = await set(ask);
    await holdsContract(step('C01', action, parameters, { account: ACCOUNT, region }), caller, lossy);
  });
});
