/** Deletes a user of a user pool. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import type { Step } from '../plan.ts';
import { only, readOne } from '../reading.ts';

export const deletePoolUser: Action = deletionAction({
  name: 'delete-pool-user',
  does: 'Deletes a user of a Cognito user pool that the intruder made.',
  undoes: null,
  parameters: ['userPoolId', 'username'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'cognito-identity-provider', 'AdminGetUser', user(step)));
    return found === null ? null : only(found, 'UserAttributes', 'UserStatus', 'Enabled');
  },
  remove: (step) => [
    { service: 'cognito-identity-provider', operation: 'AdminDeleteUser', input: user(step) },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'cognito-idp', `userpool/${parameter(step, 'userPoolId')}`),
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminDeleteUser',
    ),
  expected: () => ({}),
});

function user(step: Step) {
  return { UserPoolId: parameter(step, 'userPoolId'), Username: parameter(step, 'username') };
}
