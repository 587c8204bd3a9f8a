/** Takes the copying of a bucket to another away. */
import type { Action } from '../action.ts';
import { bucketArn, parameter, partitionOf } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, readOne } from '../reading.ts';

export const removeBucketReplication: Action = deletionAction({
  name: 'remove-bucket-replication',
  does: 'Takes the copying of a bucket to another away.',
  undoes: 'It is set again as it was.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    const input = { Bucket: parameter(step, 'bucket') };
    const found = await orNull(readOne(aws, step, 's3', 'GetBucketReplication', input));
    return found === null ? null : objectIn(found['ReplicationConfiguration']);
  },
  remove: (step) => [
    { service: 's3', operation: 'DeleteBucketReplication', input: { Bucket: parameter(step, 'bucket') } },
  ],
  remake: (step, found) => [
    {
      service: 's3',
      operation: 'PutBucketReplication',
      input: { Bucket: parameter(step, 'bucket'), ReplicationConfiguration: found },
    },
  ],
  lost: () => [],
  permissions: (step) => [
    ...grants(bucketArn(step), 's3:GetReplicationConfiguration', 's3:PutReplicationConfiguration'),
    ...grants(`arn:${partitionOf(step)}:iam::${step.account}:role/*`, '', 'iam:PassRole'),
  ],
  expected: () => ({}),
});
