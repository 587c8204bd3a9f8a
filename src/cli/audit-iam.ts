/** The account's own view of its keys: `--iam`, `--org`, `--policy`. */
import type { InputProblem } from '../cloudtrail/problem.ts';
import type { ExposedCredential } from '../exposure/credentials.ts';
import { auditPolicy } from '../iam/calls.ts';
import { findingsOf } from '../iam/checks.ts';
import { findingFingerprint } from '../iam/finding.ts';
import type { IamFinding } from '../iam/finding.ts';
import { readKeyOwner } from '../iam/key-owner.ts';
import { organizationAccounts, readAccounts } from '../iam/read-organization.ts';
import type { AccountName, RefusedAccount } from '../iam/read-organization.ts';
import { rowsOf } from '../iam/rows.ts';
import type { IamRow } from '../iam/rows.ts';
import { sideBySide } from '../iam/side-by-side.ts';
import type { IamSnapshot, KeyOwner } from '../iam/snapshot.ts';
import type { AuditOptions } from './audit.ts';
import { accountText } from './audit-iam-words.ts';
import { awsCaller } from './aws-caller.ts';
import { openOutput } from './output.ts';
import { clock } from './clock.ts';
import type { ProgressLine } from './show/progress.ts';
import { jsonText } from './show/text.ts';

/** What accounts said. */
export interface IamScan {
  readonly snapshots: readonly IamSnapshot[];
  readonly refused: readonly RefusedAccount[];
  /** Of keys that were found, and that no user of these accounts has. */
  readonly owners: readonly KeyOwner[];
  readonly findings: readonly KnownFinding[];
}

/** A finding, and what baselines and lists of what to ignore know it by. */
export interface KnownFinding extends IamFinding {
  readonly fingerprint: string;
}

/** The role that AWS Organizations makes in accounts that it creates. */
const ORGANIZATION_ROLE = 'OrganizationAccountAccessRole';
/** Keys found outside that are asked for at the same time. */
const MOST_KEYS = 6;
/** Keys that are asked for: a folder of logs holds those of everybody. */
const MOST_ASKED = 500;

/** Prints the least policy with which `--iam` reads all. */
export async function printAuditPolicy({ org, role, output: file }: AuditOptions): Promise<void> {
  const output = openOutput(file);
  await output.write(`${jsonText(auditPolicy(org === true ? (role ?? ORGANIZATION_ROLE) : null), 2)}\n`);
  await output.close();
}

/**
 * Reads the accounts, and checks them.
 *
 * @param credentials what was found at rest: whose keys of these nobody has is asked
 * @throws KeytrailError when AWS does not know the operator, or the organization cannot be listed.
 */
export async function scanIam(
  options: AuditOptions,
  credentials: readonly ExposedCredential[],
  line: ProgressLine | undefined,
): Promise<IamScan> {
  const caller = awsCaller({
    ...options,
    ...(options.org === true ? { role: options.role ?? ORGANIZATION_ROLE } : {}),
  });
  try {
    line?.show('asking who you are');
    const { account: home } = await caller.ownIdentity();
    const listed = options.org === true ? await organizationAccounts(caller, home) : [];
    const { snapshots, refused } = await readAccounts(
      caller,
      wanted(home, options, listed),
      clock,
      (text) => {
        line?.show(text);
      },
    );
    const known = new Set(
      snapshots.flatMap(({ users }) => users.flatMap(({ keys }) => keys ?? [])).map(({ id }) => id),
    );
    const strange = credentials.flatMap(({ keyId, known: example }) =>
      keyId === null || example !== null || known.has(keyId) || !/^A[KS]IA/.test(keyId) ? [] : [keyId],
    );
    line?.show('asking whose the keys are');
    const open = new Set(snapshots.map(({ account }) => account));
    const owners = await sideBySide(strange.slice(0, MOST_ASKED), MOST_KEYS, async (keyId) =>
      readKeyOwner(caller, keyId, home, open),
    );
    const findings = snapshots
      .flatMap((snapshot) => findingsOf(snapshot))
      .map((finding) => ({ ...finding, fingerprint: findingFingerprint(finding) }));
    return { snapshots, refused, owners, findings };
  } finally {
    line?.clear();
    await caller.close();
  }
}

/** One's own account, those of the organization, and those that a way in was given for. */
function wanted(home: string, options: AuditOptions, listed: readonly AccountName[]): AccountName[] {
  const names = new Map(listed.map(({ account, name }) => [account, name]));
  for (const account of [home, ...(options.in ?? []).map((way) => way.slice(0, 12))])
    if (!names.has(account)) names.set(account, null);
  return [...names]
    .map(([account, name]) => ({ account, name }))
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
}

/** What could not be read, as audits tell it of files. */
export function iamProblems({ snapshots, refused, owners }: IamScan): InputProblem[] {
  return [
    ...refused.map(({ account, name, reason }) => problem(accountText(account, name), reason)),
    ...snapshots.flatMap(({ account, name, unread }) =>
      unread
        .filter(({ isProblem }) => isProblem)
        .map(({ part, reason }) => problem(accountText(account, name), `${part}: ${reason}`)),
    ),
    ...owners.flatMap(({ keyId, unread }) =>
      unread?.isProblem === true ? [problem(`key ${keyId}`, `${unread.part}: ${unread.reason}`)] : [],
    ),
  ];
}

function problem(file: string, detail: string): InputProblem {
  return { kind: 'unreadable', file, detail };
}

/** The rows of what is left after baseline and ignore list. */
export function iamRows({ snapshots }: IamScan, findings: readonly KnownFinding[]): IamRow[] {
  return rowsOf(snapshots, findings);
}
