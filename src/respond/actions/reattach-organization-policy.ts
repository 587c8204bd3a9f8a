/** Attaches a policy of the organisation again that the intruder detached. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import { readAll } from '../reading.ts';

export const reattachOrganizationPolicy: Action = switchAction({
  name: 'reattach-organization-policy',
  does: 'Attaches a policy of the organisation again that the intruder took from an account, a unit or the root.',
  undoes: 'The policy is detached, if it was.',
  parameters: ['policyId', 'targetId'],
  read: async (step, aws) => {
    const input = { PolicyId: parameter(step, 'policyId') };
    const targets = await orNull(
      readAll(aws, step, 'organizations', 'ListTargetsForPolicy', input, 'Targets'),
    );
    return targets?.some((each) => each['TargetId'] === parameter(step, 'targetId')) ?? null;
  },
  wanted: () => true,
  set: (step, isAttached) => [
    {
      service: 'organizations',
      operation: isAttached === true ? 'AttachPolicy' : 'DetachPolicy',
      input: { PolicyId: parameter(step, 'policyId'), TargetId: parameter(step, 'targetId') },
    },
  ],
  missing: 'The policy is gone: make it again.',
  permissions: () =>
    grants(
      '*',
      'organizations:ListTargetsForPolicy',
      'organizations:AttachPolicy organizations:DetachPolicy',
    ),
  expected: false,
});
