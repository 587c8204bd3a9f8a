/** The policies of queues and topics, read and put as a whole. */
import type { Call, Caller } from './action.ts';
import { parameter } from './arns.ts';
import { orNull } from './aws-error.ts';
import type { Step } from './plan.ts';
import { objectIn, readOne, textIn } from './reading.ts';

/** `''` when there is none, `null` when the queue is not there. */
export async function readQueuePolicy(step: Step, aws: Caller): Promise<string | null> {
  const input = { QueueUrl: parameter(step, 'queueUrl'), AttributeNames: ['Policy'] };
  const found = await orNull(readOne(aws, step, 'sqs', 'GetQueueAttributes', input));
  return found === null ? null : textIn(objectIn(found['Attributes']), 'Policy');
}

export function putQueuePolicy(step: Step, policy: string): Call {
  const input = { QueueUrl: parameter(step, 'queueUrl'), Attributes: { Policy: policy } };
  return { service: 'sqs', operation: 'SetQueueAttributes', input };
}

/** `''` when there is none, `null` when the topic is not there. */
export async function readTopicPolicy(step: Step, aws: Caller): Promise<string | null> {
  const input = { TopicArn: parameter(step, 'topicArn') };
  const found = await orNull(readOne(aws, step, 'sns', 'GetTopicAttributes', input));
  return found === null ? null : textIn(objectIn(found['Attributes']), 'Policy');
}

export function putTopicPolicy(step: Step, policy: string): Call {
  const TopicArn = parameter(step, 'topicArn');
  const input = { TopicArn, AttributeName: 'Policy', AttributeValue: policy };
  return { service: 'sns', operation: 'SetTopicAttributes', input };
}
