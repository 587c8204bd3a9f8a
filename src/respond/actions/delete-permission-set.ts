/** Deletes a permission set of Identity Center. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { objectIn, only, readOne } from '../reading.ts';

export const deletePermissionSet: Action = deletionAction({
  name: 'delete-permission-set',
  does: 'Deletes a permission set of Identity Center that the intruder made. It must not be assigned any more.',
  undoes: null,
  parameters: ['instanceArn', 'permissionSetArn'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'sso-admin', 'DescribePermissionSet', set(step)));
    return found === null
      ? null
      : only(objectIn(found['PermissionSet']), 'Name', 'Description', 'SessionDuration', 'RelayState');
  },
  remove: (step) => [{ service: 'sso-admin', operation: 'DeletePermissionSet', input: set(step) }],
  permissions: () => grants('*', 'sso:DescribePermissionSet', 'sso:DeletePermissionSet'),
  expected: () => ({}),
});

function set(step: Step) {
  return {
    InstanceArn: parameter(step, 'instanceArn'),
    PermissionSetArn: parameter(step, 'permissionSetArn'),
  };
}
