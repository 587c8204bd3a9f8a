/** Denies a role everything by an inline policy. */
import type { Action } from '../action.ts';
import { DENY_ALL } from '../deny-policies.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const denyRole: Action = inlinePolicyAction({
  name: 'deny-role',
  does: 'Puts an inline policy on a role that denies everything, for all sessions, old and new.',
  undoes: 'The inline policy is taken away, or put back as it was.',
  holder: 'Role',
  document: () => DENY_ALL,
});
