/** Takes an inline policy of a group away. */
import type { Action } from '../action.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const deleteGroupPolicy: Action = inlinePolicyAction({
  name: 'delete-group-policy',
  does: 'Takes an inline policy that the intruder put on a group away.',
  undoes: 'The policy is put back as it was.',
  holder: 'Group',
  document: null,
});
