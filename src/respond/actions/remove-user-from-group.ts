/** Takes a user out of a group. */
import type { Action } from '../action.ts';
import { groupArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const removeUserFromGroup: Action = switchAction({
  name: 'remove-user-from-group',
  does: 'Takes a user out of a group.',
  undoes: 'The user is added to the group again.',
  parameters: ['groupName', 'userName'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { GroupName: parameter(step, 'groupName') };
    const users = await orNull(readAll(aws, step, 'iam', 'GetGroup', input, 'Users'));
    return users === null ? null : users.some((each) => each['UserName'] === parameter(step, 'userName'));
  },
  wanted: () => false,
  set: (step, isMember) => [
    iam(isMember === true ? 'AddUserToGroup' : 'RemoveUserFromGroup', {
      GroupName: parameter(step, 'groupName'),
      UserName: parameter(step, 'userName'),
    }),
  ],
  permissions: (step) => grants(groupArn(step), 'iam:GetGroup', 'iam:RemoveUserFromGroup iam:AddUserToGroup'),
  expected: true,
});
