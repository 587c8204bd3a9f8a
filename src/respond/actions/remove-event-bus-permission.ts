/** Lets those whom a statement named put events on a bus no more. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { permissionLabelAction } from '../kinds/permission-label.ts';
import { readOne, textIn } from '../reading.ts';

export const removeEventBusPermission: Action = permissionLabelAction({
  name: 'remove-event-bus-permission',
  thing: 'bus of events',
  parameters: ['eventBusName'],
  read: async (step, aws) => {
    const input = { Name: parameter(step, 'eventBusName') };
    const found = await orNull(readOne(aws, step, 'eventbridge', 'DescribeEventBus', input));
    return found === null ? null : textIn(found, 'Policy');
  },
  remove: (step) => ({
    service: 'eventbridge',
    operation: 'RemovePermission',
    input: { EventBusName: parameter(step, 'eventBusName'), StatementId: parameter(step, 'label') },
  }),
  put: (step, policy) => ({
    service: 'eventbridge',
    operation: 'PutPermission',
    input: { EventBusName: parameter(step, 'eventBusName'), Policy: policy },
  }),
  permissions: (step) =>
    grants(
      regionalArn(step, 'events', `event-bus/${parameter(step, 'eventBusName')}`),
      'events:DescribeEventBus',
      'events:RemovePermission events:PutPermission',
    ),
});
