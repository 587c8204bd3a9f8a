/** Takes a permission set in an account away from a user or group of Identity Center. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { only, readAll } from '../reading.ts';

export const removeAccountAssignment: Action = deletionAction({
  name: 'remove-account-assignment',
  does: 'Takes a permission set in an account away from a user or group of Identity Center. Open role sessions run on.',
  undoes: 'The same assignment is made again.',
  parameters: ['instanceArn', 'targetId', 'permissionSetArn', 'principalType', 'principalId'],
  read: async (step, aws) => {
    const list = readAll(
      aws,
      step,
      'sso-admin',
      'ListAccountAssignments',
      {
        InstanceArn: parameter(step, 'instanceArn'),
        AccountId: parameter(step, 'targetId'),
        PermissionSetArn: parameter(step, 'permissionSetArn'),
      },
      'AccountAssignments',
    );
    const found = (await orNull(list))?.find(
      (each) => each['PrincipalId'] === parameter(step, 'principalId'),
    );
    return found === undefined ? null : only(found, 'PrincipalType', 'PrincipalId');
  },
  remove: (step) => [call(step, 'DeleteAccountAssignment')],
  remake: (step) => [call(step, 'CreateAccountAssignment')],
  permissions: () =>
    grants('*', 'sso:ListAccountAssignments', 'sso:DeleteAccountAssignment sso:CreateAccountAssignment'),
  expected: () => ({}),
});

function call(step: Step, operation: string) {
  return {
    service: 'sso-admin',
    operation,
    input: {
      InstanceArn: parameter(step, 'instanceArn'),
      TargetId: parameter(step, 'targetId'),
      TargetType: 'AWS_ACCOUNT',
      PermissionSetArn: parameter(step, 'permissionSetArn'),
      PrincipalType: parameter(step, 'principalType'),
      PrincipalId: parameter(step, 'principalId'),
    },
  };
}
