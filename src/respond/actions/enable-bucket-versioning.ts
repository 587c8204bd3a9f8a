/** Switches the versioning of a bucket on again. */
import type { Action } from '../action.ts';
import { bucketArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readOne } from '../reading.ts';

export const enableBucketVersioning: Action = switchAction({
  name: 'enable-bucket-versioning',
  does: 'Switches the versioning of a bucket on.',
  undoes: 'Versioning gets the state it had; a bucket that never had any is left suspended.',
  parameters: ['bucket'],
  read: async (step, aws) => {
    const input = { Bucket: parameter(step, 'bucket') };
    const found = await orNull(readOne(aws, step, 's3', 'GetBucketVersioning', input));
    return found === null ? null : (found['Status'] ?? 'Never');
  },
  wanted: () => 'Enabled',
  set: (step, status) => [
    {
      service: 's3',
      operation: 'PutBucketVersioning',
      input: {
        Bucket: parameter(step, 'bucket'),
        VersioningConfiguration: { Status: status === 'Enabled' ? 'Enabled' : 'Suspended' },
      },
    },
  ],
  lost: (_step, before) =>
    before === 'Never' ? ['A bucket that was versioned once stays suspended, not without versions.'] : [],
  missing: 'The bucket is gone.',
  permissions: (step) => grants(bucketArn(step), 's3:GetBucketVersioning', 's3:PutBucketVersioning'),
  expected: 'Suspended',
});
