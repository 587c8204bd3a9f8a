/** Switches off a rule of EventBridge. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { switchAction } from '../kinds/switch.ts';
import type { Step } from '../plan.ts';
import { readOne } from '../reading.ts';

export const disableEventRule: Action = switchAction({
  name: 'disable-event-rule',
  does: 'Switches off a rule of EventBridge that the intruder made; its targets are called no more.',
  undoes: 'The rule is switched on again, if it was on.',
  parameters: ['name'],
  optional: ['eventBusName'],
  read: async (step, aws) => {
    const found = await orNull(readOne(aws, step, 'eventbridge', 'DescribeRule', input(step)));
    return found?.['State'] ?? null;
  },
  wanted: () => 'DISABLED',
  set: (step, state) => [
    {
      service: 'eventbridge',
      operation: state === 'DISABLED' ? 'DisableRule' : 'EnableRule',
      input: input(step),
    },
  ],
  permissions: (step) =>
    grants(
      regionalArn(step, 'events', `rule/*${parameter(step, 'name')}`),
      'events:DescribeRule',
      'events:DisableRule events:EnableRule',
    ),
  expected: 'ENABLED',
});

function input(step: Step) {
  const { eventBusName = '' } = step.parameters;
  return { Name: parameter(step, 'name'), ...(eventBusName === '' ? {} : { EventBusName: eventBusName }) };
}
