/** Deletes a role that an intruder made, with everything on it, in the order that IAM asks for. */
import type { Action } from '../action.ts';
import { parameter, partitionOf, roleArn } from '../arns.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { iam } from '../kinds/principal-id.ts';
import { readRole } from '../read-role.ts';
import { objectsIn, textIn, textsIn } from '../reading.ts';

export const deleteRole: Action = deletionAction({
  name: 'delete-role',
  does: 'Deletes a role that the intruder made: policies, places in instance profiles, then the role.',
  undoes: 'The role is made again with its trust, policies, boundary and tags, and another ID.',
  parameters: ['roleName'],
  optional: ['path', 'partition'],
  read: readRole,
  remove: (step, role) => {
    const name = { RoleName: parameter(step, 'roleName') };
    return [
      ...textsIn(role['attachedPolicies']).map((PolicyArn) =>
        iam('DetachRolePolicy', { ...name, PolicyArn }),
      ),
      ...objectsIn(role['inlinePolicies']).map((policy) =>
        iam('DeleteRolePolicy', { ...name, PolicyName: textIn(policy, 'name') }),
      ),
      ...textsIn(role['instanceProfiles']).map((InstanceProfileName) =>
        iam('RemoveRoleFromInstanceProfile', { ...name, InstanceProfileName }),
      ),
      iam('DeleteRole', name),
    ];
  },
  remake: (step, role) => {
    const name = { RoleName: parameter(step, 'roleName') };
    const boundary = textIn(role, 'boundary');
    const { maxSessionDuration = null } = role;
    return [
      iam('CreateRole', {
        ...name,
        Path: textIn(role, 'path'),
        AssumeRolePolicyDocument: textIn(role, 'trust'),
        Description: textIn(role, 'description'),
        Tags: objectsIn(role['tags']),
        ...(maxSessionDuration === null ? {} : { MaxSessionDuration: maxSessionDuration }),
        ...(boundary === '' ? {} : { PermissionsBoundary: boundary }),
      }),
      ...objectsIn(role['inlinePolicies']).map((policy) =>
        iam('PutRolePolicy', {
          ...name,
          PolicyName: textIn(policy, 'name'),
          PolicyDocument: textIn(policy, 'document'),
        }),
      ),
      ...textsIn(role['attachedPolicies']).map((PolicyArn) =>
        iam('AttachRolePolicy', { ...name, PolicyArn }),
      ),
      ...textsIn(role['instanceProfiles']).map((InstanceProfileName) =>
        iam('AddRoleToInstanceProfile', { ...name, InstanceProfileName }),
      ),
    ];
  },
  lost: () => ['The role gets another ID; policies that name the old one do not fit it.'],
  permissions: (step) => [
    ...grants(
      roleArn(step),
      'iam:GetRole iam:ListRolePolicies iam:GetRolePolicy iam:ListAttachedRolePolicies ' +
        'iam:ListInstanceProfilesForRole',
      'iam:DetachRolePolicy iam:DeleteRolePolicy iam:DeleteRole iam:CreateRole iam:TagRole iam:PutRolePolicy ' +
        'iam:AttachRolePolicy iam:PassRole',
    ),
    ...grants(
      `arn:${partitionOf(step)}:iam::${step.account}:instance-profile/*`,
      '',
      'iam:RemoveRoleFromInstanceProfile iam:AddRoleToInstanceProfile',
    ),
  ],
});
