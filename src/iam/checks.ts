/** All checks, in the order in which they are told. To add one: its object in `checks/`, and a line here. */
import type { Check, Found } from './checks/check.ts';
import {
  activeKeyNeverUsed,
  activeKeyUnused,
  inactiveKeyKept,
  keyOlderThanItsRotation,
  oldKey,
} from './checks/key-life.ts';
import { keyOfAdmin, keyThatEscalates, keyThatPassesRoles, keyThatReadsData } from './checks/key-power.ts';
import { keyExposedSaysAws, quarantinedKey, quarantineLeft } from './checks/known-leak.ts';
import { rootAccessKey, rootUsed, rootWithoutMfa } from './checks/root.ts';
import {
  consoleWithoutMfa,
  passwordAndKey,
  serviceCredential,
  twoActiveKeys,
  unusedPassword,
  unusedUser,
} from './checks/user.ts';
import type { IamFinding, Severity } from './finding.ts';
import type { IamSnapshot } from './snapshot.ts';

export const CHECKS: readonly Check[] = [
  keyExposedSaysAws,
  quarantinedKey,
  quarantineLeft,
  rootAccessKey,
  rootWithoutMfa,
  rootUsed,
  keyOfAdmin,
  keyThatEscalates,
  keyThatPassesRoles,
  keyThatReadsData,
  activeKeyNeverUsed,
  activeKeyUnused,
  oldKey,
  keyOlderThanItsRotation,
  inactiveKeyKept,
  twoActiveKeys,
  consoleWithoutMfa,
  passwordAndKey,
  unusedPassword,
  unusedUser,
  serviceCredential,
];

/** From the worst. */
export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low', 'info'];

/** What all checks say of an account, worst first; what is equally bad in the order of checks and users. */
export function findingsOf(snapshot: IamSnapshot): IamFinding[] {
  return CHECKS.flatMap((check) => findingsOfCheck(check, snapshot)).toSorted(
    (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
  );
}

function findingsOfCheck(check: Check, snapshot: IamSnapshot): IamFinding[] {
  const { account, users } = snapshot;
  const of = (user: string | null, keyId: string | null, found: Found | null): IamFinding[] =>
    found === null ? [] : [{ check: check.id, account, user, keyId, ...found }];
  switch (check.about) {
    case 'root':
      return of(null, null, check.look(snapshot));
    case 'user':
      return users.flatMap((user) => of(user.name, null, check.look({ snapshot, user })));
    case 'key':
      return users.flatMap((user) =>
        (user.keys ?? []).flatMap((key) => of(user.name, key.id, check.look({ snapshot, user, key }))),
      );
  }
}
