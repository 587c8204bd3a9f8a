/** Takes the web site of a bucket away. */
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { readOne } from '../reading.ts';

export const removeBucketWebsite: Action = deletionAction({
  name: 'remove-bucket-website',
  does: 'Takes the web site of a bucket away.',
  undoes: 'It is set again as it was.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    const input = { Bucket: parameter(step, 'bucket') };
    const found = await orNull(readOne(aws, step, 's3', 'GetBucketWebsite', input));
    return found === null ? null : found;
  },
  remove: (step) => [
    { service: 's3', operation: 'DeleteBucketWebsite', input: { Bucket: parameter(step, 'bucket') } },
  ],
  remake: (step, found) => [
    {
      service: 's3',
      operation: 'PutBucketWebsite',
      input: { Bucket: parameter(step, 'bucket'), WebsiteConfiguration: found },
    },
  ],
  lost: () => [],
  permissions: (step) => [
    ...grants(bucketArn(step), 's3:GetBucketWebsite', 's3:PutBucketWebsite s3:DeleteBucketWebsite'),
  ],
  expected: () => ({}),
});
