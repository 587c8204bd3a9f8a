/** Calls of an incident's credentials after it was contained: from the case, and from what AWS itself keeps. */
import type { Incident } from '../investigate/incident.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Caller } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { LateCall, Place } from './closing.ts';
import { readOnly } from './operation.ts';

/** What the logs of the case hold of them, whoever made them: of a credential that is ended, no call succeeds. */
export function lateCallsInCase({ timeline }: Incident, containedMs: number): LateCall[] {
  return timeline
    .filter(({ timeMs }) => timeMs > containedMs)
    .map(({ credential, timeMs, account, region, service, action, error }) => ({
      credential,
      timeMs,
      account,
      region,
      call: `${service}:${action}`,
      error,
    }));
}

/** Pages of 50 events of one key in one region that are read; AWS gives two a second. */
const MOST_PAGES = 20;

export interface LookedUp {
  readonly calls: readonly LateCall[];
  /** Where it was looked in vain, as sentences. */
  readonly blind: readonly string[];
  readonly looked: readonly Place[];
}

/**
 * Asks CloudTrail's event history, which shows what happened about 15 minutes ago and before. Regions are asked side by
 * side: each has a limit of its own.
 *
 * @param fromMs milliseconds since 1970 (UTC)
 */
export async function lookUpLateCalls(
  { credentials }: Pick<Incident, 'credentials'>,
  places: readonly Place[],
  fromMs: number,
  toMs: number,
  caller: Caller,
): Promise<LookedUp> {
  const reading = readOnly(caller);
  const found = await Promise.all(
    places.map(async (place): Promise<LookedUp> => {
      const where = `event history of ${place.account} ${place.region}`;
      const calls: LateCall[] = [];
      try {
        for (const { credential } of credentials)
          for (const key of credential.keys) {
            const own = await lookUp(reading, key, credential.id, place, fromMs, toMs);
            calls.push(...own.calls);
            // What was refused, over and over, must not hide what succeeded before.
            if (own.isCut && own.calls.every(({ error }) => error !== ''))
              return { calls, blind: [`${where}: ${key} made more calls than can be read`], looked: [] };
          }
        return { calls, blind: [], looked: [place] };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { calls, blind: [`${where}: ${error.code}`], looked: [] };
      }
    }),
  );
  return {
    calls: found.flatMap(({ calls }) => calls),
    blind: found.flatMap(({ blind }) => blind),
    looked: found.flatMap(({ looked }) => looked),
  };
}

async function lookUp(
  caller: Caller,
  key: string,
  credential: string,
  place: Place,
  fromMs: number,
  toMs: number,
): Promise<{ calls: LateCall[]; isCut: boolean }> {
  const calls: LateCall[] = [];
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
    for (const event of Array.isArray(answer['Events']) ? answer['Events'] : []) {
      const late = isJsonObject(event) ? lateCall(event, credential, place) : undefined;
      // Its times are to the second.
      if (late !== undefined && late.timeMs > fromMs) calls.push(late);
    }
    if (typeof answer['NextToken'] !== 'string') return { calls, isCut: false };
    next = { NextToken: answer['NextToken'] };
  }
  return { calls, isCut: true };
}

function lateCall(event: JsonObject, credential: string, { account, region }: Place): LateCall {
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
