/** Reads the identities of several accounts: those of an organization, or those that ways in are given for. */
import { KeytrailError } from '../error.ts';
import type { Caller } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import type { Clock } from '../respond/clock.ts';
import { readAll, textIn } from '../respond/reading.ts';
import { auditing } from './calls.ts';
import { whyOf } from './parts.ts';
import { readAccount } from './read-account.ts';
import { sideBySide } from './side-by-side.ts';
import type { IamSnapshot } from './snapshot.ts';

/** Accounts that are read at the same time. */
const MOST_ACCOUNTS = 4;

export interface AccountName {
  readonly account: string;
  readonly name: string | null;
}

/** An account that lets nobody in. */
export interface RefusedAccount extends AccountName {
  readonly reason: string;
}

export interface AccountsRead {
  /** By account. */
  readonly snapshots: readonly IamSnapshot[];
  readonly refused: readonly RefusedAccount[];
}

/** A caller that knows who it is in each account. */
export interface AccountCaller extends Caller {
  /** @throws KeytrailError when there is no way into the account. */
  identity(account: string): Promise<{ readonly arn: string }>;
}

/**
 * The open accounts of the organization: those that are suspended or closed have nothing that works.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 *
 * @param home the management account, or one that is delegated to
 * @throws KeytrailError when they cannot be listed.
 */
export async function organizationAccounts(caller: Caller, home: string): Promise<AccountName[]> {
  const place = { account: home, region: '' };
  try {
    const all = await readAll(auditing(caller), place, 'organizations', 'ListAccounts', {}, 'Accounts');
    return all
      .filter((each) => each['Status'] === 'ACTIVE')
      .map((each) => ({ account: textIn(each, 'Id'), name: textIn(each, 'Name') || null }))
      .toSorted((a, b) => (a.account < b.account ? -1 : 1));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new KeytrailError(`the accounts of the organization cannot be listed: ${whyOf(error).reason}`, {
      hint: 'Use credentials of the management account, or of one that is a delegated administrator.',
      cause: error,
    });
  }
}

/** Reads each account; those that let nobody in are named and passed over. */
export async function readAccounts(
  caller: AccountCaller,
  accounts: readonly AccountName[],
  clock: Clock,
  onProgress: (text: string) => void,
): Promise<AccountsRead> {
  const refused: RefusedAccount[] = [];
  let done = 0;
  const snapshots = await sideBySide(accounts, MOST_ACCOUNTS, async (each) => {
    try {
      const { arn } = await caller.identity(each.account);
      return await readAccount(caller, {
        ...each,
        reader: arn,
        clock,
        onProgress: (users, all) =>
          onProgress(
            `account ${done + 1} of ${accounts.length}: ${users} of ${all} users of ${each.account}`,
          ),
      });
    } catch (error) {
      if (!(error instanceof KeytrailError)) throw error;
      refused.push({ ...each, reason: error.message });
      return null;
    } finally {
      done++;
    }
  });
  return {
    snapshots: snapshots.filter((snapshot) => snapshot !== null),
    refused: refused.toSorted((a, b) => (a.account < b.account ? -1 : 1)),
  };
}
