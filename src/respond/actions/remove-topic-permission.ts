/** Takes a permission that was added under a label away from a topic. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { permissionLabelAction } from '../kinds/permission-label.ts';
import { objectIn, readOne, textIn } from '../reading.ts';

export const removeTopicPermission: Action = permissionLabelAction({
  name: 'remove-topic-permission',
  thing: 'topic',
  parameters: ['topicArn'],
  read: async (step, aws) => {
    const input = { TopicArn: parameter(step, 'topicArn') };
    const found = await orNull(readOne(aws, step, 'sns', 'GetTopicAttributes', input));
    return found === null ? null : textIn(objectIn(found['Attributes']), 'Policy');
  },
  remove: (step) => ({
    service: 'sns',
    operation: 'RemovePermission',
    input: { TopicArn: parameter(step, 'topicArn'), Label: parameter(step, 'label') },
  }),
  put: (step, policy) => ({
    service: 'sns',
    operation: 'SetTopicAttributes',
    input: { TopicArn: parameter(step, 'topicArn'), AttributeName: 'Policy', AttributeValue: policy },
  }),
  permissions: (step) =>
    grants(
      parameter(step, 'topicArn'),
      'sns:GetTopicAttributes',
      'sns:RemovePermission sns:SetTopicAttributes',
    ),
});
