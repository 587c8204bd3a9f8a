/** A plan is applied to an account, and taken back. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applySteps } from '../../src/respond/apply.ts';
import { undoSteps } from '../../src/respond/undo.ts';
import { verifySteps } from '../../src/respond/verify.ts';
import { stepRecord } from '../../src/respond/step-record.ts';
import { WITHOUT_MOTO, askingAws, callFromHere, startMoto } from '../support/moto.ts';
import type { Moto } from '../support/moto.ts';
import { UNASKED, plan, realClock, step, workIn } from '../support/response.ts';
import { scratchFolder } from '../support/run-keytrail.ts';

const scratch = scratchFolder();
/** Every sign that IAM permits in a name. */
const USER = 'eve+=,.@-_1';

describe.skipIf(WITHOUT_MOTO)('a plan', () => {
  let moto: Moto;
  const { ask, caller } = askingAws();
  beforeAll(async () => {
    moto = await startMoto({ managedPolicies: true });
    callFromHere(moto.env);
  }, 300_000);
  afterAll(async () => moto.stop());
  let key = '';
  beforeEach(async () => {
    await moto.reset();
    await ask('iam', 'CreateUser', { UserName: USER });
    const made = (await ask('iam', 'CreateAccessKey', { UserName: USER })) as {
      AccessKey: { AccessKeyId: string };
    };
    key = made.AccessKey.AccessKeyId;
  });

  const work = (): ReturnType<typeof workIn> => workIn(mkdtempSync(path.join(scratch, 'case-')), caller);

  it('is applied, holds, and is taken back', async () => {
    const made = plan([
      step('C01', 'deactivate-access-key', { userName: USER, accessKeyId: key }),
      step('C02', 'deny-user', { userName: USER, policyName: 'Keytrail-deny' }),
      step('C03', 'attach-deny-policy', { userName: USER }),
    ]);
    const at = work();
    expect((await applySteps(at, made, UNASKED)).map(({ state, reason }) => `${state}${reason}`)).toEqual([
      'done',
      'done',
      'done',
    ]);
    const keys = await ask('iam', 'ListAccessKeys', { UserName: USER });
    expect(keys['AccessKeyMetadata']).toMatchObject([{ Status: 'Inactive' }]);
    const looking = { ...at, clock: realClock, recordOf: (id: string) => stepRecord(at.journal.linesOf(id)) };
    expect((await verifySteps(looking, made.steps, 0)).map(({ state }) => state)).toEqual([
      'holds',
      'holds',
      'holds',
    ]);
    expect(
      (await undoSteps(at, made, UNASKED)).map(
        ({ step: { id }, state, reason }) => `${id} ${state}${reason}`,
      ),
    ).toEqual(['C03 undone', 'C02 undone', 'C01 undone']);
    const after = await ask('iam', 'ListAccessKeys', { UserName: USER });
    expect(after['AccessKeyMetadata']).toMatchObject([{ Status: 'Active' }]);
  });
});
