/** Who made a call, as exactly as the record says. */
import type { Event } from './event.ts';
import { FIELD } from './event.ts';

/** Fields that name the caller, the most exact first. */
const PRINCIPAL_FIELDS = [
  FIELD['userIdentity.arn'],
  FIELD['userIdentity.userName'],
  FIELD['userIdentity.invokedBy'],
  FIELD['userIdentity.principalId'],
  FIELD['userIdentity.accountId'],
  FIELD['userIdentity.type'],
];

/**
 * The field that names the caller best in this event.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalField(event: Event): number {
  for (let n = 0; n < PRINCIPAL_FIELDS.length; n++) {
    const field = PRINCIPAL_FIELDS[n]!;
    if (event.id(field) !== 0 && event.text(field) !== '') return field;
  }
  return PRINCIPAL_FIELDS[0]!;
}

/** Who called. */
export function principalOf(event: Event): string {
  return event.text(principalField(event));
}

/** The access key ID that signed the call; `''` for services, console logins and anonymous calls. */
export function credentialOf(event: Event): string {
  return event.text(FIELD['userIdentity.accessKeyId']);
}
