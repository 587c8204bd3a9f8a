/** Takes the list of web sites that may read a bucket away. */
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { readOne } from '../reading.ts';

export const removeBucketCors: Action = deletionAction({
  name: 'remove-bucket-cors',
  does: 'Takes the list of web sites that may read a bucket away.',
  undoes: 'It is set again as it was.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    const input = { Bucket: parameter(step, 'bucket') };
    const found = await orNull(readOne(aws, step, 's3', 'GetBucketCors', input));
    return found === null ? null : found;
  },
  remove: (step) => [
    { service: 's3', operation: 'DeleteBucketCors', input: { Bucket: parameter(step, 'bucket') } },
  ],
  remake: (step, found) => [
    {
      service: 's3',
      operation: 'PutBucketCors',
      input: { Bucket: parameter(step, 'bucket'), CORSConfiguration: found },
    },
  ],
  lost: () => [],
  permissions: (step) => [...grants(bucketArn(step), 's3:GetBucketCORS', 's3:PutBucketCORS')],
  expected: () => ({}),
});
