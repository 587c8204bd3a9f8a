/**
 * The policy that a thing had before it was changed, from AWS Config where the account records there.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Caller, Grant } from './action.ts';
import { AwsError } from './aws-error.ts';
import { grants } from './grants.ts';
import type { Step } from './plan.ts';
import { objectIn, objectsIn, policyText, readOne, textIn } from './reading.ts';

export interface RecordedBy {
  /** `AWS::S3::Bucket` */
  readonly type: string;
  /** What AWS Config knows it by; `''` when it is not there. */
  readonly id: (step: Step, aws: Caller) => string | Promise<string>;
  /** Where the policy is in a record: members below `configuration` or `supplementaryConfiguration`. */
  readonly at: readonly string[];
}

/** What is known of the policy of before, as a state holds it. */
export interface Former extends JsonObject {
  /** `null` when it is not known; `''` when there was none. */
  readonly policy: string | null;
  /** Where it is from, or why it is not known, as the end of a sentence. */
  readonly from: string;
}

/** Why a responder may have to do without: anything else is an error of the step. */
const WITHOUT = /^(?:NoAvailableConfigurationRecorder|ResourceNotDiscovered|NoAvailableConfiguration)/;

/**
 * Reads what AWS Config recorded last before the time `formerAt` of a step; `null` when the step has no such time.
 *
 * @throws AwsError when the answer is neither a record nor that there is none
 */
export async function readFormer(step: Step, aws: Caller, recorded: RecordedBy): Promise<Former | null> {
  const laterTime = step.parameters['formerAt'] ?? '';
  if (laterTime === '') return null;
  const resourceId = await recorded.id(step, aws);
  if (resourceId === '') return unknown('it is not there');
  try {
    const input = { resourceType: recorded.type, resourceId, laterTime, limit: 1 };
    const found = await readOne(aws, step, 'config-service', 'GetResourceConfigHistory', input);
    const [item] = objectsIn(found['configurationItems']);
    if (item === undefined) return unknown('nothing was recorded before');
    // It was made after that, or had been deleted.
    if (textIn(item, 'configurationItemStatus').startsWith('ResourceDeleted'))
      return unknown('it was not there before');
    const policy = policyIn(item, recorded.at);
    if (policy === null) return unknown('its record holds no policy');
    return { policy, from: `AWS Config, as recorded at ${textIn(item, 'configurationItemCaptureTime')}` };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.kind !== 'denied' && !WITHOUT.test(error.code)) throw error;
    return unknown(error.code);
  }
}

function unknown(why: string): Former {
  return { policy: null, from: `AWS Config does not say: ${why}` };
}

/** What reading it needs. */
export function formerGrants({ parameters }: Step): readonly Grant[] {
  return (parameters['formerAt'] ?? '') === '' ? [] : grants('*', 'config:GetResourceConfigHistory');
}

/** The policy in a record; `''` when it says that there was none, `null` when it does not say. */
function policyIn(item: JsonObject, at: readonly string[]): string | null {
  let value: Json | undefined = item;
  for (const name of at) {
    const inside: Json | undefined = isJsonObject(value) ? value : parsed(value);
    if (!isJsonObject(inside) || !(name in inside)) return null;
    value = inside[name];
  }
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(objectIn(value));
  const text = policyText(value);
  // Texts in records may be JSON of a text.
  const inner = parsed(text);
  return typeof inner === 'string' ? inner : text;
}

function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return JSON.parse(value) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
