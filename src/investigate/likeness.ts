/** Tells calls that say the same in an incident, so that many of them are counted and not held one by one. */
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { Action } from './action.ts';
import { actionOf } from './action.ts';
import { value } from './call.ts';
import type { EvidenceEvent } from './evidence.ts';
import { isPersistenceCall } from './persistence/catalogue.ts';
import { isTruncated } from './truncated.ts';

/** Calls that neither read nor change, and that programs repeat without end. Of what they use, all is told apart. */
const REPEATED: ReadonlySet<string> = new Set([
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock:Converse',
  'bedrock:ConverseStream',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'lambda:Invoke',
  'lambda:InvokeAsync',
  'ses:SendEmail',
  'ses:SendRawEmail',
  'ses:SendBulkEmail',
  'ses:SendTemplatedEmail',
  'sns:Publish',
]);

export interface Likeness {
  /**
   * Equal for calls of which everything that an incident tells is equal, but for their times and places: who called from
   * where with what, what was done to what, what came of it.
   */
  readonly text: string;
  /** Whether the call is a look that worked: only what was looked at, by whom and from where, is told of it. */
  readonly isPlainLook: boolean;
}

/**
 * What tells the call from others; `null` for calls that are held one by one: those that change, mint, share or delete,
 * and those that lack something.
 *
 * @param rules IDs of the rules that matched
 */
export function likenessOf(record: JsonObject, rules: readonly string[]): Likeness | null {
  const action = actionOf(eventOf(record, rules));
  if (isPersistenceCall(action.id) || isTruncated(record)) return null;
  const isLook = action.does === 'look';
  if (!isLook && action.does !== 'read' && !REPEATED.has(action.id)) return null;
  const text = JSON.stringify([
    action.id,
    action.account,
    action.region,
    action.error,
    action.outcome,
    action.readOnly,
    action.targets,
    record['userIdentity'],
    record['sourceIPAddress'],
    record['vpcEndpointId'],
    record['userAgent'],
    rules,
    isLook ? bucketOf(action) : contentsOf(record),
  ]);
  return { text, isPlainLook: isLook && action.outcome === 'succeeded' };
}

const NOWHERE = { eventId: '', timeMs: Number.NaN, file: '', record: 0 };

function eventOf(record: JsonObject, rules: readonly string[]): EvidenceEvent {
  return { ref: NOWHERE, record, credential: '', actor: 'undecided', reason: '', rules };
}

/** What an incident asks of a record that stands for many: all that makes its likeness, and little else. */
export function essenceOf(record: JsonObject): JsonObject {
  const essence: Record<string, Json> = {};
  for (const name of ESSENTIAL) {
    const member = record[name];
    if (member != null) essence[name] = member;
  }
  const extra = record['additionalEventData'];
  const bytes = isJsonObject(extra) ? extra['bytesTransferredOut'] : undefined;
  if (bytes !== undefined) essence['additionalEventData'] = { bytesTransferredOut: bytes };
  return essence;
}

const ESSENTIAL = [
  'eventSource',
  'eventName',
  'awsRegion',
  'recipientAccountId',
  'userIdentity',
  'sourceIPAddress',
  'vpcEndpointId',
  'userAgent',
  'readOnly',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'resources',
  'serviceEventDetails',
] as const;

/** Of looks at a bucket its name is told too, even where the target is another. */
function bucketOf(action: Action): string {
  return action.service === 's3' ? value(action, 'bucketName') : '';
}

/** All that says what was read, and how much of it. */
function contentsOf(record: JsonObject): (Json | undefined)[] {
  const extra = record['additionalEventData'];
  return [
    record['requestParameters'],
    record['responseElements'],
    record['resources'],
    record['serviceEventDetails'],
    isJsonObject(extra) ? extra['bytesTransferredOut'] : undefined,
  ];
}
