/** Denies a user everything by an inline policy, which also ends what its sessions may do. */
import type { Action } from '../action.ts';
import { DENY_ALL } from '../deny-policies.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const denyUser: Action = inlinePolicyAction({
  name: 'deny-user',
  does: 'Puts an inline policy on a user that denies everything, for its keys and all sessions made from them.',
  undoes: 'The inline policy is taken away, or put back as it was.',
  holder: 'User',
  document: () => DENY_ALL,
});
