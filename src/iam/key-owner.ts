/** Whose a key is that was found somewhere. Asked with the operator's credentials; the key itself signs nothing. */
import { accountOf } from '../exposure/account.ts';
import type { Caller, CallPlace } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import { readOne, textIn } from '../respond/reading.ts';
import { auditing } from './calls.ts';
import { whyOf } from './parts.ts';
import { readLastUse } from './read-account.ts';
import type { KeyOwner, Unread } from './snapshot.ts';

/**
 * The account of any key, and its user where that account can be asked.
 *
 * @param home the account that `GetAccessKeyInfo` is asked in, which tells of keys of any account
 * @param open accounts that can be asked
 */
export async function readKeyOwner(
  caller: Caller,
  keyId: string,
  home: string,
  open: ReadonlySet<string>,
): Promise<KeyOwner> {
  const aws = auditing(caller);
  const place: CallPlace = { account: home, region: '' };
  const told = await orWhy('account', keyId, async () => {
    const answer = await readOne(aws, place, 'sts', 'GetAccessKeyInfo', { AccessKeyId: keyId });
    return textIn(answer, 'Account') || null;
  });
  const account = told.value ?? accountOf(keyId);
  if (account === null || !open.has(account))
    return {
      keyId,
      account,
      user: null,
      lastUsed: { state: 'unknown' },
      unread: account === null ? told.unread : null,
    };
  // AWS records the use of long-lived keys alone.
  if (!keyId.startsWith('AKIA'))
    return { keyId, account, user: null, lastUsed: { state: 'unknown' }, unread: null };
  const last = await orWhy('last use', keyId, async () => readLastUse(aws, { account, region: '' }, keyId));
  return {
    keyId,
    account,
    user: last.value?.user ?? null,
    lastUsed: last.value?.use ?? { state: 'unknown' },
    unread: last.unread,
  };
}

async function orWhy<T>(
  part: string,
  keyId: string,
  work: () => Promise<T>,
): Promise<{ readonly value: T | null; readonly unread: Unread | null }> {
  try {
    return { value: await work(), unread: null };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // A key that is not there any more, or never was, is an answer. AWS can also deny to speak of it.
    if (error.kind === 'not found') return { value: null, unread: null };
    const isProblem = error.kind !== 'denied';
    return { value: null, unread: { part: `${part} of ${keyId}`, ...whyOf(error), isProblem } };
  }
}
