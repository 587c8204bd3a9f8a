/** Actions on the policy of a thing: who may assume, read or use it. */
import type { JsonObject } from '../../json.ts';
import type { Action, Call, Caller, Grant } from '../action.ts';
import type { Step } from '../plan.ts';
import { formerGrants, readFormer } from '../former-policy.ts';
import type { RecordedBy } from '../former-policy.ts';
import { objectIn } from '../reading.ts';
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
  /** How AWS Config records it; left out where it does not. */
  readonly recorded?: RecordedBy;
}

/**
 * With `policy` in the step, that policy is put. With `formerAt`, the policy is put that AWS Config recorded last before
 * that time. Without, and where AWS Config does not say, whoever is not of the accounts in `accounts` is taken out of the
 * one that is there.
 */
export function resourcePolicyAction(rules: ResourcePolicyRules): Action {
  const { name, thing, parameters, optional = [], read, put, permissions, last, recorded } = rules;
  const times = recorded === undefined ? [] : ['formerAt'];
  return stateAction({
    name,
    does: `Puts the former policy of a ${thing} back (\`policy\`${recorded === undefined ? '' : ', or what AWS Config recorded before `formerAt`'}), or takes everyone outside of \`accounts\` out of it.`,
    undoes: 'The policy that was there is put again.',
    parameters,
    optional: ['policy', 'accounts', 'path', 'partition', ...times, ...optional],
    read: async (step, aws) => {
      const policy = await read(step, aws);
      const isGiven = (step.parameters['policy'] ?? '') !== '';
      if (recorded === undefined || isGiven || policy === null) return { policy };
      const former = await readFormer(step, aws, recorded);
      return former === null ? { policy } : { policy, former };
    },
    want: (step, state) => {
      const { policy } = state;
      if (typeof policy !== 'string') return state;
      const former = step.parameters['policy'] ?? '';
      if (former !== '') return { ...state, policy: former };
      const known = objectIn(state['former'])['policy'] ?? null;
      if (typeof known === 'string' && (known !== '' || last === undefined))
        return { ...state, policy: known };
      return {
        ...state,
        policy: policy === '' ? '' : withoutOutsiders(policy, accountsOf(step), last?.(step)),
      };
    },
    write: (step, { policy: from }, { policy: to }) =>
      from === to || typeof to !== 'string' || typeof from !== 'string' ? [] : [put(step, to)],
    // What was recorded stays so, or can be read no more: neither is a change.
    given: ['former'],
    note: (_step, { former }) => {
      const { policy = null, from = '' } = objectIn(former);
      if (typeof from !== 'string' || from === '') return '';
      return policy === null ? `${from}; those from outside are taken out` : `put back from ${from}`;
    },
    permissions: (step) => [...permissions(step), ...(recorded === undefined ? [] : formerGrants(step))],
    expected: (step) => ((step.parameters['policy'] ?? '') === '' ? null : { policy: '{}' }),
  });
}

function accountsOf({ account, parameters }: Step): ReadonlySet<string> {
  return new Set([account, ...(parameters['accounts'] ?? '').split(',').map((each) => each.trim())]);
}
