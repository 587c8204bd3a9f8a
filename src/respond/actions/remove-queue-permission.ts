/** Takes a permission that was added under a label away from a queue. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { grants } from '../grants.ts';
import { permissionLabelAction } from '../kinds/permission-label.ts';
import { putQueuePolicy, readQueuePolicy } from '../messaging-policy.ts';

export const removeQueuePermission: Action = permissionLabelAction({
  name: 'remove-queue-permission',
  thing: 'queue',
  parameters: ['queueUrl'],
  read: readQueuePolicy,
  remove: (step) => ({
    service: 'sqs',
    operation: 'RemovePermission',
    input: { QueueUrl: parameter(step, 'queueUrl'), Label: parameter(step, 'label') },
  }),
  put: putQueuePolicy,
  permissions: (step) =>
    grants(
      regionalArn(step, 'sqs', parameter(step, 'queueUrl').replace(/^.*\//, '')),
      'sqs:GetQueueAttributes',
      'sqs:RemovePermission sqs:SetQueueAttributes',
    ),
});
