/** Disables a user of a user pool, and ends its sessions. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import type { Step } from '../plan.ts';
import { readOne } from '../reading.ts';

export const disablePoolUser: Action = switchAction({
  name: 'disable-pool-user',
  does: 'Disables a user of a Cognito user pool and signs it out everywhere. Credentials it got for a role run on.',
  undoes: 'The user is enabled again, if it was.',
  parameters: ['userPoolId', 'username'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'cognito-identity-provider', 'AdminGetUser', user(step)));
    return found?.['Enabled'] ?? null;
  },
  wanted: () => false,
  set: (step, isEnabled) =>
    (isEnabled === true ? ['AdminEnableUser'] : ['AdminUserGlobalSignOut', 'AdminDisableUser']).map(
      (operation) => ({ service: 'cognito-identity-provider', operation, input: user(step) }),
    ),
  permissions: (step) =>
    grants(
      regionalArn(step, 'cognito-idp', `userpool/${parameter(step, 'userPoolId')}`),
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminUserGlobalSignOut cognito-idp:AdminDisableUser cognito-idp:AdminEnableUser',
    ),
  expected: true,
});

function user(step: Step) {
  return { UserPoolId: parameter(step, 'userPoolId'), Username: parameter(step, 'username') };
}
