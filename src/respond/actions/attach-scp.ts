/** Attaches a service control policy to an account. */
import type { Action } from '../action.ts';
import { parameter, partitionOf } from '../arns.ts';
import { grants } from '../grants.ts';
import { readScpId } from '../kinds/scp.ts';
import { readAll } from '../reading.ts';
import { stateAction } from '../state-action.ts';

export const attachScp: Action = stateAction({
  name: 'attach-scp',
  does: 'Attaches a service control policy to an account. It does not bind the management account.',
  undoes: 'The policy is detached.',
  parameters: ['policyName', 'targetId'],
  optional: ['partition'],
  read: async (step, aws) => {
    const id = await readScpId(step, aws);
    const input = { TargetId: parameter(step, 'targetId'), Filter: 'SERVICE_CONTROL_POLICY' };
    const list = await readAll(aws, step, 'organizations', 'ListPoliciesForTarget', input, 'Policies');
    return { id, attached: id !== '' && list.some((each) => each['Id'] === id) };
  },
  want: (_step, state) => ({ ...state, attached: true }),
  write: (step, { id = '', attached: from }, { attached: to }) =>
    from === to || id === ''
      ? []
      : [
          {
            service: 'organizations',
            operation: to === true ? 'AttachPolicy' : 'DetachPolicy',
            input: { PolicyId: id, TargetId: parameter(step, 'targetId') },
          },
        ],
  given: ['id'],
  permissions: (step) => [
    ...grants('*', 'organizations:ListPolicies organizations:ListPoliciesForTarget'),
    ...grants(
      `arn:${partitionOf(step)}:organizations::${step.account}:*`,
      '',
      'organizations:AttachPolicy organizations:DetachPolicy',
    ),
  ],
});
