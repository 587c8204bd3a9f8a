/** The hot fields that say who called what, from where and with what. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD } from '../cloudtrail/event.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import type { Identity } from './subject.ts';

/** What a call is, and where. */
export const CALL_FIELDS: readonly number[] = (
  [
    'eventSource',
    'eventName',
    'errorCode',
    'awsRegion',
    'recipientAccountId',
    'userIdentity.accountId',
  ] satisfies HotField[]
).map((name) => FIELD[name]);

/** From where and with what. */
export const PLACE_FIELDS: readonly number[] = (
  ['sourceIPAddress', 'userAgent', 'vpcEndpointId'] satisfies HotField[]
).map((name) => FIELD[name]);

export const ORIGIN_FIELDS: readonly number[] = [
  ...(
    [
      'userIdentity.accessKeyId',
      'userIdentity.arn',
      'userIdentity.sessionContext.sessionIssuer.arn',
      'userIdentity.type',
      'userIdentity.userName',
      'userIdentity.accountId',
    ] satisfies HotField[]
  ).map((name) => FIELD[name]),
  ...PLACE_FIELDS,
];

/** What the event says of whose credential it is. */
export function identityIn(event: Event): Identity {
  return {
    type: event.text(FIELD['userIdentity.type']),
    accessKeyId: event.text(FIELD['userIdentity.accessKeyId']),
    arn: event.text(FIELD['userIdentity.arn']),
    issuerArn: event.text(FIELD['userIdentity.sessionContext.sessionIssuer.arn']),
    userName: event.text(FIELD['userIdentity.userName']),
    accountId: event.text(FIELD['userIdentity.accountId']),
  };
}
