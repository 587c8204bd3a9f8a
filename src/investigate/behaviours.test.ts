import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, made } from '../../test/support/evidence.ts';
import type { Made } from '../../test/support/evidence.ts';
import { actionsOf } from './action.ts';
import type { Action } from './action.ts';
import { behavioursOf } from './behaviours.ts';
import type { EvidenceEvent } from './evidence.ts';

const START_MS = Date.UTC(2026, 2, 13, 19, 31);

interface Step extends Made {
  readonly key?: string;
  readonly second?: number;
}

function event({ key = 'AKIAONE', second = 0, ...rest }: Step): EvidenceEvent {
  const { record } = made(rest);
  const timeMs = START_MS + second * 1000;
  const one = evidenceOf({ ...record, eventTime: new Date(timeMs).toISOString() });
  return { ...one, credential: key, ref: { ...one.ref, timeMs, eventId: `${key} ${second}` } };
}

function told(...steps: readonly Step[]) {
  return behavioursOf(actionsOf(steps.map((step) => event(step))));
}

function valuesOf(...steps: readonly Step[]): string[] {
  return told(...steps).map(({ value }) => value);
}

const SID = (sid: string): string =>
  `aws-cli/2.36.17 ua/2.1 os/linux#6.19 lang/python#3.14.6 m/Z,n sid/${sid} md/prompt#off`;

const tried = (key: string, second: number): Step[] => [
  { key, second, call: 'sts:GetCallerIdentity' },
  { key, second: second + 1, call: 'sts:GetCallerIdentity' },
  { key, second: second + 4, call: 'iam:ListUsers' },
  { key, second: second + 3600, call: 's3:ListBuckets' },
];

const planting = (name: string, second = 20): Step[] => [
  { call: 'iam:CreateUser', request: { userName: 'eve' } },
  { call: 'iam:AttachUserPolicy', request: { userName: 'eve', policyArn: 'arn' }, second: 5 },
  {
    call: 'iam:CreateAccessKey',
    request: { userName: name },
    response: { accessKey: { userName: name, accessKeyId: 'AKIAEVE' } },
    second,
  },
];

function plantedIn(actions: readonly Action[]): Action[] {
  return actions.flatMap((user) => {
    if (user.id !== 'iam:CreateUser') return [];
    const after = actions.filter(
      ({ ref, targets }) =>
        ref.timeMs >= user.ref.timeMs &&
        ref.timeMs <= user.ref.timeMs + 3_600_000 &&
        targets[0] === user.targets[0],
    );
    const empowering = after.find(({ id }) => id === 'iam:PutUserPolicy');
    const giving = after.find(({ id }) => id === 'iam:CreateAccessKey');
    return empowering === undefined || giving === undefined ? [] : [user, empowering, giving];
  });
}

describe('habits of an intruder', () => {
  it('are the first different calls with a credential, told once for all that were tried alike', () => {
    const one = told(...tried('AKIAONE', 0));
    expect(one).toMatchObject([
      { value: 'Begins with sts:GetCallerIdentity, iam:ListUsers', confidence: 'low' },
    ]);
    const [both] = told(...tried('AKIAONE', 0), ...tried('AKIATWO', 100));
    expect(both).toMatchObject({ value: one[0]!.value, confidence: 'high' });
    expect(both!.note).toContain('2 credentials');
    expect(both!.actions.map(({ ref }) => ref.eventId)).toEqual([
      'AKIAONE 0',
      'AKIAONE 4',
      'AKIATWO 100',
      'AKIATWO 104',
    ]);
    expect(valuesOf({ call: 'sts:GetCallerIdentity' })).toEqual([]);
  });

  it('are several long-lived keys in one terminal', () => {
    const wanted = 'Several long-lived keys in one terminal session';
    const call = 's3:ListBuckets';
    const first = { call, agent: SID('22863b51d7f4') };
    expect(valuesOf(first, { ...first, key: 'AKIATWO' })).toContain(wanted);
    expect(valuesOf(first, { ...first, key: 'ASIATWO' })).not.toContain(wanted);
    expect(valuesOf(first, { call, key: 'AKIATWO', agent: SID('6ba91c8bf13c') })).not.toContain(wanted);
    expect(valuesOf({ call, agent: 'aws-cli/1' }, { call, key: 'AKIATWO', agent: 'aws-cli/1' })).toEqual([]);
  });

  it('are a user that is made, empowered and given a credential within the hour', () => {
    const wanted = 'User made, empowered and given a credential';
    expect(valuesOf(...planting('eve'))).toContain(wanted);
    expect(valuesOf(...planting('bob'))).not.toContain(wanted);
    expect(valuesOf(...planting('eve', 3601))).not.toContain(wanted);
    expect(valuesOf(...planting('eve').slice(0, 2))).not.toContain(wanted);
  });

  it('show of each made user the first empowering and the first credential, as a search through all would', () => {
    const wanted = 'User made, empowered and given a credential';
    const step = fc.record({
      call: fc.constantFrom('iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateAccessKey'),
      request: fc.record({ userName: fc.constantFrom('eve', 'bob') }),
      second: fc.nat({ max: 12 }).map((n) => n * 600),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const numbered = steps.map((each, n) => ({ ...each, key: `AKIA${n}` }));
        const actions = actionsOf(numbered.map((each) => event(each)));
        const found = behavioursOf(actions).find(({ value }) => value === wanted);
        expect((found?.actions ?? []).map(({ ref }) => ref.eventId)).toEqual(
          plantedIn(actions).map(({ ref }) => ref.eventId),
        );
      }),
    );
  });

  it('are refused attempts to leave a way back in', () => {
    const refused = { error: 'AccessDenied' };
    expect(
      valuesOf(
        { call: 'iam:CreateUser', ...refused },
        { call: 'iam:CreateUser', second: 1, ...refused },
        { call: 's3:ListBuckets', second: 2, ...refused },
      ),
    ).toEqual(['Begins with iam:CreateUser, s3:ListBuckets', 'iam:CreateUser refused']);
    expect(valuesOf({ call: 'iam:CreateUser' })).toEqual([]);
  });

  it('are one look into region after region, many refusals, dry runs and consoles out of keys', () => {
    const regions = Array.from({ length: 10 }, (_, n) => `eu-made-${n}`);
    const sweep = regions.map((region, second) => ({ call: 'ec2:DescribeInstances', region, second }));
    expect(valuesOf(...sweep)).toEqual(['ec2:DescribeInstances in 10 regions']);
    expect(valuesOf(...sweep.slice(1))).toEqual([]);
    const refusals = regions.map((_, n) => ({ call: `glue:GetMade${n}`, error: 'AccessDenied', second: n }));
    expect(valuesOf(...refusals)).toContain('Many different calls refused');
    expect(valuesOf(...refusals.slice(1))).not.toContain('Many different calls refused');
    expect(valuesOf({ call: 'ec2:RunInstances', error: 'Client.DryRunOperation' })).toEqual([
      'Dry runs of EC2 calls',
    ]);
    expect(
      valuesOf({ call: 'sts:GetFederationToken' }, { call: 'signin:GetSigninToken', second: 4000 }),
    ).toEqual(['GetFederationToken, then GetSigninToken']);
  });
});
