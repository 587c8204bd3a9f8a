/** Lets nobody from outside into a bucket by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { readOne, textIn } from '../reading.ts';

export const closeBucketPolicy: Action = resourcePolicyAction({
  name: 'close-bucket-policy',
  thing: 'bucket',
  parameters: ['bucket'],
  read: async (step, aws) => {
    try {
      return textIn(
        await readOne(aws, step, 's3', 'GetBucketPolicy', { Bucket: parameter(step, 'bucket') }),
        'Policy',
      );
    } catch (error) {
      if (!(error instanceof AwsError) || error.kind !== 'not found') throw error;
      return error.code === 'NoSuchBucketPolicy' ? '' : null;
    }
  },
  put: (step, policy) => {
    const input = { Bucket: parameter(step, 'bucket') };
    return policy === ''
      ? { service: 's3', operation: 'DeleteBucketPolicy', input }
      : { service: 's3', operation: 'PutBucketPolicy', input: { ...input, Policy: policy } };
  },
  recorded: {
    type: 'AWS::S3::Bucket',
    id: (step) => parameter(step, 'bucket'),
    at: ['supplementaryConfiguration', 'BucketPolicy', 'policyText'],
  },
  permissions: (step) =>
    grants(bucketArn(step), 's3:GetBucketPolicy', 's3:PutBucketPolicy s3:DeleteBucketPolicy'),
});
