/** Detaches a managed policy from a role. */
import type { Action } from '../action.ts';
import { attachedPolicyAction } from '../kinds/attached-policy.ts';

export const detachRolePolicy: Action = attachedPolicyAction({
  name: 'detach-role-policy',
  does: 'Detaches a managed policy that the intruder attached to a role. The policy itself stays.',
  undoes: 'The policy is attached again.',
  holder: 'Role',
  attached: false,
});
