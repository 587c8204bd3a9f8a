/** Makes a service control policy by which nobody but the responder can lift what contains a principal. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { scpAction } from '../kinds/scp.ts';

/** What takes containment away from a principal, or gives it something new. */
const LIFTING = [
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:AddUserToGroup',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreateServiceSpecificCredential',
  'iam:DeleteRole*',
  'iam:DeleteUser*',
  'iam:DetachRolePolicy',
  'iam:DetachUserPolicy',
  'iam:PutRole*',
  'iam:PutUser*',
  'iam:RemoveUserFromGroup',
  'iam:TagRole',
  'iam:TagUser',
  'iam:UpdateAccessKey',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
  'iam:UpdateServiceSpecificCredential',
];

export const createGuardScp: Action = scpAction({
  name: 'create-guard-scp',
  does: 'Makes a service control policy by which only the responder can change the principals of the incident.',
  parameters: ['principals', 'responder'],
  optional: [],
  document: (step) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'KeytrailGuard',
          Effect: 'Deny',
          Action: LIFTING,
          Resource: parameter(step, 'principals').split(','),
          Condition: { ArnNotLike: { 'aws:PrincipalArn': parameter(step, 'responder') } },
        },
      ],
    }),
});
