/** Blocks public access to a bucket again. */
import type { Json } from '../../json.ts';
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { AwsError } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, readOne } from '../reading.ts';
import { ALL_BLOCKED, isAllBlocked } from '../public-access-block.ts';

export const restorePublicAccessBlock: Action = switchAction({
  name: 'restore-public-access-block',
  does: 'Blocks public access to a bucket, in all four ways.',
  undoes: 'The block that was there is set again, or removed.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    try {
      const input = { Bucket: parameter(step, 'bucket') };
      const found = await readOne(aws, step, 's3', 'GetPublicAccessBlock', input);
      return objectIn(found['PublicAccessBlockConfiguration']);
    } catch (error) {
      if (!(error instanceof AwsError) || error.kind !== 'not found') throw error;
      return error.code === 'NoSuchPublicAccessBlockConfiguration' ? {} : null;
    }
  },
  wanted: (_step, value) => (isAllBlocked(value) ? value : ALL_BLOCKED),
  set: (step, value) => {
    const input = { Bucket: parameter(step, 'bucket') };
    return isNone(value)
      ? [{ service: 's3', operation: 'DeletePublicAccessBlock', input }]
      : [
          {
            service: 's3',
            operation: 'PutPublicAccessBlock',
            input: { ...input, PublicAccessBlockConfiguration: value },
          },
        ];
  },
  permissions: (step) =>
    grants(bucketArn(step), 's3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'),
  expected: {},
});

function isNone(value: Json): boolean {
  return Object.keys(objectIn(value)).length === 0;
}
