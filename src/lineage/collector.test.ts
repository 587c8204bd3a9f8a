/** What the collector keeps when numbers of callers are forgotten, and what becomes of uses as threads leave them. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { growLineage } from '../../test/support/grow-lineage.ts';
import type { Branch } from '../../test/support/grow-lineage.ts';
import { roleSession, use, user } from '../../test/support/lineage-trail.ts';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import { collectSlowly } from '../../test/support/trace-records.ts';
import type { JsonObject } from '../json.ts';
import { LineageCollector } from './collector.ts';
import { joinLineage } from './join.ts';
import type { Traces } from './traces.ts';
import { tracesOf } from '../../test/support/merge-traces.ts';

const alice = user('alice', 'AKIAALICE00000000001');
const session = roleSession('ops', 'alice', 'ASIAOPS0000000000001', 0);

/** Traces of documents, before each of which all numbers are forgotten. */
function collectForgetting(documents: readonly (readonly JsonObject[])[]): Traces {
  const collector = new LineageCollector();
  for (const records of documents) {
    scanner.resetDictionary();
    readDocument(records.map((each) => JSON.stringify(each)).join('\n'), (event) => {
      event.file = 'trail.json';
      collector.visit(event);
    });
  }
  return collector.finish();
}

it('knows a use again when the numbers of callers were forgotten', () => {
  const hours = [0, 1, 2, 3].map((hour) => [
    use(hour * 3600 + 60, alice),
    use(hour * 3600 + 120, session),
    use(hour * 3600 + 180, session, { sessionCredentialFromConsole: 'true' }),
  ]);
  const { uses } = collectForgetting(hours);
  expect(uses).toHaveLength(3);
  expect(tracesOf(uses, []).uses).toEqual(
    collectSlowly(hours.flat()).uses.map((each) => ({
      ...each,
      first: { ...each.first, ref: { ...each.first.ref, record: expect.any(Number) as number } },
    })),
  );
});

const branch: fc.Arbitrary<Branch> = fc.record({
  make: fc.constantFrom('role', 'token', 'user', 'login', 'instance', 'relay'),
  from: fc.nat(20),
  by: fc.nat(20),
  isDropped: fc.boolean(),
  uses: fc.nat(3),
});

it('leaves traces that give the same lineage in any order, more than once and in parts', () => {
  fc.assert(
    fc.property(
      fc.array(branch, { minLength: 1, maxLength: 12 }).map(growLineage),
      fc.infiniteStream(fc.nat(2)),
      ({ records }, stream) => {
        const parts: JsonObject[][] = [[], [], []];
        for (const each of [...records, ...records].toReversed()) parts[stream.next().value ?? 0]!.push(each);
        const traces = parts.map((part) => collectForgetting([part]));
        const [uses, mints] = [traces.flatMap((each) => each.uses), traces.flatMap((each) => each.mints)];
        expect(joinLineage({ uses, mints })).toEqual(joinLineage(tracesOf(uses, mints)));
      },
    ),
    { numRuns: 150 },
  );
});
