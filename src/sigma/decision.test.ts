import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument, scanner } from '../../test/support/read-trail.ts';
import { DocumentReader } from '../cloudtrail/document.ts';
import { emptyTally } from '../cloudtrail/problem.ts';
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { Columns } from './columns.ts';
import type { Derivation } from './columns.ts';
import { Decision } from './decision.ts';
import { matchesNaively } from './naive.ts';
import type { Condition, Test } from './rule.ts';

/** Hot fields, with few values each, so that conditions meet them. */
const HOT = [
  'eventName',
  'eventSource',
  'errorCode',
  'userAgent',
  'sourceIPAddress',
  'readOnly',
  'recipientAccountId',
  'userIdentity.type',
  'userIdentity.accessKeyId',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
] as const;

const DERIVED: Readonly<Record<string, Derivation>> = {
  'agent.first': {
    from: 'userAgent',
    of: (value) => (typeof value === 'string' && value !== '' ? value[0]! : undefined),
  },
  'agent.parts': {
    from: 'userAgent',
    of: (value) => (typeof value === 'string' ? [value, value.length] : undefined),
  },
  'network.length': {
    from: 'sourceIPAddress',
    of: (value) => (typeof value === 'string' ? value.length : undefined),
  },
};

const OPEN = [
  'requestParameters',
  'requestParameters.name',
  'requestParameters.list.id',
  'requestParameters.deep.er.name',
  'responseElements.name',
  'eventVersion',
  'additionalEventData',
];

const TEXTS = [
  'A',
  'a',
  'B',
  'ab',
  'AbA',
  '',
  '1',
  '01',
  'true',
  'null',
  '*',
  'É',
  'ß',
  '10.0.0.1',
  '{"a":1}',
];
const text = fc.constantFrom(
  ...TEXTS,
  '2024-05-01T10:00:00Z',
  'aws-cli/2',
  '10.2.3.4',
  '::1',
  'b"\\\n',
  '😀',
);

const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 6, arbitrary: text },
    { weight: 2, arbitrary: fc.constantFrom<Json>(null, true, false, 0, 1, 1.5, -2, 1e21) },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('a', 'id', 'name'), tie('value'), { maxKeys: 2 }) },
  ),
}));

/** Puts values at their dotted places. Names and sources are always there: without them a record is no event. */
function eventOf(hot: Readonly<Record<string, Json>>, others: JsonObject): JsonObject {
  const event: Record<string, Json> = { eventName: null, eventSource: 'x', ...others };
  for (const [path, value] of Object.entries(hot)) {
    const names = path.split('.');
    let place = event;
    for (const name of names.slice(0, -1)) {
      if (!isJsonObject(place[name])) place[name] = {};
      place = place[name];
    }
    place[names.at(-1)!] = value;
  }
  return event;
}

const parameters = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      {
        name: anyValue,
        list: fc.array(fc.record({ id: anyValue }), { maxLength: 2 }),
        deep: fc.record({ er: fc.record({ name: anyValue }) }),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: anyValue },
);

const event: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...HOT), anyValue, { maxKeys: HOT.length }),
    fc.record(
      {
        requestParameters: parameters,
        responseElements: parameters,
        eventVersion: text,
        additionalEventData: anyValue,
      },
      { requiredKeys: [] },
    ),
  )
  .map(([hot, others]) => eventOf(hot, others as JsonObject));

const cased = fc.boolean();
const mode = fc.constantFrom('equals', 'contains', 'startswith', 'endswith');
const order = fc.constantFrom('lt', 'lte', 'gt', 'gte');
const part = fc.oneof(text, fc.constantFrom({ wildcard: 'many' } as const, { wildcard: 'one' } as const));
const field = fc.constantFrom(...HOT, ...Object.keys(DERIVED), ...OPEN, 'noSuchField');

const valueTest: fc.Arbitrary<Test> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: mode, value: text, cased }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('glob'), parts: fc.array(part, { maxLength: 4 }), cased }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('re'),
      pattern: fc.constantFrom('^a', 'B$', '[0-9]+', 'a|^$', '.'),
      flags: fc.constantFrom('', 'i', 'ims'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('cidr'), block: fc.constantFrom('10.0.0.0/24', '::/64') }),
  },
  { weight: 1, arbitrary: fc.record({ op: order, value: fc.constantFrom(0, 1, 1.5, 8) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      op: fc.constant('timepart'),
      part: fc.constantFrom('hour', 'year', 'month'),
      value: fc.constantFrom(5, 10, 2024),
    }),
  },
);

const fieldTest: fc.Arbitrary<Test> = fc.oneof(
  { weight: 6, arbitrary: valueTest },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('exists'), value: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('null') }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('fieldref'), field, mode, cased }) },
);

const { condition } = fc.letrec<{ condition: Condition }>((tie) => {
  const items = fc.array(tie('condition'), { maxLength: 4 });
  return {
    condition: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      { weight: 5, arbitrary: fc.record({ type: fc.constant('match'), field, test: fieldTest }) },
      {
        weight: 1,
        arbitrary: fc.record({ type: fc.constant('match'), field: fc.constant(null), test: valueTest }),
      },
      { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('and', 'or'), items }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('not'), item: tie('condition') }) },
      { weight: 1, arbitrary: fc.record({ type: fc.constant('const'), value: fc.boolean() }) },
      // As nearly all rules: certain names, and more.
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.array(text, { minLength: 1, maxLength: 3 }), tie('condition'))
          .map(([names, rest]): Condition => ({
            type: 'and',
            items: [{ type: 'or', items: names.map(named) }, rest],
          })),
      },
    ),
  };
});

function named(value: string): Condition {
  return { type: 'match', field: 'eventName', test: { op: 'equals', value, cased: false } };
}

function derivedOf(json: JsonObject): (name: string) => Json | undefined {
  return (name) => (Object.hasOwn(DERIVED, name) ? DERIVED[name]!.of(json[DERIVED[name]!.from]) : undefined);
}

/** What the decision says of each event, documents read one after the other, value numbers void in between. */
function decided(decision: Decision, documents: readonly (readonly JsonObject[])[]): number[][] {
  return documents.flatMap((events) => {
    scanner.resetDictionary();
    return readDocument(events.map((each) => JSON.stringify(each)).join('\n'), (at) => {
      const matched: number[] = [];
      decision.decide(at, (rule) => matched.push(rule));
      return matched;
    }).events;
  });
}

function wanted(conditions: readonly Condition[], documents: readonly (readonly JsonObject[])[]): number[][] {
  return documents.flat().map((each) => {
    const derived = derivedOf(each);
    return conditions.flatMap((one, rule) => (matchesNaively(one, each, derived) ? [rule] : []));
  });
}

function decisionOf(conditions: readonly Condition[], mostCells?: number): Decision {
  return new Decision(
    conditions,
    new Columns((name) => DERIVED[name]),
    mostCells === undefined ? {} : { mostCells },
  );
}

const documents = fc.array(fc.array(event, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 });

describe('the decision about many rules at once', () => {
  it('is for every event and rule that of plain recursion, in the order of the rules', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 25 }), documents, (conditions, logs) => {
        expect(decided(decisionOf(conditions), logs)).toEqual(wanted(conditions, logs));
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on what came before it, on repeats, or on the other rules', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 8 }), documents, (conditions, logs) => {
        const both = decisionOf(conditions);
        const once = decided(both, logs);
        expect(
          decided(
            both,
            logs.toReversed().map((events) => events.toReversed()),
          ),
        ).toEqual(once.toReversed());
        conditions.forEach((one, rule) => {
          const alone = decided(decisionOf([one]), logs).map((matched) => matched.length > 0);
          expect(alone).toEqual(once.map((matched) => matched.includes(rule)));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('stays the same when the tree has to be grown anew again and again', () => {
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 25 }), documents, (conditions, logs) => {
        expect(decided(decisionOf(conditions, 60), logs)).toEqual(wanted(conditions, logs));
      }),
      { numRuns: 100 },
    );
  });

  it('stays the same where the scanner passes over what comes to nothing', () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 8 }), documents, (conditions, logs) => {
        scanner.resetDictionary();
        const decision = new Decision(conditions, new Columns((name) => DERIVED[name]), {
          sieve: scanner.sieve,
        });
        // What came before is what the scanner knows.
        for (const events of [...logs, ...logs]) {
          const matched = events.map((): number[] => []);
          const reader = new DocumentReader(scanner, emptyTally(), [], {
            prepare: () => {
              scanner.sieve.sift();
            },
            visit: (at) => {
              passed--;
              decision.decide(at, (rule) => matched[at.record - 1]!.push(rule));
            },
          });
          passed += events.length;
          reader.begin('trail.json');
          reader.push(Buffer.from(JSON.stringify({ Records: events })));
          reader.finish(false);
          expect(matched).toEqual(wanted(conditions, [events]));
        }
      }),
      { numRuns: 200 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('stays the same over thousands of values that rules tell apart', () => {
    const names = Array.from({ length: 1500 }, (_, n) => `Action${n}`);
    const conditions = names.map((name, n): Condition => {
      const agent: Condition = {
        type: 'match',
        field: 'userAgent',
        test: { op: 'contains', value: `x${n % 7}y`, cased: true },
      };
      return { type: 'and', items: [named(name), agent] };
    });
    const events = Array.from({ length: 6000 }, (_, n) =>
      eventOf({ eventName: names[n % 1500]!, userAgent: `x${n % 11}y` }, {}),
    );
    for (const mostCells of [undefined, 2000]) {
      const found = decided(decisionOf(conditions, mostCells), [events, events]);
      expect(found).toEqual(
        [...events, ...events].map((_, n) =>
          ((n % 6000) % 1500) % 7 === (n % 6000) % 11 ? [(n % 6000) % 1500] : [],
        ),
      );
    }
  });

  it('is made for records that name a field twice as for the last one', () => {
    const decision = decisionOf([named('Second')]);
    const found = readDocument('{"eventSource":"s","eventName":"First","eventName":"Second"}', (at) => {
      let count = 0;
      decision.decide(at, () => count++);
      return count;
    });
    expect(found.events).toEqual([1]);
  });
});
