/** Keeps what a user is like before anything is changed: reads only. */
import type { Action } from '../action.ts';
import { userArn } from '../arns.ts';
import { grants } from '../grants.ts';
import { readUser } from '../read-user.ts';
import { stateAction } from '../state-action.ts';

export const preserveUser: Action = stateAction({
  name: 'preserve-user',
  does: 'Reads everything about a user and keeps it in the journal, as evidence. Changes nothing.',
  undoes: 'There is nothing to undo.',
  parameters: ['userName'],
  optional: ['path', 'partition'],
  read: async (step, aws) => ({ found: await readUser(step, aws) }),
  want: (_step, state) => state,
  write: () => [],
  permissions: (step) =>
    grants(
      userArn(step),
      'iam:GetUser iam:GetLoginProfile iam:ListAccessKeys iam:ListSigningCertificates iam:ListSSHPublicKeys ' +
        'iam:ListServiceSpecificCredentials iam:ListMFADevices iam:ListUserPolicies iam:GetUserPolicy ' +
        'iam:ListAttachedUserPolicies iam:ListGroupsForUser',
    ),
  expected: () => ({ found: null }),
});
