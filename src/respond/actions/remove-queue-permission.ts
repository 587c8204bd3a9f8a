/** Takes a permission that was added under a label away from a queue. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { permissionLabelAction } from '../kinds/permission-label.ts';
import { objectIn, readOne, textIn } from '../reading.ts';

export const removeQueuePermission: Action = permissionLabelAction({
  name: 'remove-queue-permission',
  thing: 'queue',
  parameters: ['queueUrl'],
  read: async (step, aws) => {
    const input = { QueueUrl: parameter(step, 'queueUrl'), AttributeNames: ['Policy'] };
    const found = await orNull(readOne(aws, step, 'sqs', 'GetQueueAttributes', input));
    return found === null ? null : textIn(objectIn(found['Attributes']), 'Policy');
  },
  remove: (step) => ({
    service: 'sqs',
    operation: 'RemovePermission',
    input: { QueueUrl: parameter(step, 'queueUrl'), Label: parameter(step, 'label') },
  }),
  put: (step, policy) => ({
    service: 'sqs',
    operation: 'SetQueueAttributes',
    input: { QueueUrl: parameter(step, 'queueUrl'), Attributes: { Policy: policy } },
  }),
  permissions: (step) =>
    grants(
      regionalArn(step, 'sqs', parameter(step, 'queueUrl').replace(/^.*\//, '')),
      'sqs:GetQueueAttributes',
      'sqs:RemovePermission sqs:SetQueueAttributes',
    ),
});
