/** Lets nobody from outside use a topic by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, partitionOf } from '../arns.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { putTopicPolicy, readTopicPolicy } from '../messaging-policy.ts';

export const closeTopicPolicy: Action = resourcePolicyAction({
  name: 'close-topic-policy',
  thing: 'topic',
  parameters: ['topicArn'],
  read: readTopicPolicy,
  put: putTopicPolicy,
  // A topic must have a policy: what AWS gives a new one.
  last: (step) => ({
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partitionOf(step)}:iam::${step.account}:root` },
    Action: ['SNS:GetTopicAttributes', 'SNS:SetTopicAttributes', 'SNS:Publish', 'SNS:Subscribe'],
    Resource: parameter(step, 'topicArn'),
  }),
  recorded: {
    type: 'AWS::SNS::Topic',
    id: (step) => parameter(step, 'topicArn'),
    at: ['configuration', 'Policy'],
  },
  permissions: (step) =>
    grants(parameter(step, 'topicArn'), 'sns:GetTopicAttributes', 'sns:SetTopicAttributes'),
});
