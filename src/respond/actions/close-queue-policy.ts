/** Lets nobody from outside use a queue by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, regionalArn } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { objectIn, readOne, textIn } from '../reading.ts';

export const closeQueuePolicy: Action = resourcePolicyAction({
  name: 'close-queue-policy',
  thing: 'queue',
  parameters: ['queueUrl'],
  read: async (step, aws) => {
    const input = { QueueUrl: parameter(step, 'queueUrl'), AttributeNames: ['Policy'] };
    const found = await orNull(readOne(aws, step, 'sqs', 'GetQueueAttributes', input));
    return found === null ? null : textIn(objectIn(found['Attributes']), 'Policy');
  },
  put: (step, policy) => ({
    service: 'sqs',
    operation: 'SetQueueAttributes',
    input: { QueueUrl: parameter(step, 'queueUrl'), Attributes: { Policy: policy } },
  }),
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
