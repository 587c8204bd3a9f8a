/** Denies a user's sessions that are older than a time; its long-lived keys work on. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { denyOlderThan } from '../deny-policies.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const revokeUserSessions: Action = inlinePolicyAction({
  name: 'revoke-user-sessions',
  does: 'Denies everything to sessions of a user (console, GetSessionToken, GetFederationToken) issued before a time.',
  undoes: 'The inline policy is taken away, or put back as it was.',
  holder: 'User',
  parameters: ['issuedBefore'],
  document: (step) => denyOlderThan(parameter(step, 'issuedBefore')),
});
