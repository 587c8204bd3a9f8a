/** Switches on a rule of EventBridge that an intruder switched off. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import type { Step } from '../plan.ts';
import { readOne } from '../reading.ts';

export const enableEventRule: Action = switchAction({
  name: 'enable-event-rule',
  does: 'Switches on a rule of EventBridge that the intruder switched off.',
  undoes: 'The rule is switched off again, if it was off.',
  parameters: ['name'],
  optional: ['eventBusName'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'eventbridge', 'DescribeRule', input(step)));
    return found?.['State'] ?? null;
  },
  wanted: (_step, state) => (state === 'DISABLED' ? 'ENABLED' : state),
  set: (step, state) => [
    {
      service: 'eventbridge',
      operation: state === 'DISABLED' ? 'DisableRule' : 'EnableRule',
      input: input(step),
    },
  ],
  missing: 'The rule is gone: make it again.',
  permissions: (step) =>
    grants(
      regionalArn(step, 'events', `rule/*${parameter(step, 'name')}`),
      'events:DescribeRule',
      'events:EnableRule events:DisableRule',
    ),
  expected: 'DISABLED',
});

function input(step: Step) {
  const { eventBusName = '' } = step.parameters;
  return { Name: parameter(step, 'name'), ...(eventBusName === '' ? {} : { EventBusName: eventBusName }) };
}
