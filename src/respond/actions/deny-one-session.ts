/** Denies one session of a role, by its name or source identity, and leaves the others alone. */
import type { Action } from '../action.ts';
import { denyWhere } from '../deny-policies.ts';
import { inlinePolicyAction } from '../kinds/inline-policy.ts';
import type { Step } from '../plan.ts';

export const denyOneSession: Action = inlinePolicyAction({
  name: 'deny-one-session',
  does: 'Denies everything to the sessions of a role with one name (`userId`) or one source identity; others work on.',
  undoes: 'The inline policy is taken away, or put back as it was.',
  holder: 'Role',
  optional: ['userId', 'sourceIdentity'],
  document: (step) => denyWhere({ StringEquals: sessionKey(step) }),
});

/** `AROA…:name`; without it, the source identity, which a chain of roles hands on. */
function sessionKey({ id, parameters }: Step): { readonly [key: string]: string } {
  const { userId = '', sourceIdentity = '' } = parameters;
  if (userId !== '') return { 'aws:userid': userId };
  if (sourceIdentity !== '') return { 'aws:SourceIdentity': sourceIdentity };
  throw new TypeError(`step ${id} lacks userId and sourceIdentity`);
}
