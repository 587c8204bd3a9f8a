/** What accounts say, as SARIF: one rule for each check, one result for each finding. */
import { CHECKS } from '../iam/checks.ts';
import type { KnownFinding } from './audit-iam.ts';
import { LEVEL, ruleName, SEVERITY } from './audit-sarif-level.ts';
import { clean } from './show/text.ts';

export function iamRules(): object[] {
  return CHECKS.map(({ id, title }) => ({
    id,
    name: ruleName(id),
    shortDescription: { text: title },
    defaultConfiguration: { level: 'warning' },
    properties: { tags: ['security', 'iam'] },
  }));
}

/** @param firstRule how many rules stand before those of the checks */
export function iamResult(finding: KnownFinding, firstRule: number): object {
  const { check, severity, account, user, keyId, reason, evidence, remedy, fingerprint } = finding;
  const thing = ['', user === null ? 'root' : `user/${user}`, ...(keyId === null ? [] : [keyId])].join('/');
  // An account is no file: hosts that want one show these in lists only.
  const name = clean(`aws:iam:${account}${thing}`);
  const what = keyId === null ? (user === null ? 'root' : `User ${user}`) : `Access key ${keyId} of ${user}`;
  return {
    ruleId: check,
    ruleIndex: firstRule + CHECKS.findIndex(({ id }) => id === check),
    level: LEVEL[severity],
    message: { text: clean(`${what}, account ${account}. ${reason} ${evidence.join('; ')}. ${remedy}`) },
    locations: [
      { logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }], message: { text: name } },
    ],
    partialFingerprints: { 'keytrailFinding/v1': fingerprint },
    properties: { 'security-severity': SEVERITY[severity], level: severity, keyId, account, user },
  };
}
