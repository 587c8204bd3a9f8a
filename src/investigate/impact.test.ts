import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_LINEAGE, areSamplesHere, made, sampleEvidence } from '../../test/support/evidence.ts';
import type { EvidenceEvent } from './evidence.ts';
import { actionsOf } from './action.ts';
import { impactOf } from './impact.ts';
import type { ImpactItem } from './incident.ts';
import { textAt } from './values.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:pay/db-AbCdEf';

function only(items: readonly ImpactItem[], of: Partial<ImpactItem>): ImpactItem[] {
  return items.filter((item) =>
    Object.entries(of).every(([name, value]) => item[name as keyof ImpactItem] === value),
  );
}

const readParameter = (withDecryption: boolean): ImpactItem =>
  impactOf(
    actionsOf([made({ call: 'ssm:GetParameter', request: { name: '/a', withDecryption }, readOnly: true })]),
    NO_LINEAGE,
  )[0]!;

const read = (actor: EvidenceEvent['actor']): ImpactItem[] =>
  impactOf(
    actionsOf([
      made({ call: 'secretsmanager:GetSecretValue', request: { secretId: 'a' }, readOnly: true, actor }),
    ]),
    NO_LINEAGE,
  );

describe('the impact', () => {
  it('joins a secret that was read by name with its decryption', () => {
    const events = [
      made({ call: 'secretsmanager:GetSecretValue', request: { secretId: 'pay/db' }, readOnly: true }),
      made({
        call: 'kms:Decrypt',
        request: { encryptionContext: { SecretARN: SECRET } },
        readOnly: true,
        minute: 1,
      }),
    ];
    const [item, ...others] = impactOf(actionsOf(events), NO_LINEAGE);
    expect(item).toMatchObject({
      class: 'read',
      certainty: 'confirmed',
      service: 'secretsmanager',
      resource: SECRET,
      rotate: true,
    });
    expect(item!.events).toHaveLength(2);
    expect(others).toEqual([]);
  });

  it('does not know which secrets a batch returned, and says so', () => {
    const events = [
      made({
        call: 'secretsmanager:BatchGetSecretValue',
        request: { filters: [{ key: 'tag-key', values: ['prod'] }] },
        readOnly: true,
      }),
    ];
    const [item] = impactOf(actionsOf(events), NO_LINEAGE);
    expect(item).toMatchObject({ certainty: 'likely', rotate: true, resource: '' });
    expect(item!.sentence).toContain('the log does not name them');
  });

  it('has a parameter rotated only when it was decrypted', () => {
    expect([readParameter(true).rotate, readParameter(false).rotate]).toEqual([true, false]);
  });

  it('counts the intruder only, and says what is undecided', () => {
    expect(read('owner')).toEqual([]);
    expect(read('undecided')[0]).toMatchObject({ certainty: 'possible' });
    expect(read('undecided')[0]!.sentence).toMatch(/^Undecided whether owner or intruder/);
  });

  it('says that access to a bucket without data events cannot be excluded', () => {
    const look = made({ call: 's3:GetBucketAcl', request: { bucketName: 'bills' }, readOnly: true });
    const [item] = only(impactOf(actionsOf([look]), NO_LINEAGE), { certainty: 'not observable' });
    expect(item).toMatchObject({ service: 's3', resource: 'bills', account: '111122223333' });
    expect(item!.sentence).toMatch(/cannot be excluded.*2024-05-01 10 h/);
    const logged = made({ call: 's3:GetObject', request: { bucketName: 'bills', key: 'x' }, actor: 'owner' });
    expect(only(impactOf(actionsOf([look, logged]), NO_LINEAGE), { certainty: 'not observable' })).toEqual(
      [],
    );
  });

  it('tells what a created user could do, and that its key was used', () => {
    const events = [
      made({ call: 'iam:CreateUser', request: { userName: 'eve' }, minute: 1 }),
      made({
        call: 'iam:AttachUserPolicy',
        request: { userName: 'eve', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        minute: 2,
      }),
      made({
        call: 'iam:PutUserPolicy',
        request: {
          userName: 'eve',
          policyName: 'p',
          policyDocument: '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
        },
        minute: 3,
      }),
    ];
    const [item] = only(impactOf(actionsOf(events), NO_LINEAGE), { certainty: 'likely', resource: 'eve' });
    expect(item!.sentence).toContain('everything (arn:aws:iam::aws:policy/AdministratorAccess)');
    expect(item!.sentence).toContain('s3:* (inline policy p)');
  });

  it('counts the hours of instances until they are stopped, by whomever, or the logs end', () => {
    const run = made({
      call: 'ec2:RunInstances',
      request: { instanceType: 'p3.16xlarge' },
      response: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
    });
    const stop = made({
      call: 'ec2:TerminateInstances',
      request: { instancesSet: { items: [{ instanceId: 'i-1' }] } },
      minute: 30,
      actor: 'owner',
    });
    const end = made({ call: 'sts:GetCallerIdentity', minute: 60, actor: 'owner' });
    const [cost] = only(impactOf(actionsOf([run, stop, end]), NO_LINEAGE), { class: 'cost' });
    expect(cost!.sentence).toBe(
      '2 instances of type p3.16xlarge ran for at least 1.5 hours together; 1 of them were not stopped in the logs.',
    );
  });

  it('names regions that nobody else used', () => {
    const events = [
      made({ call: 'ec2:CreateSecurityGroup', request: { groupName: 'Java_Ghost' }, region: 'sa-east-1' }),
      made({ call: 'ec2:CreateTags', region: 'us-east-1', actor: 'owner' }),
    ];
    const [item] = only(impactOf(actionsOf(events), NO_LINEAGE), { service: '' });
    expect(item).toMatchObject({ region: 'sa-east-1', class: 'created' });
  });

  it('takes a dry run for a confirmed permission', () => {
    const dry = made({ call: 'ec2:RunInstances', error: 'Client.DryRunOperation' });
    const [item] = only(impactOf(actionsOf([dry]), NO_LINEAGE), { class: 'attempted' });
    expect(item!.sentence).toContain('and it would');
  });

  it('never shows a session token', () => {
    const token = `IQoJb3JpZ2lu${'A'.repeat(60)}`;
    const events = [
      made({ call: 'secretsmanager:GetSecretValue', request: { secretId: token }, readOnly: true }),
      made({ call: 'iam:CreateUser', request: { userName: token } }),
    ];
    expect(JSON.stringify(impactOf(actionsOf(events), NO_LINEAGE))).not.toContain('AAAA');
  });
});

describe.skipIf(!areSamplesHere)('the impact in the samples', () => {
  const events = areSamplesHere ? sampleEvidence('invictus-aws-dataset') : [];
  const items = impactOf(actionsOf(events), NO_LINEAGE);

  it('has every secret that the intruder read, once', () => {
    const wanted = new Set(
      events
        .filter(({ record, actor }) => actor === 'intruder' && record['eventName'] === 'GetSecretValue')
        .filter(({ record }) => record['errorCode'] === undefined)
        .map(({ record }) => textAt(record, 'requestParameters.secretId')),
    );
    const found = only(items, { class: 'read', certainty: 'confirmed', service: 'secretsmanager' }).filter(
      ({ rotate }) => rotate,
    );
    expect(wanted.size).toBe(20);
    expect(found.map(({ resource }) => resource).toSorted()).toEqual([...wanted].toSorted());
  });

  it('has the deleted buckets', () => {
    const deleted = only(items, { class: 'deleted', service: 's3' }).map(({ resource }) => resource);
    expect(deleted).toHaveLength(5);
  });

  it('does not depend on the order of events', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(impactOf(actionsOf(shuffled), NO_LINEAGE)).toEqual(items);
      }),
      { numRuns: 3 },
    );
  });

  it('of a sweep that changed nothing is looks and attempts alone', () => {
    const sweep = impactOf(actionsOf(sampleEvidence('flaws-cloud-fragment')), NO_LINEAGE);
    expect(new Set(sweep.map((item) => item.class))).toEqual(new Set(['read', 'attempted']));
    expect(sweep.some(({ rotate }) => rotate)).toBe(false);
  });
});
