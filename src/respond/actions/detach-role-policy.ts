/** Detaches a managed policy from a role. */
import { attachedPolicyAction } from '../kinds/attached-policy.ts';

export const detachRolePolicy = attachedPolicyAction({
  name: 'detach-role-policy',
  does: 'Detaches a managed policy that the intruder attached to a role. The policy itself stays.',
  undoes: 'The policy is attached again.',
  holder: 'Role',
  attached: false,
});
