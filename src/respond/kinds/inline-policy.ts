/** Actions on one inline policy of a user, role or group. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import type { Step } from '../plan.ts';
import { policyText, readOne, textIn } from '../reading.ts';
import { stateAction } from '../state-action.ts';
import { HOLDERS, holderInput, iam, readHolderId } from './principal-id.ts';
import type { Holder } from './principal-id.ts';

export interface InlinePolicyRules {
  readonly name: string;
  readonly does: string;
  readonly undoes: string;
  readonly holder: Holder;
  /** Parameters beside the name of the holder and `policyName`. */
  readonly parameters?: readonly string[];
  readonly optional?: readonly string[];
  /** The policy that is wanted; `null` when it shall be gone. */
  readonly document: ((step: Step) => string) | null;
}

export function inlinePolicyAction(rules: InlinePolicyRules): Action {
  const { name, does, undoes, holder, document } = rules;
  return stateAction({
    name,
    does,
    undoes,
    parameters: [HOLDERS[holder].parameter, 'policyName', ...(rules.parameters ?? [])],
    optional: ['path', 'partition', ...(rules.optional ?? [])],
    read: async (step, aws) => {
      const id = await readHolderId(step, aws, holder);
      if (id === null) return { holder: null, policy: null };
      const input = { ...holderInput(step, holder), PolicyName: parameter(step, 'policyName') };
      const found = await orNull(readOne(aws, step, 'iam', `Get${holder}Policy`, input));
      return { holder: id, policy: found === null ? null : policyText(textIn(found, 'PolicyDocument')) };
    },
    // Who is gone can do nothing and be given nothing.
    want: (step, state) =>
      state['holder'] === null ? state : { ...state, policy: document === null ? null : document(step) },
    write: (step, from, to) => {
      const { policy = null } = to;
      if (from['policy'] === policy || from['holder'] === null) return [];
      const input = { ...holderInput(step, holder), PolicyName: parameter(step, 'policyName') };
      return policy === null
        ? [iam(`Delete${holder}Policy`, input)]
        : [iam(`Put${holder}Policy`, { ...input, PolicyDocument: policy })];
    },
    permissions: (step) =>
      grants(
        HOLDERS[holder].arn(step),
        `iam:Get${holder} iam:Get${holder}Policy`,
        `iam:Put${holder}Policy iam:Delete${holder}Policy`,
      ),
    expected: (step) =>
      document === null
        ? { holder: 'expected', policy: '{}' }
        : { holder: parameter(step, HOLDERS[holder].parameter), policy: null },
  });
}
