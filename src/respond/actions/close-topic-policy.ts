/** Lets nobody from outside use a topic by its policy any more, or puts the former policy back. */
import type { Action } from '../action.ts';
import { parameter, partitionOf } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { resourcePolicyAction } from '../kinds/resource-policy.ts';
import { objectIn, readOne, textIn } from '../reading.ts';

export const closeTopicPolicy: Action = resourcePolicyAction({
  name: 'close-topic-policy',
  thing: 'topic',
  parameters: ['topicArn'],
  read: async (step, aws) => {
    const input = { TopicArn: parameter(step, 'topicArn') };
    const found = await orNull(readOne(aws, step, 'sns', 'GetTopicAttributes', input));
    return found === null ? null : textIn(objectIn(found['Attributes']), 'Policy');
  },
  put: (step, policy) => ({
    service: 'sns',
    operation: 'SetTopicAttributes',
    input: {
      TopicArn: parameter(step, 'topicArn'),
      AttributeName: 'Policy',
      AttributeValue: policy,
    },
  }),
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
