/** Keeps what a role is like before anything is changed: reads only. */
import type { Action } from '../action.ts';
import { roleArn } from '../arns.ts';
import { grants } from '../grants.ts';
import { readRole } from '../read-role.ts';
import { stateAction } from '../state-action.ts';

export const preserveRole: Action = stateAction({
  name: 'preserve-role',
  does: 'Reads everything about a role and keeps it in the journal, as evidence. Changes nothing.',
  undoes: 'There is nothing to undo.',
  parameters: ['roleName'],
  optional: ['path', 'partition'],
  read: async (step, aws) => ({ found: await readRole(step, aws) }),
  want: (_step, state) => state,
  write: () => [],
  permissions: (step) =>
    grants(
      roleArn(step),
      'iam:GetRole iam:ListRolePolicies iam:GetRolePolicy iam:ListAttachedRolePolicies ' +
        'iam:ListInstanceProfilesForRole',
    ),
  expected: () => ({ found: null }),
});
