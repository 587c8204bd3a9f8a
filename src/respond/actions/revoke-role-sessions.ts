/** Denies a role's sessions that are older than a time, as "Revoke active sessions" of the console does. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { denyOlderThan } from '../deny-policies.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';

export const revokeRoleSessions: Action = inlinePolicyAction({
  name: 'revoke-role-sessions',
  does: 'Denies everything to sessions of a role issued before a time. Legitimate ones are cut too, until they renew.',
  undoes: 'The inline policy is taken away, or put back as it was.',
  holder: 'Role',
  parameters: ['issuedBefore'],
  document: (step) => denyOlderThan(parameter(step, 'issuedBefore')),
});
