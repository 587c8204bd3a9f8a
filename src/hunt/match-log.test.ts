import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { changedEvent, logFile } from '../../test/support/made-trail.ts';
import { gatherMatches } from '../../test/support/gather-matches.ts';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import { SpillFile } from '../cloudtrail/spill-file.ts';
import { MatchLog } from './match-log.ts';
import type { LoggedMatches } from './match-log.ts';
import { ROW_WORDS } from './match-row.ts';
import type { Match } from './match-row.ts';

/** An event of which some rules match, on one of several threads. */
interface Given {
  readonly event: number;
  readonly rules: readonly number[];
  readonly thread: number;
  readonly seconds: number;
  readonly hasId: boolean;
}

const given: fc.Arbitrary<Given[]> = fc.array(
  fc.record({
    event: fc.nat(5),
    rules: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
    thread: fc.nat(2),
    seconds: fc.nat(3),
    hasId: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);

function recordOf({ event, seconds, hasId }: Given): object {
  return changedEvent(event, {
    eventTime: `2024-05-01T10:00:0${seconds}Z`,
    ...(hasId ? {} : { eventID: null }),
    errorCode: `E${event}`,
  });
}

const file = new SpillFile();
afterAll(() => {
  file.close();
});

/** Rows of a block in each thread: with few of them most are put aside. */
const ROWS = [1, 2, 40];
/** Events of a document. */
const TOGETHER = 3;

/** Packs the matches of each thread as it reads its events; values have other numbers in each document. */
function packed(list: readonly Given[]): LoggedMatches[] {
  return ROWS.map((rows, thread) => {
    const mine = list.filter((each) => each.thread === thread);
    const log = new MatchLog(file.spill, rows);
    for (let start = 0; start < mine.length; start += TOGETHER) {
      scanner.resetDictionary();
      const some = mine.slice(start, start + TOGETHER);
      let n = 0;
      // Gives the first numbers to other values than the documents before.
      readDocument(logFile([changedEvent(start, { eventName: `Name${start}` })]), () => undefined);
      readDocument(logFile(some.map(recordOf)), (event) => {
        const { rules, seconds } = some[n++]!;
        event.file = `thread-${thread}-${start}`;
        for (const rule of rules) {
          log.begin();
          const details = log.strings.number(JSON.stringify({ rule }));
          log.add(rule, event, details, seconds);
        }
      });
      log.forgetValues();
    }
    return structuredClone(log.pack());
  });
}

function shownOf(logs: readonly LoggedMatches[]): Match[] {
  const matches = gatherMatches(logs, file);
  const places = matches.sorted(Array.from({ length: matches.length }, (_, place) => place));
  return places.map((place) => matches.at(place));
}

describe('packed matches', () => {
  it('say of each match what its event said', () => {
    fc.assert(
      fc.property(given, (list) => {
        const matches = gatherMatches(packed(list), file);
        const found = Array.from({ length: matches.length }, (_, place) => matches.at(place));
        const wanted = [0, 1, 2].flatMap((thread) =>
          list
            .filter((each) => each.thread === thread)
            .flatMap((each, n) => each.rules.map((rule) => ({ ...each, rule, n }))),
        );
        expect(found).toHaveLength(wanted.length);
        found.forEach((match, n) => {
          const { rule, n: nth, event, seconds, thread, hasId } = wanted[n]!;
          expect(match).toMatchObject({ rule, details: { rule } });
          expect(match.event).toMatchObject({
            record: (nth % TOGETHER) + 1,
            file: `thread-${thread}-${nth - (nth % TOGETHER)}`,
            timeMs: Date.UTC(2024, 4, 1, 10, 0, seconds),
            errorCode: `E${event}`,
            credential: `AKIAEXAMPLE00000000${event % 3}`,
            principal: `arn:aws:iam::111122223333:user/user-${event % 3}`,
            sourceIPAddress: `192.0.2.${event}`,
            account: '111122223333',
          });
          expect(match.event.eventId === '').toBe(!hasId);
          expect([matches.ruleAt(n), matches.timeAt(n)]).toEqual([rule, match.event.timeMs]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are sorted by time, each event of an ID once for a rule, whatever thread it came from', () => {
    fc.assert(
      fc.property(given, (list) => {
        const logs = packed(list);
        const shown = shownOf(logs);
        const times = shown.map(({ event }) => event.timeMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const keys = list.flatMap((each, n) =>
          each.rules.map(
            (rule) => `${rule} ${each.seconds} ${each.hasId ? `id ${each.event}` : `place ${n}`}`,
          ),
        );
        expect(shown).toHaveLength(new Set(keys).size);
        expect(shownOf(logs.toReversed())).toEqual(shown);
      }),
      { numRuns: 60 },
    );
  });

  it('are put aside block by block, and what stays in memory does not grow', () => {
    const log = new MatchLog(file.spill, 100);
    const many = Array.from({ length: 2000 }, (_, n) =>
      changedEvent(n, { errorCode: `E${n}`.padEnd(1000, '.') }),
    );
    let most = 0;
    scanner.resetDictionary();
    readDocument(logFile(many), (event) => {
      log.begin();
      log.add(0, event, log.strings.number('{}'), 0);
      most = Math.max(most, log.strings.characters);
    });
    const { words, aside } = log.pack();
    expect(aside).toHaveLength(19);
    expect(words).toHaveLength(100 * ROW_WORDS);
    expect(most).toBeLessThan(100 * 1500);
  });

  it('all stay in memory where they cannot be put aside', () => {
    const log = new MatchLog(null, 1);
    scanner.resetDictionary();
    readDocument(logFile([0, 1, 2].map((n) => changedEvent(n, {}))), (event) => {
      log.begin();
      log.add(7, event, log.strings.number('{}'), 0);
    });
    const matches = gatherMatches([log.pack()], null);
    expect([0, 1, 2].map((place) => matches.at(place).event.record)).toEqual([1, 2, 3]);
  });
});
