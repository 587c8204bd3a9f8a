/** The parts of an event that a line of a table or of a CSV file shows. */
import type { Event } from './event.ts';
import { FIELD } from './event.ts';
import { principalField } from './identity.ts';

/** Texts are as they stand in the log: whoever shows them must mask secrets and escape them. */
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

/** For each text but the event ID, the number of the hot field that has it in the given event. */
export const SUMMARY_FIELDS: {
  readonly [T in Exclude<keyof Summary, 'eventId'>]: (event: Event) => number;
} = {
  eventSource: () => FIELD.eventSource,
  eventName: () => FIELD.eventName,
  errorCode: () => FIELD.errorCode,
  account: (event) =>
    event.id(FIELD.recipientAccountId) === 0 || event.text(FIELD.recipientAccountId) === ''
      ? FIELD['userIdentity.accountId']
      : FIELD.recipientAccountId,
  region: () => FIELD.awsRegion,
  credential: () => FIELD['userIdentity.accessKeyId'],
  principal: principalField,
  sourceIPAddress: () => FIELD.sourceIPAddress,
  userAgent: () => FIELD.userAgent,
};

export function summaryOf(event: Event): Summary {
  const text = (name: keyof typeof SUMMARY_FIELDS): string => event.text(SUMMARY_FIELDS[name](event));
  return {
    eventId: event.eventId,
    eventSource: text('eventSource'),
    eventName: text('eventName'),
    errorCode: text('errorCode'),
    account: text('account'),
    region: text('region'),
    credential: text('credential'),
    principal: text('principal'),
    sourceIPAddress: text('sourceIPAddress'),
    userAgent: text('userAgent'),
  };
}
