/** Keeps a KMS key from being deleted, and enables it. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, readOne } from '../reading.ts';

export const keepKmsKey: Action = switchAction({
  name: 'keep-kms-key',
  does: 'Cancels the deletion of a KMS key, if it is due, and enables the key.',
  undoes: 'The key is disabled again; its deletion is not scheduled again.',
  parameters: ['keyId'],
  read: async (step, aws) => {
    const input = { KeyId: parameter(step, 'keyId') };
    const found = await orNull(readOne(aws, step, 'kms', 'DescribeKey', input));
    return found === null ? null : (objectIn(found['KeyMetadata'])['KeyState'] ?? null);
  },
  wanted: () => 'Enabled',
  set: (step, state, from) => {
    const input = { KeyId: parameter(step, 'keyId') };
    if (state !== 'Enabled') return [{ service: 'kms', operation: 'DisableKey', input }];
    return [
      ...(from === 'PendingDeletion' ? [{ service: 'kms', operation: 'CancelKeyDeletion', input }] : []),
      { service: 'kms', operation: 'EnableKey', input },
    ];
  },
  lost: (_step, before) =>
    before === 'PendingDeletion' ? ['The key is disabled, but its deletion is not scheduled again.'] : [],
  missing: 'The key is gone, and what it encrypted is lost.',
  permissions: (step) =>
    grants(
      regionalArn(step, 'kms', `key/${parameter(step, 'keyId').replace(/^.*\//, '')}`),
      'kms:DescribeKey',
      'kms:CancelKeyDeletion kms:EnableKey kms:DisableKey',
    ),
  expected: 'PendingDeletion',
});
