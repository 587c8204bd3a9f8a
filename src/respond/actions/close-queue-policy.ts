/** Lets nobody from outside use a queue by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { putQueuePolicy, readQueuePolicy } from '../messaging-policy.ts';

export const closeQueuePolicy: Action = resourcePolicyAction({
  name: 'close-queue-policy',
  thing: 'queue',
  parameters: ['queueUrl'],
  read: readQueuePolicy,
  put: putQueuePolicy,
  recorded: {
    type: 'AWS::SQS::Queue',
    id: (step) => parameter(step, 'queueUrl'),
    at: ['configuration', 'Policy'],
  },
  permissions: (step) =>
    grants(
      regionalArn(step, 'sqs', parameter(step, 'queueUrl').replace(/^.*\//, '')),
      'sqs:GetQueueAttributes',
      'sqs:SetQueueAttributes',
    ),
});
