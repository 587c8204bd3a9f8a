/** Calls of an incident's credentials after it was contained: from the case, and from what AWS itself keeps. */
import type { Incident } from '../investigate/incident.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Caller } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { LateCall } from './closing.ts';
import { readOnly } from './operation.ts';

/** What the logs of the case hold of them. */
export function lateCallsInCase({ timeline }: Incident, containedMs: number): LateCall[] {
  return timeline
    .filter(({ lastMs, actor }) => lastMs > containedMs && actor !== 'owner')
    .map(({ credential, timeMs, lastMs, account, region, service, action, error }) => ({
      credential,
      // Of many that say the same the last one is known to be late.
      timeMs: timeMs > containedMs ? timeMs : lastMs,
      account,
      region,
      call: `${service}:${action}`,
      error,
    }));
}

/** Pages of 50 events of one key in one region: more only prove what a few do. */
const MOST_PAGES = 5;

export interface LookedUp {
  readonly calls: readonly LateCall[];
  /** Where it was looked in vain, as sentences. */
  readonly blind: readonly string[];
  readonly looked: readonly { readonly account: string; readonly region: string }[];
}

/**
 * Asks CloudTrail's event history, which shows what happened about 15 minutes ago and before.
 *
 * @param fromMs milliseconds since 1970 (UTC)
 */
export async function lookUpLateCalls(
  incident: Incident,
  fromMs: number,
  toMs: number,
  caller: Caller,
): Promise<LookedUp> {
  const reading = readOnly(caller);
  const calls: LateCall[] = [];
  const blind: string[] = [];
  const looked: { account: string; region: string }[] = [];
  for (const account of incident.accounts)
    for (const region of incident.regions) {
      try {
        for (const { credential } of incident.credentials)
          for (const key of credential.keys)
            calls.push(...(await lookUp(reading, key, credential.id, { account, region }, fromMs, toMs)));
        looked.push({ account, region });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        blind.push(`event history of ${account} ${region}: ${error.code}`);
      }
    }
  return { calls, blind, looked };
}

async function lookUp(
  caller: Caller,
  key: string,
  credential: string,
  place: { readonly account: string; readonly region: string },
  fromMs: number,
  toMs: number,
): Promise<LateCall[]> {
  const found: LateCall[] = [];
  let next: JsonObject = {};
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await caller.call(
      {
        service: 'cloudtrail',
        operation: 'LookupEvents',
        input: {
          LookupAttributes: [{ AttributeKey: 'AccessKeyId', AttributeValue: key }],
          StartTime: new Date(fromMs).toISOString(),
          EndTime: new Date(toMs).toISOString(),
          ...next,
        },
      },
      place,
    );
    const events = answer['Events'];
    if (Array.isArray(events))
      for (const event of events) if (isJsonObject(event)) found.push(lateCall(event, credential, place));
    if (typeof answer['NextToken'] !== 'string') break;
    next = { NextToken: answer['NextToken'] };
  }
  return found.filter(({ timeMs }) => timeMs > fromMs);
}

function lateCall(
  event: JsonObject,
  credential: string,
  { account, region }: { readonly account: string; readonly region: string },
): LateCall {
  const source = textOf(event['EventSource']).replace(/\.amazonaws\.com$/, '');
  return {
    credential,
    timeMs: Date.parse(textOf(event['EventTime'])),
    account,
    region,
    call: `${source}:${textOf(event['EventName'])}`,
    error: errorIn(textOf(event['CloudTrailEvent'])),
  };
}

/** The event history tells in the record alone whether a call failed. */
function errorIn(record: string): string {
  try {
    const parsed = JSON.parse(record) as Json;
    return isJsonObject(parsed) ? textOf(parsed['errorCode']) : '';
  } catch {
    // Without a record nothing says that it failed: then it counts.
    return '';
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
