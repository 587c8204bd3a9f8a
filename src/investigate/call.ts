/** One call of an evidence event, with what the readers of an incident ask of it worked out once. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { redactText } from '../redact.ts';
import { remembered } from '../remembered.ts';
import { callsIn } from './evidence.ts';
import type { EvidenceEvent } from './evidence.ts';
import { member, textAt, textsAt } from './values.ts';

/**
 * What became of a call. `dry-run` is EC2's answer that the call would have been allowed: an error code that confirms
 * a permission.
 */
export type Outcome = 'succeeded' | 'denied' | 'dry-run' | 'failed';

export interface Call {
  readonly event: EvidenceEvent;
  readonly ref: EventRef;
  /** `iam`: the event source without its domain. */
  readonly service: string;
  /** The event name without the version that Lambda and CloudFront append. */
  readonly name: string;
  /** `iam:CreateUser` */
  readonly id: string;
  readonly outcome: Outcome;
  /** Of the account the event was delivered to; where the record does not say, of the caller's. */
  readonly account: string;
  readonly region: string;
  readonly error: string;
  /** The parameters of the request. EC2 puts those of newer operations into `{"CreateFlowLogsRequest": {…}}`. */
  readonly request: Json | undefined;
}

const DOMAIN = /\.amazonaws\.com(?:\.cn)?$/;
const VERSION = /(?:\d{4}_\d{2}_\d{2}|20\d{6})(?:v\d+)?$/;
const DENIED =
  /AccessDenied|Unauthorized|NotAuthorized|Forbidden|AuthFailure|AuthorizationError|ExplicitDeny|OptInRequired/i;
const DRY_RUN = /DryRunOperation/i;

/** Reads the event as a call. Never throws, whatever the record holds. */
export function readCall(event: EvidenceEvent): Call {
  const { record } = event;
  const service = textAt(record, 'eventSource').replace(DOMAIN, '');
  const name = textAt(record, 'eventName').replace(VERSION, '');
  const error = textAt(record, 'errorCode');
  return {
    event,
    ref: event.ref,
    service,
    name,
    id: `${service}:${name}`,
    outcome: outcomeOf(record, error),
    account: textAt(record, 'recipientAccountId') || textAt(record, 'userIdentity.accountId'),
    region: textAt(record, 'awsRegion'),
    error,
    request: unwrapped(record['requestParameters'], `${name}Request`),
  };
}

function outcomeOf(record: JsonObject, error: string): Outcome {
  if (DRY_RUN.test(error)) return 'dry-run';
  if (DENIED.test(error)) return 'denied';
  if (error !== '' || textAt(record, 'errorMessage') !== '') return 'failed';
  return textAt(record, 'responseElements.ConsoleLogin') === 'Failure' ? 'failed' : 'succeeded';
}

/** Calls in order of time, then of event ID, then of place, so that the order they came in changes nothing. */
export function inOrder<C extends Call>(calls: readonly C[]): C[] {
  return calls.toSorted(
    (a, b) =>
      a.ref.timeMs - b.ref.timeMs ||
      compareText(a.ref.eventId, b.ref.eventId) ||
      compareText(a.ref.file, b.ref.file) ||
      a.ref.record - b.ref.record,
  );
}

/** How many calls there are: one of them may stand for many. */
export function countOf(calls: readonly Call[]): number {
  return calls.reduce((sum, { event }) => sum + callsIn(event), 0);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function responseOf({ event, name }: Call): Json | undefined {
  return unwrapped(event.record['responseElements'], `${name}Response`);
}

function unwrapped(given: Json | undefined, wrapper: string): Json | undefined {
  return isJsonObject(given) ? (member(given, wrapper) ?? given) : given;
}

/** Names that AWS allows are shorter; what is longer identifies nothing that exists. */
const LONGEST_VALUE = 2048;

/**
 * Texts of a call, by a specification: alternatives are separated by `|`, the first that gives any counts.
 * `name.inner` is looked up in the request, `out:name` in the response, `by:name` in `userIdentity`, `extra:name` in
 * `additionalEventData`, `event:name` in the record; `=text` is the text itself. Session tokens are masked.
 */
export function values(call: Call, specification: string): readonly string[] {
  for (const alternative of alternativesOf(specification)) {
    const found = valuesOf(call, alternative);
    if (found.length > 0) return found;
  }
  return NOTHING;
}

const NOTHING: readonly string[] = [];

/** The first of the values, `''` where there is none. */
export function value(call: Call, specification: string): string {
  return values(call, specification)[0] ?? '';
}

/** Where one alternative looks; or the text that it is. */
type Alternative = { readonly text: string } | { readonly place: string; readonly path: string };

/** Specifications are written in the tables of this folder: there are some hundred of them. */
const alternativesOf = remembered((specification): readonly Alternative[] =>
  specification.split('|').map((alternative) => {
    if (alternative.startsWith('=')) return { text: alternative.slice(1) };
    const [, place = '', path = ''] = /^(?:(out|by|extra|event):)?(.*)$/.exec(alternative)!;
    return { place, path };
  }),
);

function valuesOf(call: Call, alternative: Alternative): readonly string[] {
  if ('text' in alternative) return [alternative.text];
  const source = sourceOf(call, alternative.place);
  const texts = source === undefined ? NOTHING : textsAt(source, alternative.path);
  return texts.length === 0
    ? NOTHING
    : texts.filter((text) => text.length <= LONGEST_VALUE).map((text) => redactText(text));
}

function sourceOf(call: Call, place: string): Json | undefined {
  const { record } = call.event;
  switch (place) {
    case 'out':
      return responseOf(call);
    case 'by':
      // Who names nobody means itself; but of a refused call, CloudTrail may have left out whom it named.
      return call.outcome !== 'succeeded' && !isJsonObject(record['requestParameters'])
        ? undefined
        : record['userIdentity'];
    case 'extra':
      return record['additionalEventData'];
    case 'event':
      return record;
    default:
      return call.request;
  }
}

/** What a refused call was for: its parameters are often left out, and only the message names the resource. */
export function refusedResource({ event }: Call): string {
  const [, resource = ''] =
    /on resource: (\S{1,2048}?)(?: (?:because|with)\b|\s*$)/.exec(textAt(event.record, 'errorMessage')) ?? [];
  return resource === '*' ? '' : redactText(resource);
}

/** The field of `userIdentity` that names the caller best. */
const CALLER = ['arn', 'userName', 'invokedBy', 'principalId', 'accountId', 'type'];

/** Who made the call, `''` where nothing says so. */
export function principalOf({ event }: Call): string {
  for (const field of CALLER) {
    const text = textAt(event.record, `userIdentity.${field}`);
    if (text !== '') return text;
  }
  return '';
}
