/** Actions on one managed policy that is attached to a user, role or group, or shall be. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { grants } from '../grants.ts';
import type { Step } from '../plan.ts';
import { readAll } from '../reading.ts';
import { stateAction } from '../state-action.ts';
import { HOLDERS, holderInput, iam, readHolderId } from './principal-id.ts';
import type { Holder } from './principal-id.ts';

export function attachedPolicyAction(rules: {
  readonly name: string;
  readonly does: string;
  readonly undoes: string;
  readonly holder: Holder;
  readonly attached: boolean;
  /** The policy, where the action and not the step says which. */
  readonly policyArn?: (step: Step) => string;
}): Action {
  const { name, does, undoes, holder, attached } = rules;
  const policyArn = rules.policyArn ?? ((step: Step) => parameter(step, 'policyArn'));
  return stateAction({
    name,
    does,
    undoes,
    parameters: [HOLDERS[holder].parameter, ...(rules.policyArn === undefined ? ['policyArn'] : [])],
    optional: ['path', 'partition'],
    read: async (step, aws) => {
      const id = await readHolderId(step, aws, holder);
      if (id === null) return { holder: null, attached: false };
      const operation = `ListAttached${holder}Policies`;
      const list = await readAll(aws, step, 'iam', operation, holderInput(step, holder), 'AttachedPolicies');
      return { holder: id, attached: list.some((each) => each['PolicyArn'] === policyArn(step)) };
    },
    want: (_step, state) => (state['holder'] === null ? state : { ...state, attached }),
    write: (step, from, to) => {
      if (from['attached'] === to['attached'] || from['holder'] === null) return [];
      const operation = to['attached'] === true ? `Attach${holder}Policy` : `Detach${holder}Policy`;
      return [iam(operation, { ...holderInput(step, holder), PolicyArn: policyArn(step) })];
    },
    permissions: (step) =>
      grants(
        HOLDERS[holder].arn(step),
        `iam:Get${holder} iam:ListAttached${holder}Policies`,
        `iam:Attach${holder}Policy iam:Detach${holder}Policy`,
      ),
    expected: () => ({ holder: 'expected', attached: !attached }),
  });
}
