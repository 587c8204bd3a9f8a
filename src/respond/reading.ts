/** Reading from AWS: one call, or all pages of a list. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Call, Caller, CallPlace } from './action.ts';
import { AwsError } from './aws-error.ts';

/** Pages of one list: an answer that always has one more must not keep a reader from ending. */
const MOST_PAGES = 1000;

export async function readOne(
  aws: Caller,
  { account, region }: CallPlace,
  service: string,
  operation: string,
  input: JsonObject,
): Promise<JsonObject> {
  return aws.call({ service, operation, input }, { account, region });
}

/**
 * All members of a list, over all of its pages.
 *
 * @param member the name of the list in the answer
 * @throws AwsError when it has no end
 */
export async function readAll(
  aws: Caller,
  place: CallPlace,
  service: string,
  operation: string,
  input: JsonObject,
  member: string,
): Promise<JsonObject[]> {
  const pages = await readPages(aws, place, { service, operation, input });
  return pages.flatMap((page) => objectsIn(page[member]));
}

/**
 * All answers of a call that answers in pages.
 *
 * @throws AwsError when there is no end to them
 */
export async function readPages(aws: Caller, place: CallPlace, call: Call): Promise<JsonObject[]> {
  const pages: JsonObject[] = [];
  let page: JsonObject = {};
  for (let n = 0; n < MOST_PAGES; n++) {
    const answer = await aws.call({ ...call, input: { ...call.input, ...page } }, place);
    pages.push(answer);
    const next = nextPage(answer);
    if (next === null) return pages;
    page = next;
  }
  throw new AwsError('EndlessList', `${call.operation} gives more than ${MOST_PAGES} pages`);
}

/** How the services say that there is more, and how they want to be asked for it. */
function nextPage(answer: JsonObject): JsonObject | null {
  if (answer['IsTruncated'] === true && typeof answer['Marker'] === 'string')
    return { Marker: answer['Marker'] };
  for (const name of ['NextToken', 'nextToken'])
    if (typeof answer[name] === 'string' && answer[name] !== '') return { [name]: answer[name] };
  return null;
}

export function objectsIn(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? (list as readonly Json[]).filter((each) => isJsonObject(each)) : [];
}

export function objectIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

export function textIn(value: JsonObject, name: string): string {
  const text = value[name];
  return typeof text === 'string' ? text : '';
}

export function textsIn(list: Json | undefined): string[] {
  return Array.isArray(list)
    ? (list as readonly Json[]).filter((each): each is string => typeof each === 'string')
    : [];
}

/** Only the given members, and of those what is there. */
export function only(value: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (name in value ? [[name, value[name]!]] : [])));
}

/** A policy as IAM answers it, which is in URL encoding. */
export function policyText(encoded: string): string {
  return encoded.startsWith('%') ? decodeURIComponent(encoded) : encoded;
}
