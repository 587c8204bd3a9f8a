/** What a thing was before comes from AWS Config where that recorded it, and only what it recorded before the change. */
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applySteps } from '../../src/respond/apply.ts';
import { AwsError } from '../../src/respond/aws-error.ts';
import type { Plan } from '../../src/respond/plan.ts';
import { textIn } from '../../src/respond/reading.ts';
import { responseRecord } from '../../src/respond/response-record.ts';
import { undoSteps } from '../../src/respond/undo.ts';
import type { HistoryItem } from '../aws/config-history.ts';
import { startAws } from '../support/aws.ts';
import type { Aws } from '../support/aws.ts';
import { WITHOUT_MOTO } from '../support/moto.ts';
import type { Ask } from '../support/moto.ts';
import { UNASKED, plan, step, workIn } from '../support/response.ts';
import { scratchFolder } from '../support/run-keytrail.ts';

const REGION = 'eu-west-1';
const BUCKET = 'reports-of-ours';
const PARTNER = 'arn:aws:iam::444455556666:root';
const INTRUDER = 'arn:aws:iam::999988887777:root';
const scratch = scratchFolder();
const changedMs = Date.UTC(2026, 9, 14, 2, 20);
const formerAt = '2026-10-14T02:19:59Z';

function lettingIn(...principals: readonly string[]): string {
  const Statement = { Effect: 'Allow', Principal: { AWS: principals }, Action: 's3:GetObject' };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ ...Statement, Resource: `arn:aws:s3:::${BUCKET}/*` }],
  });
}

function recorded(timeMs: number, policyText: string | null): HistoryItem {
  return {
    configurationItemCaptureTime: timeMs / 1000,
    configurationItemStatus: 'OK',
    supplementaryConfiguration: { BucketPolicy: JSON.stringify({ policyText }) },
  };
}

function trust(principal: string): string {
  const Statement = [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

describe.skipIf(WITHOUT_MOTO)('a policy that the intruder changed', () => {
  let aws: Aws;
  let ask: Ask;

  beforeAll(async () => {
    aws = await startAws();
    ({ ask } = aws);
  }, 300_000);

  afterAll(async () => aws.stop());

  beforeEach(async () => {
    await aws.reset();
    const CreateBucketConfiguration = { LocationConstraint: REGION };
    await ask('s3', 'CreateBucket', { Bucket: BUCKET, CreateBucketConfiguration }, REGION);
    await ask('s3', 'PutBucketPolicy', { Bucket: BUCKET, Policy: lettingIn(PARTNER, INTRUDER) }, REGION);
  });

  const close = plan([step('C01', 'close-bucket-policy', { bucket: BUCKET, formerAt }, { region: REGION })]);
  /** `null` when there is none. */
  const policyNow = async (): Promise<unknown> => {
    try {
      return JSON.parse(textIn(await ask('s3', 'GetBucketPolicy', { Bucket: BUCKET }, REGION), 'Policy'));
    } catch (error) {
      if (error instanceof AwsError && error.code === 'NoSuchBucketPolicy') return null;
      throw error;
    }
  };

  /** Applies and takes back; what was there in between, and what was told. */
  async function applied(of: Plan): Promise<{ policy: unknown; reason: string }> {
    const work = workIn(mkdtempSync(path.join(scratch, 'case-')), aws.caller);
    const [outcome] = await applySteps(work, of, UNASKED);
    expect(outcome).toMatchObject({ state: 'done' });
    expect(await applySteps(work, of, UNASKED)).toMatchObject([{ state: 'done' }]);
    const policy = await policyNow();
    const record = responseRecord({ incident: 'x', plan: of, lines: work.journal.lines, closing: null })!;
    expect(record.steps[0]).toMatchObject({ state: 'done', reason: outcome!.reason });
    expect(await undoSteps(work, of, UNASKED)).toMatchObject([{ state: 'undone', reason: '' }]);
    expect(await policyNow()).toEqual(JSON.parse(lettingIn(PARTNER, INTRUDER)));
    return { policy, reason: outcome!.reason };
  }

  it('is put back as AWS Config recorded it last before, partners of other accounts and all', async () => {
    aws.proxy.gaps.history.set(`AWS::S3::Bucket ${BUCKET}`, [
      recorded(changedMs - 86_400_000, lettingIn('arn:aws:iam::123456789012:root')),
      recorded(changedMs - 3_600_000, lettingIn(PARTNER)),
      recorded(changedMs + 60_000, lettingIn(PARTNER, INTRUDER)),
    ]);
    expect(await applied(close)).toEqual({
      policy: JSON.parse(lettingIn(PARTNER)),
      reason: 'put back from AWS Config, as recorded at 2026-10-14T01:20:00.000Z',
    });
  });

  it('is taken away where there was none', async () => {
    aws.proxy.gaps.history.set(`AWS::S3::Bucket ${BUCKET}`, [recorded(changedMs - 3_600_000, null)]);
    expect((await applied(close)).policy).toBeNull();
  });

  it.each([
    ['that does not record it', (): void => undefined, 'ResourceNotDiscoveredException'],
    [
      'that recorded it only after the change',
      (): void => {
        aws.proxy.gaps.history.set(`AWS::S3::Bucket ${BUCKET}`, [
          recorded(changedMs + 1, lettingIn(INTRUDER)),
        ]);
      },
      'nothing was recorded before',
    ],
  ])('is closed to outsiders under an AWS Config %s', async (_name, set, why) => {
    set();
    const { policy, reason } = await applied(close);
    expect(policy).not.toEqual(JSON.parse(lettingIn(PARTNER, INTRUDER)));
    expect(JSON.stringify(policy)).not.toContain('999988887777');
    expect(reason).toBe(`AWS Config does not say: ${why}; those from outside are taken out`);
  });

  it('is left alone while AWS Config does not answer: what it would say is not known', async () => {
    aws.proxy.fault = (operation) => (operation === 'GetResourceConfigHistory' ? '500' : undefined);
    const work = workIn(mkdtempSync(path.join(scratch, 'case-')), aws.caller);
    expect(await applySteps(work, close, UNASKED)).toMatchObject([{ state: 'failed' }]);
    expect(await policyNow()).toEqual(JSON.parse(lettingIn(PARTNER, INTRUDER)));
  });

  it('of a role is found by its unique ID, and is in URL encoding', async () => {
    const { Role } = await ask('iam', 'CreateRole', {
      RoleName: 'data',
      AssumeRolePolicyDocument: trust(INTRUDER),
    });
    const { RoleId } = Role as { RoleId: string };
    aws.proxy.gaps.history.set(`AWS::IAM::Role ${RoleId}`, [
      {
        configurationItemCaptureTime: changedMs / 1000 - 60,
        configuration: JSON.stringify({ assumeRolePolicyDocument: encodeURIComponent(trust(PARTNER)) }),
      },
    ]);
    const of = plan([step('C01', 'close-role-trust', { roleName: 'data', formerAt })]);
    const work = workIn(mkdtempSync(path.join(scratch, 'case-')), aws.caller);
    expect(await applySteps(work, of, UNASKED)).toMatchObject([{ state: 'done' }]);
    const now = (await ask('iam', 'GetRole', { RoleName: 'data' }))['Role'] as {
      AssumeRolePolicyDocument: string;
    };
    expect(JSON.parse(decodeURIComponent(now.AssumeRolePolicyDocument))).toEqual(JSON.parse(trust(PARTNER)));
  });
});
