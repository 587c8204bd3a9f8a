/** Takes an inline policy of a role away. */
import type { Action } from '../action.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const deleteRolePolicy: Action = inlinePolicyAction({
  name: 'delete-role-policy',
  does: 'Takes an inline policy that the intruder put on a role away.',
  undoes: 'The policy is put back as it was.',
  holder: 'Role',
  document: null,
});
