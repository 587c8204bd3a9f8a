/** Takes a target away from a rule of EventBridge. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { readAll } from '../reading.ts';

export const removeEventTarget: Action = deletionAction({
  name: 'remove-event-target',
  does: 'Takes a target that the intruder added away from a rule of EventBridge. The rule and its other targets stay.',
  undoes: 'The target is put again.',
  parameters: ['rule', 'ids'],
  read: async (step, aws) => {
    const input = { Rule: parameter(step, 'rule') };
    const targets = await orNull(readAll(aws, step, 'eventbridge', 'ListTargetsByRule', input, 'Targets'));
    return targets?.find((each) => each['Id'] === parameter(step, 'ids')) ?? null;
  },
  remove: (step) => [
    {
      service: 'eventbridge',
      operation: 'RemoveTargets',
      input: { Rule: parameter(step, 'rule'), Ids: [parameter(step, 'ids')] },
    },
  ],
  remake: (step, found) => [
    {
      service: 'eventbridge',
      operation: 'PutTargets',
      input: { Rule: parameter(step, 'rule'), Targets: [found] },
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'events', `rule/*${parameter(step, 'rule')}`),
      'events:ListTargetsByRule',
      'events:RemoveTargets events:PutTargets',
    ),
  expected: () => ({}),
});
