/** Takes an inline policy of a user away. */
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const deleteUserPolicy = inlinePolicyAction({
  name: 'delete-user-policy',
  does: 'Takes an inline policy that the intruder put on a user away.',
  undoes: 'The policy is put back as it was.',
  holder: 'User',
  document: null,
});
