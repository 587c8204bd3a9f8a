/** Takes a role out of an instance profile. */
import type { Action } from '../action.ts';
import { iamArn, parameter, roleArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { iam } from '../kinds/principal-id.ts';
import { switchAction } from '../kinds/switch.ts';
import { objectIn, objectsIn, readOne } from '../reading.ts';

export const removeRoleFromInstanceProfile: Action = switchAction({
  name: 'remove-role-from-instance-profile',
  does: 'Takes a role out of an instance profile that the intruder put it into.',
  undoes: 'The role is put into the profile again.',
  parameters: ['instanceProfileName', 'roleName'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { InstanceProfileName: parameter(step, 'instanceProfileName') };
    const answer = await orNull(readOne(aws, step, 'iam', 'GetInstanceProfile', input));
    if (answer === null) return null;
    const roles = objectsIn(objectIn(answer['InstanceProfile'])['Roles']);
    return roles.some((role) => role['RoleName'] === parameter(step, 'roleName'));
  },
  wanted: () => false,
  set: (step, isIn) => [
    iam(isIn === true ? 'AddRoleToInstanceProfile' : 'RemoveRoleFromInstanceProfile', {
      InstanceProfileName: parameter(step, 'instanceProfileName'),
      RoleName: parameter(step, 'roleName'),
    }),
  ],
  permissions: (step) => [
    ...grants(
      iamArn(step, 'instance-profile', parameter(step, 'instanceProfileName')),
      'iam:GetInstanceProfile',
      'iam:RemoveRoleFromInstanceProfile iam:AddRoleToInstanceProfile',
    ),
    ...grants(roleArn(step), '', 'iam:PassRole'),
  ],
  expected: true,
});
