/** Detaches a managed policy from a group. */
import type { Action } from '../action.ts';
import { attachedPolicyAction } from '../kinds/attached-policy.ts';

export const detachGroupPolicy: Action = attachedPolicyAction({
  name: 'detach-group-policy',
  does: 'Detaches a managed policy that the intruder attached to a group. The policy itself stays.',
  undoes: 'The policy is attached again.',
  holder: 'Group',
  attached: false,
});
