/** Whose use of a credential an event is: what is judged under one name. */

/** The parts of `userIdentity` that say so; `''` where absent. */
export interface Identity {
  readonly type: string;
  readonly accessKeyId: string;
  readonly arn: string;
  /** ARN of the role, or of the user that called GetFederationToken, behind a temporary credential. */
  readonly issuerArn: string;
  readonly userName: string;
  readonly accountId: string;
}

/** Callers who use no credential of the account: services, other accounts, and tokens that AWS did not issue. */
const NO_SUBJECT = new Set(['AWSService', 'AWSAccount', 'WebIdentityUser', 'SAMLUser', 'Unknown']);

/**
 * A long-lived key's ID; for temporary credentials and console use the ARN of the role or user behind, since sessions
 * come and go. `null` where no credential of the account was used, or nothing says whose it was.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function subjectOf(identity: Identity): string | null {
  if (NO_SUBJECT.has(identity.type)) return null;
  if (isLongLived(identity.accessKeyId)) return identity.accessKeyId;
  return identity.issuerArn || withoutSession(identity.arn) || arnOfUser(identity);
}

/** Masked IDs (`AKIA****`) name no key. */
export function isLongLived(accessKeyId: string): boolean {
  return /^AKIA[A-Z0-9]{4,}$/.test(accessKeyId);
}

/** `arn:aws:sts::1:assumed-role/Name/session` without the session's name. */
function withoutSession(arn: string): string {
  return arn.replace(/^(arn:[^:]*:sts::\d*:assumed-role\/[^/]+)\/.*$/s, '$1');
}

/** Failed sign-ins name the user but have no ARN. */
function arnOfUser({ type, userName, accountId }: Identity): string | null {
  if (type !== 'IAMUser' || userName === '' || accountId === '') return null;
  return `arn:aws:iam::${accountId}:user/${userName}`;
}
