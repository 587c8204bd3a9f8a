/** The parts of an event that a line of a table or of a CSV file shows. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import { credentialOf, principalOf } from '../cloudtrail/identity.ts';
import { redactText } from '../redact.ts';

/** Texts are without session tokens, else as they stand in the log: whoever shows them must escape them. */
export interface Summary {
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly errorCode: string;
  readonly account: string;
  readonly region: string;
  /** Access key ID. */
  readonly credential: string;
  /** ARN or name of who called. */
  readonly principal: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
}

export function summaryOf(event: Event): Summary {
  return {
    eventId: redactText(event.eventId),
    eventSource: redactText(event.text(FIELD.eventSource)),
    eventName: redactText(event.text(FIELD.eventName)),
    errorCode: redactText(event.text(FIELD.errorCode)),
    account: redactText(event.text(FIELD.recipientAccountId) || event.text(FIELD['userIdentity.accountId'])),
    region: redactText(event.text(FIELD.awsRegion)),
    credential: redactText(credentialOf(event)),
    principal: redactText(principalOf(event)),
    sourceIPAddress: redactText(event.text(FIELD.sourceIPAddress)),
    userAgent: redactText(event.text(FIELD.userAgent)),
  };
}
