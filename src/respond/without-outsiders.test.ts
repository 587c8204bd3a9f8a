import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outsiders, readPolicy } from '../investigate/policy.ts';
import { withoutOutsiders } from './without-outsiders.ts';

const OWN = '111122223333';
const OTHER = '999988887777';
const own = new Set([OWN]);

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const mine = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWN}:root` }, Action: '*' };

describe('a policy without outsiders', () => {
  it.each([
    ['nobody from outside', policy(mine)],
    ['a deny of everybody', policy(mine, { Effect: 'Deny', Principal: '*', Action: '*' })],
    ['everybody under a condition', policy({ Effect: 'Allow', Principal: '*', Condition: { Bool: {} } })],
    ['services', policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } })],
    ['no JSON', 'x'],
  ])('is the same with %s', (_, text) => {
    expect(withoutOutsiders(text, own)).toBe(text);
  });

  it.each([
    [{ Effect: 'Allow', Principal: '*', Action: '*' }],
    [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: '*' }],
    [{ Effect: 'Allow', Principal: { AWS: OTHER }, Action: '*' }],
    [{ Effect: 'Allow', Principal: { AWS: [`arn:aws:iam::${OTHER}:user/x`] }, Action: '*' }],
    [{ Effect: 'Allow', Principal: { Service: 'rolesanywhere.amazonaws.com' } }],
  ])('loses %j', (statement) => {
    expect(JSON.parse(withoutOutsiders(policy(mine, statement), own))).toEqual(JSON.parse(policy(mine)));
    expect(withoutOutsiders(policy(statement), own)).toBe('');
    expect(JSON.parse(withoutOutsiders(policy(statement), own, { Sid: 'Last' }))).toEqual(
      JSON.parse(policy({ Sid: 'Last' })),
    );
  });

  it('keeps the others of a statement', () => {
    const mixed = { ...mine, Principal: { AWS: [mine.Principal.AWS, OTHER] } };
    const kept = { ...mine, Principal: { AWS: [mine.Principal.AWS] } };
    expect(JSON.parse(withoutOutsiders(policy(mixed), own))).toEqual(JSON.parse(policy(kept)));
  });

  it('lets in nobody from outside, and changes nothing the second time', () => {
    const principal = fc.constantFrom('*', OWN, OTHER, `arn:aws:iam::${OTHER}:root`, 'AIDAGONEEXAMPLE');
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Principal: fc.oneof(principal, fc.record({ AWS: fc.oneof(principal, fc.array(principal)) })),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), (statements) => {
        const once = withoutOutsiders(policy(...statements), own);
        expect(outsiders(readPolicy(once), OWN)).toEqual([]);
        expect(withoutOutsiders(once, own)).toBe(once);
      }),
    );
  });
});
