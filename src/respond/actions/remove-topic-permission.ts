/** Takes a permission that was added under a label away from a topic. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { grants } from '../grants.ts';
import { permissionLabelAction } from '../kinds/permission-label.ts';
import { putTopicPolicy, readTopicPolicy } from '../messaging-policy.ts';

export const removeTopicPermission: Action = permissionLabelAction({
  name: 'remove-topic-permission',
  thing: 'topic',
  parameters: ['topicArn'],
  read: readTopicPolicy,
  remove: (step) => ({
    service: 'sns',
    operation: 'RemovePermission',
    input: { TopicArn: parameter(step, 'topicArn'), Label: parameter(step, 'label') },
  }),
  put: putTopicPolicy,
  permissions: (step) =>
    grants(
      parameter(step, 'topicArn'),
      'sns:GetTopicAttributes',
      'sns:RemovePermission sns:SetTopicAttributes',
    ),
});
