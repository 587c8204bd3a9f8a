/** Detaches a managed policy from a user. */
import { attachedPolicyAction } from '../kinds/attached-policy.ts';

export const detachUserPolicy = attachedPolicyAction({
  name: 'detach-user-policy',
  does: 'Detaches a managed policy that the intruder attached to a user. The policy itself stays.',
  undoes: 'The policy is attached again.',
  holder: 'User',
  attached: false,
});
