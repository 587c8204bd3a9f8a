/** Denies a user everything by the policy that AWS keeps for this: a second deny, should the first be removed. */
import type { Action } from '../action.ts';
import { awsManaged } from '../arns.ts';
import { attachedPolicyAction } from '../kinds/attached-policy.ts';

export const attachDenyPolicy: Action = attachedPolicyAction({
  name: 'attach-deny-policy',
  does: 'Attaches the policy AWSDenyAll to a user: a second deny, should the first be taken away.',
  undoes: 'The policy is detached.',
  holder: 'User',
  attached: true,
  policyArn: (step) => awsManaged(step, 'AWSDenyAll'),
});
