import { describe, expect, it } from 'vitest';
import { statementsOf } from './policy/statement.ts';
import { powersOf } from './powers.ts';
import type { Power } from './snapshot.ts';
import { DATA } from './ways/data.ts';
import { ESCALATION } from './ways/escalation.ts';
import { PASS_ROLE } from './ways/pass-role.ts';

const SELF = 'arn:aws:iam::123456789012:user/team/lena';
const GROUP = 'arn:aws:iam::123456789012:group/readers';

type Written = Readonly<Record<string, unknown>>;

function allow(Action: string | string[], Resource: string | string[] = '*', more: Written = {}): Written {
  return { Effect: 'Allow', Action, Resource, ...more };
}

function deny(Action: string | string[], Resource: string | string[] = '*', more: Written = {}): Written {
  return { Effect: 'Deny', Action, Resource, ...more };
}

function powers(own: readonly Written[], boundary?: readonly Written[]): Power[] {
  const read = (statements: readonly Written[], name: string): ReturnType<typeof statementsOf> =>
    statementsOf(JSON.stringify({ Statement: statements }), name);
  return powersOf(
    { identity: read(own, 'own'), boundary: boundary === undefined ? null : read(boundary, 'boundary') },
    { arn: SELF, groups: [GROUP] },
  );
}

function ids(...given: Parameters<typeof powers>): string[] {
  return powers(...given).map(({ id, scope, conditional }) =>
    [id, ...(scope === 'some' ? ['some'] : []), ...(conditional ? ['perhaps'] : [])].join(' '),
  );
}

function namesOf(...given: Parameters<typeof powers>): string[] {
  return powers(...given).map(({ id }) => id);
}

function to(service: string): Written {
  return { Condition: { StringEquals: { 'iam:PassedToService': service } } };
}

describe('each way', () => {
  const all = [...ESCALATION, ...PASS_ROLE, ...DATA];

  it('has a name of its own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it.each(all)('$id is open to who may do what it takes, and to nobody with one action less', (way) => {
    const needs = Object.keys(way.needs).map((alternatives) => alternatives.split('|'));
    const boundary = way.boundaryOnly === true ? [allow('*')] : undefined;
    const idsOf = (actions: string[]): string[] => namesOf([allow(actions)], boundary);
    for (const each of needs) {
      const others = needs.filter((need) => need !== each).map(([first]) => first!);
      for (const one of each) expect(idsOf([...others, one]), one).toContain(way.id);
      expect(idsOf([...others, 'x:Nothing'])).not.toContain(way.id);
    }
  });

  it.each(all)('$id is closed by a denial of what it takes, and by a boundary without it', (way) => {
    const needs = Object.keys(way.needs).flatMap((alternatives) => alternatives.split('|'));
    const last = Object.keys(way.needs).at(-1)!.split('|');
    expect(namesOf([allow(needs), deny(last)], [allow('*')])).not.toContain(way.id);
    expect(namesOf([allow(needs)], [{ Effect: 'Allow', NotAction: last, Resource: '*' }])).not.toContain(
      way.id,
    );
    expect(namesOf([allow(needs)], [allow('*')])).toContain(way.id);
  });
});

describe('an administrator', () => {
  it('may do everything, and needs no list of what', () => {
    expect(powers([allow('*')])).toMatchObject([{ kind: 'admin', actions: ['*'], policies: ['own'] }]);
    expect(ids([allow('*'), deny('organizations:*')])).toEqual(['admin']);
    expect(ids([{ Effect: 'Allow', NotAction: 'aws-portal:*', Resource: '*' }])).toEqual(['admin']);
  });

  it('is none without IAM, in the bounds of less, or with the second factor alone', () => {
    // PowerUserAccess of AWS.
    const powerUser = {
      Effect: 'Allow',
      NotAction: ['iam:*', 'organizations:*', 'account:*'],
      Resource: '*',
    };
    const kinds = new Set(powers([powerUser]).map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(['data', 'escalation']);
    expect(ids([allow('*')], [allow('s3:*')])).toEqual(['s3:GetObject']);
    expect(ids([allow('*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })])).toEqual(
      [],
    );
    const withoutFactor = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } };
    expect(ids([allow('*'), deny('*', '*', withoutFactor)])).toEqual([]);
  });

  it('under a condition is one perhaps', () => {
    expect(ids([allow('*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })])).toEqual([
      'admin perhaps',
    ]);
  });
});

describe('what is permitted on some things only', () => {
  it('is no way where those are the user itself, for keys and passwords', () => {
    expect(ids([allow(['iam:CreateAccessKey', 'iam:UpdateLoginProfile'], SELF)])).toEqual([]);
    expect(ids([allow('iam:CreateAccessKey', 'arn:aws:iam::123456789012:user/team/*')])).toEqual([
      'iam:CreateAccessKey some',
    ]);
    expect(
      ids([allow('iam:CreateAccessKey'), deny('iam:CreateAccessKey', 'arn:aws:iam::*:user/admin-*')]),
    ).toEqual(['iam:CreateAccessKey']);
  });

  it('is one where those are the user itself, for policies', () => {
    expect(ids([allow('iam:PutUserPolicy', SELF)])).toEqual(['iam:PutUserPolicy']);
    expect(ids([allow('iam:PutUserPolicy', 'arn:aws:iam::123456789012:user/other')])).toEqual([]);
    expect(ids([allow('iam:PutGroupPolicy', GROUP)])).toEqual(['iam:PutGroupPolicy']);
    expect(ids([allow('iam:PutGroupPolicy', `${GROUP}-2`)])).toEqual([]);
  });

  it('is less where a role is named, and nothing where the role is for another service', () => {
    const role = 'arn:aws:iam::123456789012:role/app';
    expect(ids([allow('iam:PassRole', role), allow('ec2:RunInstances')])).toEqual([
      'iam:PassRole+ec2:RunInstances some',
    ]);
    expect(ids([allow('iam:PassRole', '*', to('ec2.amazonaws.com')), allow('ec2:RunInstances')])).toEqual([
      'iam:PassRole+ec2:RunInstances',
    ]);
    expect(ids([allow('iam:PassRole', '*', to('lambda.amazonaws.com')), allow('ec2:RunInstances')])).toEqual(
      [],
    );
  });

  it('is no reading of all data', () => {
    expect(ids([allow('s3:GetObject', 'arn:aws:s3:::assets/*')])).toEqual([]);
    expect(ids([allow('s3:*', ['arn:aws:s3:::*', 'arn:aws:s3:::*/*'])])).toEqual(['s3:GetObject']);
    expect(
      ids([allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:*')]),
    ).toEqual(['secretsmanager:GetSecretValue']);
  });
});
