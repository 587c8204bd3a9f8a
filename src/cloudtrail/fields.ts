/**
 * The hot fields: the parts of a CloudTrail record that are read from every event without parsing it.
 * The scanner numbers their distinct values, so a test on one of them runs once per distinct value. Those of
 * `userIdentity` stand together: the scanner copies them as one.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const HOT_FIELDS = [
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'eventType',
  'eventCategory',
  'readOnly',
  'recipientAccountId',
  'vpcEndpointId',
  'sessionCredentialFromConsole',
  'userIdentity.type',
  'userIdentity.principalId',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.accessKeyId',
  'userIdentity.userName',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.userName',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'userIdentity.inScopeOf.credentialsIssuedTo',
] as const;

export type HotField = (typeof HOT_FIELDS)[number];
