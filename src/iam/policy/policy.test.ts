import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAnyText } from './any-text.ts';
import type { Bound } from './any-text.ts';
import { permits } from './permits.ts';
import type { Permissions } from './permits.ts';
import { forUser, statementsOf } from './statement.ts';
import { fits } from './wildcard.ts';

const letters = fc.constantFrom('a', 'b', '*', '?');
const onePattern = fc.string({ unit: letters, maxLength: 5 });

/** Slow and obvious: all ways in which the stars can be taken. */
function slowFits(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*')
    return Array.from({ length: text.length + 1 }, (_, n) => n).some((n) => slowFits(rest, text.slice(n)));
  return text !== '' && (first === '?' || first === text[0]) && slowFits(rest, text.slice(1));
}

/** All texts of three letters, of which patterns know two, up to a length. */
function textsUpTo(length: number): string[] {
  const all = [''];
  let longest = [''];
  for (let n = 0; n < length; n++) {
    longest = longest.flatMap((text) => ['a', 'b', 'c'].map((letter) => text + letter));
    all.push(...longest);
  }
  return all;
}
const TEXTS = textsUpTo(7);

describe('a pattern', () => {
  it('fits what the slow way says', () => {
    fc.assert(
      fc.property(
        onePattern,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }),
        (pattern, text) => {
          expect(fits(pattern, text)).toBe(slowFits(pattern, text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes no long time, however many stars it has', () => {
    expect(fits('*a'.repeat(60), 'a'.repeat(59) + 'b'.repeat(5000))).toBe(false);
  });
});

function is(patterns: string[], fit = true): Bound {
  return { patterns, fit };
}

describe('a common text of patterns', () => {
  const bounds = fc.array(
    fc.record({
      patterns: fc.array(fc.string({ unit: letters, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
      fit: fc.boolean(),
    }),
    { maxLength: 3 },
  );

  it('is there when one is found among all texts', () => {
    fc.assert(
      fc.property(bounds, (all: readonly Bound[]) => {
        const found = TEXTS.some((text) =>
          all.every((bound) => bound.patterns.some((pattern) => slowFits(pattern, text)) === bound.fit),
        );
        // Three patterns of up to three letters: what no text of seven letters keeps to, none does.
        expect(isAnyText(all)).toBe(found);
      }),
      { numRuns: 600 },
    );
  });

  it('is found between wildcards that cross, and not where a denial covers all', () => {
    expect(isAnyText([is(['arn:*:role/app-*']), is(['*-admin'])])).toBe(true);
    expect(isAnyText([is(['arn:aws:s3:::logs/*']), is(['arn:aws:s3:::log?/*'], false)])).toBe(false);
    expect(isAnyText([is(['arn:aws:s3:::log*']), is(['arn:aws:s3:::logs*'], false)])).toBe(true);
    expect(isAnyText([is([])])).toBe(false);
  });
});

interface Written {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string[];
  readonly NotAction?: string[];
  readonly Resource?: string[];
  readonly NotResource?: string[];
  readonly Condition?: object;
}

function anyFits(list: string[] | undefined, text: string): boolean {
  return (list ?? []).some((pattern) => slowFits(pattern, text));
}

function policy(...statements: readonly Written[]): ReturnType<typeof statementsOf> {
  return statementsOf(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'p');
}

function may(
  identity: readonly Written[],
  action: string,
  resource: string,
  boundary?: readonly Written[],
): string {
  const permissions: Permissions = {
    identity: policy(...identity),
    boundary: boundary === undefined ? null : policy(...boundary),
  };
  const { allowed, conditional } = permits(permissions, {
    action,
    on: [{ patterns: [resource], fit: true }],
    context: new Map([['iam:passedtoservice', 'ec2.amazonaws.com']]),
  });
  return allowed ? (conditional ? 'perhaps' : 'yes') : 'no';
}

describe('policies', () => {
  const some = fc.array(onePattern, { minLength: 1, maxLength: 2 });
  const statement: fc.Arbitrary<Written> = fc
    .tuple(fc.constantFrom('Allow' as const, 'Deny' as const), fc.boolean(), some, fc.boolean(), some)
    .map(([Effect, notAction, actions, notResource, resources]) => ({
      Effect,
      [notAction ? 'NotAction' : 'Action']: actions,
      [notResource ? 'NotResource' : 'Resource']: resources,
    }));
  const statements = fc.array(statement, { maxLength: 3 });

  /** As the page of AWS on the logic of evaluation says it, for one action on one resource. */
  function slowMay(written: readonly Written[], action: string, resource: string): 'Allow' | 'Deny' | 'none' {
    const about = written.filter((each) => {
      const isAction =
        each.Action === undefined ? !anyFits(each.NotAction, action) : anyFits(each.Action, action);
      const isResource =
        each.Resource === undefined ? !anyFits(each.NotResource, resource) : anyFits(each.Resource, resource);
      return isAction && isResource;
    });
    if (about.some(({ Effect }) => Effect === 'Deny')) return 'Deny';
    return about.length > 0 ? 'Allow' : 'none';
  }

  it('permit one action on one resource as the slow way says, with and without a boundary', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 });
    fc.assert(
      fc.property(
        statements,
        fc.option(statements, { nil: undefined }),
        text,
        text,
        (own, boundary, action, resource) => {
          const limit = boundary === undefined ? 'Allow' : slowMay(boundary, action, resource);
          const isIt = slowMay(own, action, resource) === 'Allow' && limit === 'Allow';
          expect(may(own, action, resource, boundary)).toBe(isIt ? 'yes' : 'no');
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('permit an action on something when they do on one of all resources', () => {
    const short = fc.array(
      fc.string({ unit: letters, maxLength: 3 }).map((resource) => [resource]),
      { minLength: 1, maxLength: 1 },
    );
    const onSome = fc
      .tuple(fc.constantFrom('Allow' as const, 'Deny' as const), fc.boolean(), short)
      .map(([Effect, not, [Resource]]): Written => ({
        Effect,
        Action: ['*'],
        [not ? 'NotResource' : 'Resource']: Resource,
      }));
    fc.assert(
      fc.property(fc.array(onSome, { minLength: 1, maxLength: 3 }), (own) => {
        const isIt = TEXTS.some((resource) => slowMay(own, 'x', resource) === 'Allow');
        expect(may(own, 'x', '*')).toBe(isIt ? 'yes' : 'no');
      }),
      { numRuns: 400 },
    );
  });

  it('have no case in actions, and one in resources', () => {
    const own: Written[] = [{ Effect: 'Allow', Action: ['S3:get*'], Resource: ['arn:aws:s3:::Logs/*'] }];
    expect(may(own, 's3:GetObject', 'arn:aws:s3:::Logs/x')).toBe('yes');
    expect(may(own, 's3:GetObject', 'arn:aws:s3:::logs/x')).toBe('no');
  });

  it.each<[string, object, 'Allow' | 'Deny', string]>([
    ['an address', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, 'Allow', 'perhaps'],
    ['an address', { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, 'Deny', 'perhaps'],
    ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'Allow', 'no'],
    ['no MFA', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }, 'Deny', 'no'],
    [
      'no MFA, as it is often written by mistake',
      { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
      'Deny',
      'yes',
    ],
    ['no MFA', { Null: { 'aws:MultiFactorAuthAge': 'true' } }, 'Deny', 'no'],
    ['an old session', { DateLessThan: { 'aws:TokenIssueTime': '2026-01-01T00:00:00Z' } }, 'Deny', 'yes'],
    ['its service', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }, 'Allow', 'yes'],
    ['another service', { StringEquals: { 'iam:PassedToService': ['ecs.amazonaws.com'] } }, 'Allow', 'no'],
    ['any service but its', { StringNotLike: { 'iam:PassedToService': 'ec2.*' } }, 'Allow', 'no'],
    [
      'all together',
      { StringEquals: { 'iam:PassedToService': 'x' }, IpAddress: { 'aws:SourceIp': '::/0' } },
      'Allow',
      'no',
    ],
  ])('with a condition on %s: %j', (_, Condition, Effect, answer) => {
    const all: Written = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
    const own = Effect === 'Allow' ? [{ ...all, Condition }] : [all, { ...all, Effect, Condition }];
    expect(may(own, 'iam:PassRole', '*')).toBe(answer);
  });

  it('know the name of the user, and take what they do not know for possible', () => {
    const known = { 'aws:username': 'lena', 'aws:userid': 'AIDALENA' };
    const resourcesOf = (Resource: string): object[] =>
      forUser(policy({ Effect: 'Allow', Action: ['*'], Resource: [Resource] }), known);
    expect(resourcesOf('arn:user/${aws:username}')).toMatchObject([
      { resources: { patterns: ['arn:user/lena'] }, conditions: [] },
    ]);
    expect(resourcesOf('arn:${aws:PrincipalTag/team}/x')).toMatchObject([
      { resources: { patterns: ['arn:*/x'] }, conditions: [{ operator: 'unknown' }] },
    ]);
  });

  it.each([
    ['{', 'is no JSON'],
    ['[]', 'is no JSON object'],
    ['{"Statement":[1]}', 'no object'],
    ['{"Statement":{"Effect":"allow","Action":"*","Resource":"*"}}', 'without effect'],
    ['{"Statement":{"Effect":"Allow","Resource":"*"}}', 'needs Action or NotAction'],
  ])('that are none are refused: %s', (text, why) => {
    expect(() => statementsOf(text, 'p')).toThrow(why);
  });
});
