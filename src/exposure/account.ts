/** The account that an access key ID belongs to, worked out from the ID itself. */

/** Accounts have twelve digits. */
const LARGEST = 999_999_999_999n;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The twelve digits of the account, or null for an ID that holds none.
 *
 * Behind the prefix, an ID is base32. Its first bit tells the newer form, in which the 40 bits after it are the account.
 * IDs made before 2019 have it unset (fifth character `A` to `P`): decoding one gives an account that is not the key's.
 * The form: https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
 */
export function accountOf(keyId: string): string | null {
  let bits = 0n;
  for (const character of keyId.slice(4, 14)) {
    const value = BASE32.indexOf(character);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  // Ten characters are 50 bits: the bit that tells the form, 40 of the account, 9 more.
  if (keyId.length < 14 || bits >> 49n === 0n) return null;
  const account = (bits >> 9n) & ((1n << 40n) - 1n);
  // 40 bits hold more than twelve digits do: an ID with such a number is made up.
  return account > LARGEST ? null : String(account).padStart(12, '0');
}
