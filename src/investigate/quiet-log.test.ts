import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../test/support/read-trail.ts';
import type { JsonObject } from '../json.ts';
import { QuietRecorder, logOfCallers, quietEvents } from './quiet-log.ts';
import type { QuietLog } from './quiet-log.ts';

const KEYS = ['AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'];
const event = fc.record({
  event: fc.nat({ max: 20 }),
  key: fc.constantFrom(...KEYS),
  awsRegion: fc.constantFrom('us-east-1', 'eu-west-1'),
  sourceIPAddress: fc.constantFrom('192.0.2.1', '198.51.100.7'),
});
type Made = typeof event extends fc.Arbitrary<infer T> ? T : never;

function recordOf({ event: n, key, awsRegion, sourceIPAddress }: Made): JsonObject {
  return {
    eventID: [n, key, awsRegion, sourceIPAddress].join(' '),
    eventTime: `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion,
    sourceIPAddress,
    recipientAccountId: '111122223333',
    userIdentity: { type: 'IAMUser', accessKeyId: key },
  };
}

function logOf(records: readonly JsonObject[]): QuietLog {
  const recorder = new QuietRecorder();
  readFile(Buffer.from(JSON.stringify({ Records: records })), (each) => recorder.add(each));
  return structuredClone(recorder.pack());
}

/** Distinct events, as lines. */
function linesOf(made: readonly Made[]): string[] {
  return [
    ...new Set(
      made.map(
        ({ event: n, key, awsRegion, sourceIPAddress }) => `${key} ${awsRegion} ${sourceIPAddress} ${n}`,
      ),
    ),
  ].toSorted();
}

function linesIn(logs: readonly QuietLog[], callers: readonly string[]): string[] {
  const found = [...quietEvents(logs, new Set(callers)).values()].flat();
  expect(found.filter(({ timesMs }) => timesMs.length === 0)).toEqual([]);
  return found
    .flatMap(({ kind, timesMs }) =>
      timesMs.map(
        (timeMs) => `${kind.caller} ${kind.region} ${kind.address} ${new Date(timeMs).getUTCSeconds()}`,
      ),
    )
    .toSorted();
}

describe('a log of quiet events', () => {
  it('holds each once, whatever came twice and in which thread', () => {
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (one, two) => {
        const logs = [logOf([...one, ...one].map(recordOf)), logOf([...two, ...one].map(recordOf))];
        expect(linesIn(logs, KEYS)).toEqual(linesOf([...one, ...two]));
        expect(linesIn(logs.toReversed(), KEYS)).toEqual(linesOf([...one, ...two]));
      }),
    );
  });

  it('can be cut down to some callers', () => {
    fc.assert(
      fc.property(fc.array(event), (made) => {
        const [key] = KEYS;
        const expected = linesOf(made.filter((each) => each.key === key));
        expect(linesIn([logOf(made.map(recordOf))], [key!])).toEqual(expected);
        expect(linesIn([logOfCallers(logOf(made.map(recordOf)), new Set([key!]))], KEYS)).toEqual(expected);
      }),
    );
  });
});
