/** Actions that make a service control policy. They run in the management account. */
import type { Action, Caller } from '../action.ts';
import { parameter, partitionOf } from '../arns.ts';
import { grants } from '../grants.ts';
import type { Step } from '../plan.ts';
import { objectIn, readAll, readOne, textIn } from '../reading.ts';
import { stateAction } from '../state-action.ts';

export function scpAction(rules: {
  readonly name: string;
  readonly does: string;
  readonly parameters: readonly string[];
  readonly optional: readonly string[];
  readonly document: (step: Step) => string;
}): Action {
  const { name, does, parameters, optional, document } = rules;
  return stateAction({
    name,
    does,
    undoes: 'The policy is deleted, or gets the content it had.',
    parameters: ['policyName', ...parameters],
    optional: ['partition', ...optional],
    read: async (step, aws) => {
      const id = await readScpId(step, aws);
      if (id === '') return { id, content: null };
      const found = await readOne(aws, step, 'organizations', 'DescribePolicy', { PolicyId: id });
      return { id, content: textIn(objectIn(found['Policy']), 'Content') };
    },
    // Its ID is given by AWS: what it is does not matter, only whether the content is there.
    want: (step, state) => ({ ...state, content: document(step) }),
    write: (step, { id = '', content: from = null }, { content: to = null }) => {
      if (from === to) return [];
      if (to === null)
        return [{ service: 'organizations', operation: 'DeletePolicy', input: { PolicyId: id } }];
      if (from !== null)
        return [
          { service: 'organizations', operation: 'UpdatePolicy', input: { PolicyId: id, Content: to } },
        ];
      return [
        {
          service: 'organizations',
          operation: 'CreatePolicy',
          input: {
            Content: to,
            Description: 'Contains an incident; made by Keytrail',
            Name: parameter(step, 'policyName'),
            Type: 'SERVICE_CONTROL_POLICY',
          },
        },
      ];
    },
    given: ['id'],
    permissions: (step) => [
      ...grants('*', 'organizations:ListPolicies', 'organizations:CreatePolicy'),
      ...grants(
        `arn:${partitionOf(step)}:organizations::${step.account}:policy/*`,
        'organizations:DescribePolicy',
        'organizations:UpdatePolicy organizations:DeletePolicy',
      ),
    ],
    expected: () => ({ id: '', content: null }),
  });
}

/** ID of the policy with the step's name; `''` when there is none. */
export async function readScpId(step: Step, aws: Caller): Promise<string> {
  const input = { Filter: 'SERVICE_CONTROL_POLICY' };
  const policies = await readAll(aws, step, 'organizations', 'ListPolicies', input, 'Policies');
  const found = policies.find((each) => each['Name'] === parameter(step, 'policyName'));
  return found === undefined ? '' : textIn(found, 'Id');
}
