import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { changedEvent, logFile, madeEvent } from '../../test/support/made-trail.ts';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import { SpillFile } from '../cloudtrail/spill-file.ts';
import { correlate } from '../sigma/correlate.ts';
import { readRules } from '../sigma/read.ts';
import { MatchLog } from './match-log.ts';
import type { PackedMatches } from './match-recorder.ts';
import { planHunt } from './plan.ts';
import { HuntResult } from './result.ts';
import { SeriesSet } from './series.ts';

const file = new SpillFile();
afterAll(() => {
  file.close();
});

const step = (name: string): string => `
title: ${name}
name: ${name}
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: ${name} }, condition: selection }
---`;

const over = (name: string, body: string): string => `
title: ${name}
name: ${name}
correlation: { group-by: [userIdentity.accessKeyId], timespan: 5s, ${body} }
---`;

const { rules, problems } = readRules([
  {
    file: 'rules.yml',
    text: [
      step('a'),
      step('b'),
      step('c'),
      over('many', 'type: event_count, rules: [a], condition: { gte: 3 }'),
      over('spread', 'type: value_count, rules: [a, b], condition: { field: sourceIPAddress, gte: 3 }'),
      over('then', 'type: temporal_ordered, rules: [b, c]'),
      over('chain', 'type: temporal, rules: [many, c]'),
    ].join(''),
  },
]);
// What feeds another correlation is compared too.
const plan = planHunt(
  rules.map((rule) => ({ ...rule, reports: true })),
  'informational',
);

/** An event, which of the rules match it, and where it is read. */
interface Given {
  readonly event: number;
  readonly rules: readonly number[];
  readonly seconds: number;
  readonly key: number;
  readonly address: number;
  readonly thread: number;
}

const given: fc.Arbitrary<Given[]> = fc
  .array(
    fc.record({
      rules: fc.uniqueArray(fc.nat(2), { minLength: 1, maxLength: 3 }),
      seconds: fc.nat(30),
      key: fc.nat(1),
      address: fc.nat(4),
      thread: fc.nat(2),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => list.map((one, event) => ({ event, ...one })));

const credential = (key: number): string => `AKIAEXAMPLE00000000${key}`;

/** What the threads pack when each reads its events in this order. */
function packed(list: readonly Given[], rows: number): PackedMatches[] {
  return [0, 1, 2].map((thread) => {
    const log = new MatchLog(file.spill, rows);
    const series = new SeriesSet(plan.needed);
    const mine = list.filter((each) => each.thread === thread);
    scanner.resetDictionary();
    let n = 0;
    readDocument(
      logFile(
        mine.map(({ event, seconds }) =>
          changedEvent(event, {
            eventTime: `2024-05-01T10:00:${String(seconds).padStart(2, '0')}Z`,
          }),
        ),
      ),
      (event) => {
        const { rules: matched, key, address } = mine[n++]!;
        for (const rule of matched) {
          log.begin();
          const values = plan.needed[rule]!.map((field) =>
            field === 'sourceIPAddress' ? `${address}` : credential(key),
          );
          const numbers = Int32Array.from(values, (value) => series.texts.number(value));
          log.add(rule, event, log.strings.number('{}'), series.numberOf(rule, numbers));
        }
      },
    );
    return structuredClone({ ...log.pack(), ...series.pack() });
  });
}

/** Without the places of events, which depend on who read them. */
function correlationsOf(logs: readonly PackedMatches[]): object[] {
  const result = new HuntResult(plan, { packed: logs, file, level: 'informational' });
  return result.correlations.map((finding) => {
    const { rule, places: _, ...each } = finding;
    return { ...each, rule: rule.id, events: Array.from(result.eventsOf(finding), ({ eventId }) => eventId) };
  });
}

describe('correlations of a hunt', () => {
  it('are those over all matches at once, however these were split, ordered, repeated and put aside', () => {
    expect(problems).toEqual([]);
    let found = 0;
    fc.assert(
      fc.property(
        given,
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.nat()),
        (list, rows, random) => {
          const base = list.flatMap(({ event, rules: matched, seconds, key, address }) => {
            const eventId = madeEvent(event)['eventID'] as string;
            return matched.map((rule) => ({
              ruleId: plan.eventRules[rule]!.id,
              timeMs: Date.UTC(2024, 4, 1, 10, 0, seconds),
              eventKey: eventId,
              values: plan.needed[rule]!.map((field) =>
                field === 'sourceIPAddress' ? `${address}` : credential(key),
              ),
            }));
          });
          const wanted = correlate(plan.correlations, base).map((each) => ({
            rule: each.ruleId,
            group: { 'userIdentity.accessKeyId': each.group[0] },
            firstMs: each.firstMs,
            lastMs: each.lastMs,
            measured: each.measured,
            events: each.eventKeys,
          }));
          found += wanted.length;
          const again = list
            .filter((_, n) => n % 3 === 0)
            .map((each) => ({ ...each, thread: (each.thread + 1) % 3 }));
          const shuffled = [...list, ...again]
            .map((each) => ({ each, at: random.next().value as number }))
            .toSorted((one, other) => one.at - other.at)
            .map(({ each }) => each);
          expect(correlationsOf(packed(shuffled, rows))).toEqual(wanted);
        },
      ),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(200);
  });
});
