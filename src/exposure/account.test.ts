/** Accounts in key IDs: pairs that are publicly known, and the second published formula as an oracle. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accountOf } from './account.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As others have it: six bytes, a mask, a shift. */
function byMask(keyId: string): string {
  const bits = [...keyId.slice(4)].map((each) => BASE32.indexOf(each).toString(2).padStart(5, '0')).join('');
  const number = BigInt(`0b${bits.slice(0, 48)}`);
  return String((number & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}

const ids = (fifth: string) =>
  fc
    .tuple(fc.constantFrom(...fifth), fc.array(fc.constantFrom(...BASE32), { minLength: 15, maxLength: 15 }))
    .map(([first, rest]) => `AKIA${first}${rest.join('')}`);

it.each([
  ['ASIA' + 'QNZGKIQY56JQ7WML', '029608264753'],
  ['AKIA' + 'SZSTLCAWF4CPBKMF', '192374575148'],
])('%s belongs to %s', (keyId, account) => {
  expect(accountOf(keyId)).toBe(account);
});

it('IDs of the newer form hold an account', () => {
  fc.assert(
    fc.property(ids(BASE32.slice(16)), (keyId) => {
      const account = byMask(keyId);
      expect(accountOf(keyId)).toBe(account.length === 12 ? account : null);
    }),
  );
});

it('IDs of the older form hold none', () => {
  fc.assert(
    fc.property(ids(BASE32.slice(0, 16)), (keyId) => {
      expect(accountOf(keyId)).toBeNull();
    }),
  );
});

it('what is no ID holds none', () => {
  expect(accountOf('AKIA')).toBeNull();
  expect(accountOf('AKIAZ18901890189')).toBeNull();
});
