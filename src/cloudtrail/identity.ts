/** Who made a call: the credential that signed it, and the principal it belongs to. */
import type { Event } from './event.ts';
import { FIELD } from './event.ts';

/** The access key ID that signed the call; `''` for services, console logins and anonymous calls. */
export function credentialOf(event: Event): string {
  return event.text(FIELD['userIdentity.accessKeyId']);
}

/**
 * Who called, as exactly as the record says.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function principalOf(event: Event): string {
  return (
    event.text(FIELD['userIdentity.arn']) ||
    event.text(FIELD['userIdentity.userName']) ||
    event.text(FIELD['userIdentity.invokedBy']) ||
    event.text(FIELD['userIdentity.principalId']) ||
    event.text(FIELD['userIdentity.accountId']) ||
    event.text(FIELD['userIdentity.type'])
  );
}
