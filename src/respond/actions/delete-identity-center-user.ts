/** Deletes a user of Identity Center. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { only, readOne } from '../reading.ts';

export const deleteIdentityCenterUser: Action = deletionAction({
  name: 'delete-identity-center-user',
  does: 'Deletes a user of Identity Center that the intruder made.',
  undoes: null,
  parameters: ['identityStoreId', 'userId'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'identitystore', 'DescribeUser', input(step)));
    return found === null ? null : only(found, 'UserName', 'DisplayName');
  },
  remove: (step) => [{ service: 'identitystore', operation: 'DeleteUser', input: input(step) }],
  lost: () => ['A user made again has another ID, and none of the assignments.'],
  permissions: () => grants('*', 'identitystore:DescribeUser', 'identitystore:DeleteUser'),
  expected: () => ({}),
});

function input(step: Step) {
  return { IdentityStoreId: parameter(step, 'identityStoreId'), UserId: parameter(step, 'userId') };
}
