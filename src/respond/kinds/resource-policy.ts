/** Actions on the policy of a thing: who may assume, read or use it. */
import type { JsonObject } from '../../json.ts';
import type { Action, Call, Caller, Grant } from '../action.ts';
import type { Step } from '../plan.ts';
import { stateAction } from '../state-action.ts';
import { withoutOutsiders } from '../without-outsiders.ts';

export interface ResourcePolicyRules {
  readonly name: string;
  /** What has the policy: `role`, `bucket`. */
  readonly thing: string;
  readonly parameters: readonly string[];
  readonly optional?: readonly string[];
  /** The policy in JSON; `''` when there is none, `null` when the thing is not there. */
  readonly read: (step: Step, aws: Caller) => Promise<string | null>;
  /** The call that puts a policy; with `''`, that takes it away. */
  readonly put: (step: Step, policy: string) => Call;
  readonly permissions: (step: Step) => readonly Grant[];
  /** The statement that remains when nobody is left, for things that cannot be without a policy. */
  readonly last?: (step: Step) => JsonObject;
}

/**
 * With `policy` in the step, that policy is put. Without, whoever is not of the accounts in `accounts` is taken out of
 * the one that is there.
 */
export function resourcePolicyAction(rules: ResourcePolicyRules): Action {
  const { name, thing, parameters, optional = [], read, put, permissions, last } = rules;
  return stateAction({
    name,
    does: `Puts the former policy of a ${thing} back (\`policy\`), or takes everyone outside of \`accounts\` out of it.`,
    undoes: 'The policy that was there is put again.',
    parameters,
    optional: ['policy', 'accounts', 'path', 'partition', ...optional],
    read: async (step, aws) => ({ policy: await read(step, aws) }),
    want: (step, state) => {
      const { policy } = state;
      if (typeof policy !== 'string') return state;
      const former = step.parameters['policy'] ?? '';
      if (former !== '') return { policy: former };
      return { policy: policy === '' ? '' : withoutOutsiders(policy, accountsOf(step), last?.(step)) };
    },
    write: (step, { policy: from }, { policy: to }) =>
      from === to || typeof to !== 'string' || typeof from !== 'string' ? [] : [put(step, to)],
    permissions,
    expected: (step) => ((step.parameters['policy'] ?? '') === '' ? null : { policy: '{}' }),
  });
}

function accountsOf({ account, parameters }: Step): ReadonlySet<string> {
  return new Set([account, ...(parameters['accounts'] ?? '').split(',').map((each) => each.trim())]);
}
