/** What a check says about a credential of an account. */
import { fingerprintOfText } from '../exposure/salted-hash.ts';

export type Severity = 'high' | 'medium' | 'low' | 'info';

export interface IamFinding {
  /** Of the check: a line of `checks.ts`, such as `active-key-never-used`. */
  readonly check: string;
  readonly severity: Severity;
  readonly account: string;
  /** Name of the user; `null` for root, and for the account as a whole. */
  readonly user: string | null;
  /** The key it is about; `null` where it is about the user, root or the account. */
  readonly keyId: string | null;
  /** What is wrong, as a sentence. */
  readonly reason: string;
  /** What AWS said, one fact each: `created 2024-03-01`. */
  readonly evidence: readonly string[];
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** What lists of what to ignore, and baselines, know a finding by: the same check of the same thing. */
export function findingFingerprint({ check, account, user, keyId }: IamFinding): string {
  return fingerprintOfText(`iam ${JSON.stringify([check, account, user, keyId])}`);
}
