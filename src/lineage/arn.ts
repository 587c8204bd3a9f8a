/** ARNs of principals, taken apart and put together. */

/** Name of the role behind `arn:aws:sts::…:assumed-role/<role>/<session>`; `''` for other ARNs. */
export function sessionRole(arn: string): string {
  return sessionParts(arn)[0];
}

/** Name of the session; `''` for other ARNs. */
export function sessionName(arn: string): string {
  return sessionParts(arn)[1];
}

function sessionParts(arn: string): readonly [string, string] {
  const at = arn.indexOf(':assumed-role/');
  if (at < 0) return ['', ''];
  const [role = '', ...session] = arn.slice(at + ':assumed-role/'.length).split('/');
  return [role, session.join('/')];
}

/** What stands behind the last slash, or the last colon where there is none: a name without its path. */
export function lastPart(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

/** `aws`, `aws-cn`, `aws-us-gov` …; `aws` where the ARN does not say. */
export function partitionOf(arn: string): string {
  const [scheme, partition = ''] = arn.split(':', 2);
  return scheme === 'arn' && partition !== '' ? partition : 'aws';
}

export function accountOf(arn: string): string {
  const parts = arn.split(':', 5);
  return parts[0] === 'arn' ? (parts[4] ?? '') : '';
}

/** The session that assuming a role under a name gives; `''` when either is unknown. */
export function sessionArn(role: string, name: string): string {
  if (role === '' || name === '') return '';
  return `arn:${partitionOf(role)}:sts::${accountOf(role)}:assumed-role/${lastPart(role)}/${name}`;
}

/** The role behind a session's ARN. Its path is unknown, so this is a guess for roles that have one. */
export function roleArn(session: string): string {
  const role = sessionRole(session);
  return role === '' ? '' : `arn:${partitionOf(session)}:iam::${accountOf(session)}:role/${role}`;
}

export function rootArn(partition: string, account: string): string {
  return account === '' ? '' : `arn:${partition}:iam::${account}:root`;
}

/** Whether two ARNs of roles can be one: paths are left out of the ARNs that are made from sessions. */
export function isSameRole(one: string, other: string): boolean {
  if (one === '' || other === '') return false;
  return lastPart(one) === lastPart(other) && accountOf(one) === accountOf(other);
}
