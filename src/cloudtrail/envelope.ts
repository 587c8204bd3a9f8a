/** Events arrive wrapped in other things: log exports, event buses, queues. This finds the event inside a record. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** What a record that is not itself an event turned out to be. */
export type Unwrapped =
  | { readonly kind: 'events'; readonly texts: readonly string[] }
  | { readonly kind: 'digest' | 'insight' | 'other' | 'too-deep' };

/**
 * Members that hold one event, as an object or as JSON text: EventBridge (`detail`), `LookupEvents`
 * (`CloudTrailEvent`), CloudWatch Logs (`message`, `@message`), SNS and SQS (`Sns`, `Message`, `Body`, `body`), Splunk
 * (`_raw`, `result`), OpenSearch and Elasticsearch (`_source`, `event`, `original`).
 */
const WRAPPERS = [
  'detail',
  'CloudTrailEvent',
  'message',
  '@message',
  'Sns',
  'Message',
  'Body',
  'body',
  '_raw',
  'result',
  '_source',
  'event',
  'original',
];

/** Members that hold several: log files and exports nested in a queue's message. */
const LISTS = ['Records', 'Events', 'events', 'logEvents', 'Messages'];

const DEEPEST = 6;

/** Whether the object is a CloudTrail event: all of them name their source and their action. */
export function isEvent(value: JsonObject): boolean {
  return 'eventSource' in value && 'eventName' in value;
}

/** The events inside a record that is none itself. `value` is the parsed record: an object or a string. */
export function unwrap(value: Json): Unwrapped {
  if (isJsonObject(value)) {
    if ('digestStartTime' in value && 'logFiles' in value) return { kind: 'digest' };
    if ('insightDetails' in value) return { kind: 'insight' };
  }
  const events: JsonObject[] = [];
  let insight = false;
  collect(value, 0, (event) => {
    if ('insightDetails' in event) insight = true;
    else events.push(event);
  });
  if (events.length === 0) return { kind: insight ? 'insight' : 'other' };
  try {
    return { kind: 'events', texts: events.map((event) => JSON.stringify(event)) };
  } catch {
    // `JSON.parse` reads any depth, but writing it again overflows the stack.
    return { kind: 'too-deep' };
  }
}

function collect(value: Json | undefined, depth: number, found: (event: JsonObject) => void): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    collect(parse(value), depth + 1, found);
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) collect(item, depth + 1, found);
  } else if (isJsonObject(value)) {
    if (isEvent(value) || 'insightDetails' in value) {
      found(value);
      return;
    }
    const inner = [...LISTS, ...WRAPPERS].find((name) => isWrapped(value[name]));
    if (inner !== undefined) collect(value[inner], depth + 1, found);
  }
}

/** A member can only wrap an event when it is an object, an array, or text that starts like one of them. */
function isWrapped(value: Json | undefined): boolean {
  return typeof value === 'string' ? /^\s*[{[]/.test(value) : typeof value === 'object' && value !== null;
}

function parse(text: string): Json | undefined {
  if (!isWrapped(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
