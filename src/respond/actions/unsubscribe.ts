/** Ends a subscription to a topic. */
import type { Action } from '../action.ts';
import { parameter } from '../arns.ts';
import { orNull } from '../aws-error.ts';
import { grants } from '../grants.ts';
import { deletionAction } from '../kinds/deletion.ts';
import { objectIn, only, readOne } from '../reading.ts';

export const unsubscribe: Action = deletionAction({
  name: 'unsubscribe',
  does: 'Ends a subscription to a topic that the intruder made. What was delivered is delivered.',
  undoes: 'The same endpoint is subscribed again, under another ARN; who owns it may have to confirm.',
  parameters: ['subscriptionArn'],
  read: async (step, aws) => {
    const input = { SubscriptionArn: parameter(step, 'subscriptionArn') };
    const found = await orNull(readOne(aws, step, 'sns', 'GetSubscriptionAttributes', input));
    return found === null
      ? null
      : only(
          objectIn(found['Attributes']),
          'TopicArn',
          'Protocol',
          'Endpoint',
          'FilterPolicy',
          'RawMessageDelivery',
        );
  },
  remove: (step) => [
    {
      service: 'sns',
      operation: 'Unsubscribe',
      input: { SubscriptionArn: parameter(step, 'subscriptionArn') },
    },
  ],
  remake: (_step, found) => [
    {
      service: 'sns',
      operation: 'Subscribe',
      input: {
        ...only(found, 'TopicArn', 'Protocol', 'Endpoint'),
        Attributes: only(found, 'FilterPolicy', 'RawMessageDelivery'),
      },
    },
  ],
  lost: () => ['A subscription made again has another ARN.'],
  permissions: (step) => {
    const topic = parameter(step, 'subscriptionArn').replace(/:[^:]*$/, '');
    return [
      ...grants(topic, 'sns:GetSubscriptionAttributes', 'sns:Subscribe'),
      // Who may end a subscription is not told by topic.
      ...grants('*', '', 'sns:Unsubscribe'),
    ];
  },
  expected: () => ({}),
});
