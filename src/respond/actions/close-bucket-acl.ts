/** Takes the grants of an access control list of a bucket to others than its owner away. */
import type { JsonObject } from '../../json.ts';
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, objectsIn, only, readOne } from '../reading.ts';

/** Where S3 writes access logs, it needs this one. */
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

export const closeBucketAcl: Action = switchAction({
  name: 'close-bucket-acl',
  does: 'Takes the grants of the access control list of a bucket to all but its owner and the delivery of logs away.',
  undoes: 'The list that was there is set again.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    const found = await orNull(
      readOne(aws, step, 's3', 'GetBucketAcl', { Bucket: parameter(step, 'bucket') }),
    );
    return found === null ? null : only(found, 'Owner', 'Grants');
  },
  wanted: (_step, value) => {
    const own = ownGrants(objectIn(value));
    return own.length === objectsIn(objectIn(value)['Grants']).length
      ? value
      : { ...objectIn(value), Grants: own };
  },
  set: (step, value) => [
    {
      service: 's3',
      operation: 'PutBucketAcl',
      input: { Bucket: parameter(step, 'bucket'), AccessControlPolicy: value },
    },
  ],
  permissions: (step) => grants(bucketArn(step), 's3:GetBucketAcl', 's3:PutBucketAcl'),
});

function ownGrants({ Owner: owner, Grants: given }: JsonObject): JsonObject[] {
  const id = objectIn(owner)['ID'] ?? null;
  return objectsIn(given).filter((each) => {
    const grantee = objectIn(each['Grantee']);
    return grantee['URI'] === LOG_DELIVERY || (id !== null && grantee['ID'] === id);
  });
}
