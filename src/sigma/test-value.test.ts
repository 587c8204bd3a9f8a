import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { matchesNaively } from './naive.ts';
import { valuesAt } from './path.ts';
import type { Condition, GlobPart, Test } from './rule.ts';
import { compileTest } from './test-value.ts';

describe('compiled tests', () => {
  it('agree with the naive evaluator on every value of a field', () => {
    fc.assert(
      fc.property(
        tests(),
        events(),
        fc.constantFrom('f', 'f.g', 'f.g.h', 'g.h', 'x'),
        (test, event, field) => {
          const passes = compileTest(test);
          const values = valuesAt(event, field);
          const compiled = values.length === 0 ? passes(undefined) : values.some((value) => passes(value));
          expect(compiled).toBe(matchesNaively({ type: 'match', field, test }, event));
        },
      ),
      { numRuns: 5000 },
    );
  });
});

describe('the values of a field', () => {
  it.each<[string, Json[]]>([
    ['a', [{ b: 1, c: [1, [2, null]] }]],
    ['a.b', [1]],
    ['a.c', [[1, [2, null]], 1, [2, null], 2, null]],
    ['list.x', [1, 2]],
    ['list.x.y', []],
    ['deep.items.ranges.cidr', ['0.0.0.0/0', '10.0.0.0/8']],
    ['dotted.key', ['yes']],
    ['dotted.key.inner', []],
    ['both.way', [1, 2]],
    ['nothing', [null]],
    ['nothing.more', []],
    ['A', []],
    ['', []],
    ['__proto__', []],
    ['constructor', []],
    ['a.length', []],
  ])('%s', (path, values) => {
    const event: JsonObject = {
      a: { b: 1, c: [1, [2, null]] },
      list: [{ x: 1 }, { x: 2 }, 'text', null],
      deep: { items: [{ ranges: [{ cidr: '0.0.0.0/0' }] }, { ranges: [{ cidr: '10.0.0.0/8' }] }] },
      'dotted.key': 'yes',
      both: { way: 1 },
      'both.way': 2,
      nothing: null,
    };
    expect(valuesAt(event, path).toSorted(byText)).toEqual(values.toSorted(byText));
  });
});

function is(field: string, value: string): Condition {
  return { type: 'match', field, test: { op: 'equals', value, cased: false } };
}

function contains(field: string, value: string): Condition {
  return { type: 'match', field, test: { op: 'contains', value, cased: false } };
}

function derived(field: string): Json | undefined {
  return { 'network.country': 'DE', 'agent.signature': ['kali', 'raw-http'] }[field];
}

describe('the naive evaluator', () => {
  it('asks for enrichment only where the event has no such field', () => {
    expect(matchesNaively(is('network.country', 'de'), {}, derived)).toBe(true);
    expect(matchesNaively(is('agent.signature', 'raw-http'), {}, derived)).toBe(true);
    expect(matchesNaively(is('network.country', 'de'), { network: { country: 'FR' } }, derived)).toBe(false);
    expect(matchesNaively(is('network.asn', '1'), {}, derived)).toBe(false);
  });

  it('compares maps and arrays by their compact JSON', () => {
    const event = { requestParameters: { policy: { Action: '*' }, names: ['a', 'b'] } };
    expect(matchesNaively(contains('requestParameters', '"action":"*"'), event)).toBe(true);
    expect(matchesNaively(contains('requestParameters.names', '["a","b"]'), event)).toBe(true);
  });

  it('matches the fields below one array independently of each other', () => {
    const event = {
      items: [
        { port: 22, cidr: '10.0.0.0/8' },
        { port: 443, cidr: '0.0.0.0/0' },
      ],
    };
    expect(
      matchesNaively({ type: 'and', items: [is('items.port', '22'), is('items.cidr', '0.0.0.0/0')] }, event),
    ).toBe(true);
  });
});

function byText(a: Json, b: Json): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}

const TEXTS = [
  '',
  'a',
  'A',
  'ab',
  'aba',
  'true',
  'True',
  '1',
  '01',
  '1e1',
  '-0.5',
  '10.1.2.3',
  '::1',
  'İ',
  '2026-11-23T22:07:09Z',
  '*',
  'a\nb',
];

function events(): fc.Arbitrary<JsonObject> {
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, false, 0, 1, -0.5, 10, ...TEXTS),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('f', 'g', 'h', 'g.h'), tie('value'), { maxKeys: 3 }),
    ),
  }));
  return fc.dictionary(fc.constantFrom('f', 'g', 'f.g', 'f.g.h'), value, { maxKeys: 3 });
}

function tests(): fc.Arbitrary<Exclude<Test, { op: 'fieldref' }>> {
  const text = fc.constantFrom(...TEXTS);
  const cased = fc.boolean();
  const part = fc.oneof(
    fc.constantFrom<GlobPart>({ wildcard: 'many' }, { wildcard: 'one' }),
    fc.constantFrom('a', 'b', 'A', '1', '.'),
  );
  return fc.oneof(
    fc.record({
      op: fc.constantFrom('equals' as const, 'contains' as const, 'startswith' as const, 'endswith' as const),
      value: text,
      cased,
    }),
    fc.record({ op: fc.constant('glob' as const), parts: fc.array(part, { maxLength: 4 }), cased }),
    fc.record({
      op: fc.constant('re' as const),
      pattern: fc.constantFrom('a', '^A$', '.b', '^$', '[0-9]'),
      flags: fc.constantFrom('', 'i', 'ms'),
    }),
    fc.record({
      op: fc.constant('cidr' as const),
      block: fc.constantFrom('10.0.0.0/8', '::/0', '10.1.2.3/32'),
    }),
    fc.record({
      op: fc.constantFrom('lt' as const, 'lte' as const, 'gt' as const, 'gte' as const),
      value: fc.constantFrom(-1, 0, 1, 10),
    }),
    fc.record({
      op: fc.constant('timepart' as const),
      part: fc.constantFrom('hour' as const, 'week' as const),
      value: fc.constantFrom(22, 48),
    }),
    fc.record({ op: fc.constant('exists' as const), value: fc.boolean() }),
    fc.constant({ op: 'null' as const }),
  );
}
