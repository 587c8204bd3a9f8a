/** Random trees of credentials: found whole, in whatever order, copies and parts the records come. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growLineage } from '../../test/support/grow-lineage.ts';
import type { Branch } from '../../test/support/grow-lineage.ts';
import { joinSlowly } from '../../test/support/join-slowly.ts';
import { collect, collectSlowly } from '../../test/support/trace-records.ts';
import type { JsonObject } from '../json.ts';
import { joinLineage } from './join.ts';
import type { Lineage } from './lineage.ts';
import { emptyTraces, mergeTraces } from '../../test/support/merge-traces.ts';
import type { Traces } from './traces.ts';

const RUNS = { numRuns: 150 };

const branch: fc.Arbitrary<Branch> = fc.record({
  make: fc.constantFrom('role', 'token', 'user', 'login', 'instance', 'relay'),
  from: fc.nat(20),
  by: fc.nat(20),
  isDropped: fc.boolean(),
  uses: fc.nat(3),
});
const tree = fc.array(branch, { minLength: 1, maxLength: 12 }).map(growLineage);

/** A tree, and its records shuffled, some of them twice, dealt to three readers. */
const dealt = tree.chain(({ records, edges }) =>
  fc
    .tuple(
      fc.shuffledSubarray([...records, ...records], { minLength: records.length }),
      fc.infiniteStream(fc.nat(2)),
    )
    .map(([some, stream]) => {
      const missing = records.filter((each) => !some.includes(each));
      const parts: JsonObject[][] = [[], [], []];
      for (const record of [...some, ...missing]) parts[stream.next().value ?? 0]!.push(record);
      return { records, edges, parts };
    }),
);

function edgesOf({ edges }: Lineage, withRule: boolean): Set<string> {
  return new Set(
    edges
      .filter(({ confidence }) => confidence !== 'low')
      .map(({ parent, child, mechanism, rule }) =>
        withRule ? `${parent} > ${child} (${mechanism}, ${rule})` : `${parent} > ${child} (${mechanism})`,
      ),
  );
}

/** Files and record numbers say where an event was found, which copies differ in. */
function placeless(traces: Traces): unknown {
  return JSON.parse(JSON.stringify(traces, (name, value: unknown) => (name === 'record' ? 0 : value)));
}

describe('sessions that share a key', () => {
  /** Genuine keys are one session's; those of edited logs may be many sessions'. */
  const record = fc
    .record({
      key: fc.constantFrom('ASIAQWERTYUIOPASDFGH', 'ASIAIOSFODNN7EXAMPLE', 'AKIAQWERTYUIOPASDFGH'),
      minute: fc.option(fc.integer({ min: 10, max: 12 })),
      source: fc.constantFrom('', 'alice'),
      second: fc.integer({ min: 10, max: 59 }),
      fromConsole: fc.constantFrom('true', undefined),
    })
    .map(({ key, minute, source, second, fromConsole }) => ({
      eventID: `00000000-0000-4000-8000-0000000000${second}`,
      eventTime: `2024-05-01T11:00:${second}Z`,
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      ...(fromConsole === undefined ? {} : { sessionCredentialFromConsole: fromConsole }),
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAQWERTYUIOPASDFGHJ:web',
        arn: 'arn:aws:sts::111122223333:assumed-role/web/web',
        accountId: '111122223333',
        accessKeyId: key,
        sessionContext: {
          ...(source === '' ? {} : { sourceIdentity: source }),
          attributes: minute === null ? {} : { creationDate: `2024-05-01T10:${minute}:00Z` },
        },
      },
    }));

  it('are told apart, as by parsing every record', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), (records) => {
        expect(collect(records)).toEqual(collectSlowly(records));
      }),
    );
  });
});

describe('a tree of credentials', () => {
  it('is found as it was grown', () => {
    fc.assert(
      fc.property(tree, ({ records, edges }) => {
        expect(edgesOf(joinLineage(collect(records)), false)).toEqual(edges);
      }),
      RUNS,
    );
  });

  it('is found as by looking at every pair of records', () => {
    fc.assert(
      fc.property(tree, ({ records }) => {
        expect(edgesOf(joinLineage(collect(records)), true)).toEqual(joinSlowly(records));
      }),
      RUNS,
    );
  });

  it('leaves the traces that parsing every record gives', () => {
    fc.assert(
      fc.property(dealt, ({ parts }) => {
        for (const part of parts) expect(collect(part)).toEqual(collectSlowly(part));
      }),
      RUNS,
    );
  });

  it('is the same from shuffled, repeated and divided records', () => {
    fc.assert(
      fc.property(dealt, ({ records, parts }) => {
        const merged = parts.map(collect).reduce(mergeTraces, emptyTraces());
        expect(placeless(merged)).toEqual(placeless(collect(records)));
        const [whole, again] = [joinLineage(collect(records)), joinLineage(merged)];
        expect(again.credentials).toEqual(whole.credentials);
        expect(again.folded).toEqual(whole.folded);
        expect(again.coverage).toEqual(whole.coverage);
        expect(edgesOf(again, true)).toEqual(edgesOf(whole, true));
      }),
      RUNS,
    );
  });
});

describe('traces', () => {
  const pair = fc.tuple(dealt, dealt).map(([a, b]) => [...a.parts, ...b.parts].map(collect));

  it('merge in any order and grouping, and once is as good as twice', () => {
    fc.assert(
      fc.property(pair, (traces) => {
        const [a, b, c] = traces as [Traces, Traces, Traces];
        expect(mergeTraces(a, b)).toEqual(mergeTraces(b, a));
        expect(mergeTraces(mergeTraces(a, b), c)).toEqual(mergeTraces(a, mergeTraces(b, c)));
        expect(mergeTraces(a, a)).toEqual(a);
        expect(mergeTraces(a, emptyTraces())).toEqual(a);
      }),
      RUNS,
    );
  });

  it('outlive being written as JSON and being sent to another thread', () => {
    fc.assert(
      fc.property(tree, ({ records }) => {
        const traces = collect(records);
        expect(JSON.parse(JSON.stringify(traces))).toEqual(traces);
        expect(structuredClone(traces)).toEqual(traces);
      }),
      { numRuns: 20 },
    );
  });

  it('do not grow with the events', () => {
    const { records } = growLineage([{ make: 'role', from: 0, by: 0, isDropped: false, uses: 3 }]);
    const many = Array.from({ length: 50 }, () => records).flat();
    expect(collect(many).uses).toHaveLength(2);
    expect(collect(many).mints).toHaveLength(1);
  });
});
