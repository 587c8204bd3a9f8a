/** Detaches a managed policy from a user. */
import type { Action } from '../action.ts';
import { attachedPolicyAction } from '../kinds/attached-policy.ts';

export const detachUserPolicy: Action = attachedPolicyAction({
  name: 'detach-user-policy',
  does: 'Detaches a managed policy that the intruder attached to a user. The policy itself stays.',
  undoes: 'The policy is attached again.',
  holder: 'User',
  attached: false,
});
