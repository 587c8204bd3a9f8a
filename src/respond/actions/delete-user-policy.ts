/** Takes an inline policy of a user away. */
import type { Action } from '../action.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const deleteUserPolicy: Action = inlinePolicyAction({
  name: 'delete-user-policy',
  does: 'Takes an inline policy that the intruder put on a user away.',
  undoes: 'The policy is put back as it was.',
  holder: 'User',
  document: null,
});
