/** Blocks public access to all buckets of an account again. */
import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { ALL_BLOCKED, isAllBlocked } from '../public-access-block.ts';
import { objectIn, readOne } from '../reading.ts';

export const restoreAccountPublicAccessBlock: Action = switchAction({
  name: 'restore-account-public-access-block',
  does: 'Blocks public access to all buckets of an account, in all four ways.',
  undoes: 'The block that was there is set again, or removed.',
  parameters: [],
  read: async (step, aws) => {
    try {
      const input = { AccountId: step.account };
      const found = await readOne(aws, step, 's3-control', 'GetPublicAccessBlock', input);
      return objectIn(found['PublicAccessBlockConfiguration']);
    } catch (error) {
      if (!(error instanceof AwsError) || error.kind !== 'not found') throw error;
      return {};
    }
  },
  wanted: (_step, value) => (isAllBlocked(value) ? value : ALL_BLOCKED),
  set: (step, value) => {
    const input = { AccountId: step.account };
    return Object.keys(objectIn(value)).length === 0
      ? [{ service: 's3-control', operation: 'DeletePublicAccessBlock', input }]
      : [
          {
            service: 's3-control',
            operation: 'PutPublicAccessBlock',
            input: { ...input, PublicAccessBlockConfiguration: value },
          },
        ];
  },
  permissions: () => grants('*', 's3:GetAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock'),
  expected: {},
});
