/** Deletes an instance profile that an intruder made. */
import type { Action } from '../action.ts';
import { iamArn, parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { objectIn, objectsIn, readOne, textIn, textsIn } from '../reading.ts';

export const deleteInstanceProfile: Action = deletionAction({
  name: 'delete-instance-profile',
  does: 'Deletes an instance profile that the intruder made; its role stays.',
  undoes: 'The profile is made again with its role, and another ID.',
  parameters: ['instanceProfileName'],
  optional: ['path', 'partition'],
  read: async (step, aws) => {
    const input = { InstanceProfileName: parameter(step, 'instanceProfileName') };
    const answer = await orNull(readOne(aws, step, 'iam', 'GetInstanceProfile', input));
    if (answer === null) return null;
    const profile = objectIn(answer['InstanceProfile']);
    return {
      path: textIn(profile, 'Path') || '/',
      roles: objectsIn(profile['Roles']).map((role) => textIn(role, 'RoleName')),
    };
  },
  remove: (step, profile) => {
    const name = { InstanceProfileName: parameter(step, 'instanceProfileName') };
    return [
      ...textsIn(profile['roles']).map((RoleName) =>
        iam('RemoveRoleFromInstanceProfile', { ...name, RoleName }),
      ),
      iam('DeleteInstanceProfile', name),
    ];
  },
  remake: (step, profile) => {
    const name = { InstanceProfileName: parameter(step, 'instanceProfileName') };
    return [
      iam('CreateInstanceProfile', { ...name, Path: textIn(profile, 'path') }),
      ...textsIn(profile['roles']).map((RoleName) => iam('AddRoleToInstanceProfile', { ...name, RoleName })),
    ];
  },
  lost: () => ['The profile gets another ID; instances that had it have it no more.'],
  permissions: (step) => [
    ...grants(
      iamArn(step, 'instance-profile', parameter(step, 'instanceProfileName')),
      'iam:GetInstanceProfile',
      'iam:RemoveRoleFromInstanceProfile iam:DeleteInstanceProfile iam:CreateInstanceProfile ' +
        'iam:AddRoleToInstanceProfile',
    ),
    ...grants(iamArn({ ...step, parameters: {} }, 'role', '*'), '', 'iam:PassRole'),
  ],
});
