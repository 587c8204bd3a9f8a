/** Takes the rules by which objects of a bucket expire away. */
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { readOne } from '../reading.ts';

export const removeBucketLifecycle: Action = deletionAction({
  name: 'remove-bucket-lifecycle',
  does: 'Takes the rules by which objects of a bucket expire away.',
  undoes: 'It is set again as it was.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    const input = { Bucket: parameter(step, 'bucket') };
    const found = await orNull(readOne(aws, step, 's3', 'GetBucketLifecycleConfiguration', input));
    return found === null ? null : found;
  },
  remove: (step) => [
    { service: 's3', operation: 'DeleteBucketLifecycle', input: { Bucket: parameter(step, 'bucket') } },
  ],
  remake: (step, found) => [
    {
      service: 's3',
      operation: 'PutBucketLifecycleConfiguration',
      input: { Bucket: parameter(step, 'bucket'), LifecycleConfiguration: found },
    },
  ],
  lost: () => [],
  permissions: (step) => [
    ...grants(bucketArn(step), 's3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'),
  ],
  expected: () => ({}),
});
