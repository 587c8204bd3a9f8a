import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { correlate } from './correlate.ts';
import type { BaseMatch } from './correlate.ts';
import { correlationValue, neededFields } from './correlation-fields.ts';
import { readRules } from './read.ts';
import type { Rule } from './rule.ts';

const HEAD = 'logsource: {product: aws, service: cloudtrail}\ndetection: {s: {x: 1}, condition: s}';

/** Rules a, b and c, and correlations: each a name and its section as a YAML flow map without braces. */
function rulesWith(correlations: Record<string, string>): Rule[] {
  const base = ['a', 'b', 'c'].map((name) => `title: ${name}\nname: ${name}\n${HEAD}`);
  const over = Object.entries(correlations).map(
    ([name, section]) => `title: ${name}\nname: ${name}\ncorrelation: {${section}}`,
  );
  const { rules, problems } = readRules([{ file: 'r.yml', text: [...base, ...over].join('\n---\n') }]);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return rules;
}

/** Events as `[rules matched, seconds, fields]`; each is its own event. */
type Happening = readonly [rules: string, seconds: number, fields?: JsonObject];

/** Matches as `name group first..last measured keys`, by correlation; the keys are the positions in the list of events. */
function found(correlations: Record<string, string>, happenings: readonly Happening[]): string[] {
  const rules = rulesWith(correlations);
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const needed = neededFields(rules);
  const matches = happenings.flatMap(([names, seconds, fields = {}], index): BaseMatch[] =>
    Array.from(names, (name) => {
      const ruleId = byName.get(name)?.id ?? name;
      const values = (needed.get(ruleId) ?? []).map((path) => correlationValue(fields, path));
      return { ruleId, timeMs: seconds * 1000, eventKey: String(index), values };
    }),
  );
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const over = rules.filter((rule) => rule.type === 'correlation');
  const order = new Map(over.map((rule, index) => [rule.id, index]));
  return correlate(over, matches)
    .toSorted((a, b) => (order.get(a.ruleId) ?? 0) - (order.get(b.ruleId) ?? 0))
    .map(
      ({ ruleId, group, firstMs, lastMs, measured, eventKeys }) =>
        `${titles.get(ruleId)} [${group.join(',')}] ${firstMs / 1000}..${lastMs / 1000} ${measured} (${eventKeys.join(' ')})`,
    );
}

function at(...seconds: number[]): Happening[] {
  return seconds.map((second) => ['a', second]);
}

/** What is found in events at 0, 1, 2 and 3 seconds that a condition counts. */
function when(condition: string): string[] {
  const section = `type: event_count, rules: [a], timespan: 10s, condition: {${condition}}`;
  return found({ c1: section }, at(0, 1, 2, 3)).map((line) => line.replace(/^.*\] /, ''));
}

describe('event_count', () => {
  const three = { c1: 'type: event_count, rules: [a], timespan: 10s, condition: {gte: 3}' };

  it('counts within a window of which both ends belong to it', () => {
    expect(found(three, at(0, 5, 10))).toEqual(['c1 [] 0..10 3 (0 1 2)']);
    expect(found(three, at(0, 5, 11))).toEqual([]);
  });

  it('reports a run of windows once, with everything in it and the most that was counted', () => {
    expect(found(three, at(0, 1, 2, 3, 12, 13))).toEqual(['c1 [] 0..13 4 (0 1 2 3 4 5)']);
  });

  it('reports again when the condition ceased to hold in between', () => {
    expect(found(three, at(0, 1, 2, 100, 101, 102))).toEqual([
      'c1 [] 0..2 3 (0 1 2)',
      'c1 [] 100..102 3 (3 4 5)',
    ]);
    expect(found(three, at(0, 1, 2, 12, 13, 14))).toEqual(['c1 [] 0..2 3 (0 1 2)', 'c1 [] 12..14 3 (3 4 5)']);
  });

  it('starts a new run when windows hold one after the other but share no event', () => {
    const one = { c1: 'type: event_count, rules: [a], timespan: 10s, condition: {gte: 1}' };
    expect(found(one, at(0, 10, 21))).toEqual(['c1 [] 0..10 2 (0 1)', 'c1 [] 21..21 1 (2)']);
  });

  it('counts an event once, however many of its rules match it and however often it comes', () => {
    const two = { c1: 'type: event_count, rules: [a, b], timespan: 10s, condition: {gte: 2}' };
    expect(found(two, [['ab', 0]])).toEqual([]);
    expect(
      found(two, [
        ['aab', 0],
        ['b', 1],
      ]),
    ).toEqual(['c1 [] 0..1 2 (0 1)']);
  });

  it('takes upper bounds, ranges, equality and its opposite for what holds at each event', () => {
    expect(when('eq: 2')).toEqual(['0..1 2 (0 1)']);
    expect(when('lt: 3')).toEqual(['0..1 1 (0 1)']);
    expect(when('gt: 1, lte: 3')).toEqual(['0..2 3 (0 1 2)']);
    expect(when('neq: 2')).toEqual(['0..0 1 (0)', '0..3 4 (0 1 2 3)']);
  });

  it('keeps groups apart, also those whose values run together when joined', () => {
    const grouped = {
      c1: 'type: event_count, rules: [a], group-by: [x, y], timespan: 10s, condition: {gte: 2}',
    };
    const happenings: Happening[] = [
      ['a', 0, { x: 'p', y: 'q,r' }],
      ['a', 1, { x: 'p,q', y: 'r' }],
      ['a', 2, { x: 'p' }],
      ['a', 3, { x: 'p', y: null }],
      ['a', 4, { x: 'p', y: 'q,r' }],
    ];
    expect(found(grouped, happenings)).toEqual(['c1 [p,q,r] 0..4 2 (0 4)']);
  });

  it('groups by different fields of different rules through an alias', () => {
    const aliased = {
      c1: 'type: temporal, rules: [a, b], group-by: [user], timespan: 10s, aliases: {user: {a: who.name, b: target}}',
    };
    expect(
      found(aliased, [
        ['a', 0, { who: { name: 'eve' } }],
        ['b', 1, { target: 'eve' }],
        ['b', 2, { target: 'bob' }],
      ]),
    ).toEqual(['c1 [eve] 0..1 2 (0 1)']);
  });
});

describe('value_count', () => {
  it('counts distinct values, and tuples of them', () => {
    const one = { c1: 'type: value_count, rules: [a], timespan: 10s, condition: {gte: 2, field: x}' };
    const two = { c1: 'type: value_count, rules: [a], timespan: 10s, condition: {gte: 2, field: [x, y]}' };
    const happenings: Happening[] = [
      ['a', 0, { x: 1, y: 1 }],
      ['a', 1, { x: 1, y: 2 }],
      ['a', 2, { x: 1 }],
    ];
    expect(found(one, happenings)).toEqual([]);
    expect(found(two, happenings)).toEqual(['c1 [] 0..2 2 (0 1 2)']);
    expect(found(one, [...happenings, ['a', 3, { x: '2' }]])).toEqual(['c1 [] 0..3 2 (0 1 2 3)']);
  });
});

describe('the numeric types', () => {
  const bytes: Happening[] = [
    ['a', 0, { n: 10 }],
    ['a', 1, { n: '30' }],
    ['a', 2, { n: 'many' }],
    ['a', 3, { n: 20 }],
    ['a', 20, { n: 1000 }],
  ];

  it.each([
    ['value_sum', 'gte: 60', ['0..3 60', '20..20 1000']],
    ['value_avg', 'gt: 19, lt: 21', ['0..3 20']],
    ['value_median', 'eq: 20', ['0..3 20']],
    ['value_percentile', 'gte: 28, percentile: 90', ['0..3 28', '20..20 1000']],
    ['value_sum', 'gte: 5000', []],
  ])('%s %s', (type, condition, expected) => {
    const section = { c1: `type: ${type}, rules: [a], timespan: 10s, condition: {${condition}, field: n}` };
    const lines = found(section, bytes);
    expect(lines.map((line) => line.replace(/^c1 \[\] /, '').replace(/ \(.*/, ''))).toEqual(expected);
  });

  it('interpolates between the two nearest values', () => {
    const median = { c1: 'type: value_median, rules: [a], timespan: 10s, condition: {eq: 2.5, field: n}' };
    expect(
      found(
        median,
        [1, 2, 3, 4].map((n): Happening => ['a', n, { n }]),
      ),
    ).toHaveLength(1);
  });
});

describe('temporal', () => {
  it('needs every rule in any order', () => {
    const all = { c1: 'type: temporal, rules: [a, b, c], timespan: 10s' };
    expect(
      found(all, [
        ['c', 0],
        ['a', 4],
        ['b', 9],
      ]),
    ).toEqual(['c1 [] 0..9 3 (0 1 2)']);
    expect(
      found(all, [
        ['c', 0],
        ['a', 4],
        ['b', 11],
      ]),
    ).toEqual([]);
    expect(
      found(all, [
        ['c', 0],
        ['a', 4],
        ['a', 9],
      ]),
    ).toEqual([]);
  });

  it('can ask for a number of them', () => {
    const some = { c1: 'type: temporal, rules: [a, b, c], timespan: 10s, condition: {gte: 2}' };
    expect(
      found(some, [
        ['c', 0],
        ['a', 4],
      ]),
    ).toEqual(['c1 [] 0..4 2 (0 1)']);
  });

  it('takes a boolean condition, in which "not" looks back over the window', () => {
    const boolean = { c1: 'type: temporal, rules: [a, b, c], timespan: 10s, condition: (a or b) and not c' };
    expect(found(boolean, [['b', 0]])).toEqual(['c1 [] 0..0 1 (0)']);
    expect(
      found(boolean, [
        ['c', 0],
        ['b', 5],
      ]),
    ).toEqual([]);
    expect(
      found(boolean, [
        ['c', 0],
        ['b', 11],
      ]),
    ).toEqual(['c1 [] 11..11 1 (1)']);
  });
});

describe('temporal_ordered', () => {
  const order = { c1: 'type: temporal_ordered, rules: [a, b, c], timespan: 10s' };

  it('needs the rules in the order written', () => {
    expect(
      found(order, [
        ['a', 0],
        ['b', 4],
        ['c', 9],
      ]),
    ).toEqual(['c1 [] 0..9 3 (0 1 2)']);
    expect(
      found(order, [
        ['b', 0],
        ['a', 4],
        ['c', 9],
      ]),
    ).toEqual([]);
    expect(
      found(order, [
        ['a', 0],
        ['c', 4],
        ['b', 9],
      ]),
    ).toEqual([]);
  });

  it('finds the order whatever else lies in between', () => {
    expect(
      found(order, [
        ['a', 0],
        ['c', 1],
        ['a', 2],
        ['b', 3],
        ['a', 4],
        ['b', 5],
        ['c', 6],
      ]),
    ).toEqual(['c1 [] 0..6 3 (0 1 2 3 4 5 6)']);
  });

  it('measures the whole chain against the timespan', () => {
    expect(
      found(order, [
        ['a', 0],
        ['b', 6],
        ['c', 11],
      ]),
    ).toEqual([]);
    expect(
      found(order, [
        ['a', 0],
        ['a', 2],
        ['b', 6],
        ['c', 11],
      ]),
    ).toEqual(['c1 [] 2..11 3 (1 2 3)']);
  });

  it('takes events of the same second for being in order, for CloudTrail cannot tell', () => {
    expect(
      found(order, [
        ['c', 5],
        ['b', 5],
        ['a', 5],
      ]),
    ).toEqual(['c1 [] 5..5 3 (0 1 2)']);
  });

  it('needs different events for steps that follow each other', () => {
    const twice = { c1: 'type: temporal_ordered, rules: [a, a], timespan: 10s' };
    const both = { c1: 'type: temporal_ordered, rules: [a, b], timespan: 10s' };
    expect(found(twice, [['a', 0]])).toEqual([]);
    expect(found(twice, at(0, 1))).toEqual(['c1 [] 0..1 2 (0 1)']);
    expect(found(both, [['ab', 0]])).toEqual([]);
    expect(
      found(both, [
        ['ab', 0],
        ['ab', 0],
      ]),
    ).toEqual(['c1 [] 0..0 2 (0 1)']);
  });

  it('takes alternatives within the order', () => {
    const either = {
      c1: 'type: temporal_ordered, rules: [a, b, c], timespan: 10s, condition: (a or b) and c',
    };
    expect(
      found(either, [
        ['b', 0],
        ['c', 1],
      ]),
    ).toHaveLength(1);
    expect(
      found(either, [
        ['c', 0],
        ['b', 1],
      ]),
    ).toEqual([]);
  });
});

/** Nine events, a second apart. */
function burst(start: number): Happening[] {
  return Array.from({ length: 9 }, (_, n): Happening => ['a', start + n, { host: 'h' }]);
}

describe('chained correlations', () => {
  const failures = 'type: event_count, rules: [a], group-by: [host], timespan: 10s, condition: {gte: 3}';

  it('take the group of the outer one from the events beneath', () => {
    const chain = {
      inner: failures,
      outer: 'type: temporal_ordered, rules: [inner, b], group-by: [user], timespan: 20s',
    };
    const happenings: Happening[] = [
      ['a', 0, { host: 'h', user: 'u' }],
      ['a', 1, { host: 'h', user: 'u' }],
      ['a', 2, { host: 'h', user: 'v' }],
      ['b', 5, { user: 'u' }],
      ['b', 6, { user: 'w' }],
    ];
    expect(found(chain, happenings)).toEqual(['inner [h] 0..2 3 (0 1 2)', 'outer [u] 0..5 2 (0 1 3)']);
  });

  it('see every moment at which the inner one held when they look at the order', () => {
    const chain = { inner: failures, outer: 'type: temporal_ordered, rules: [inner, b], timespan: 5s' };
    const busy = Array.from({ length: 30 }, (_, second): Happening => ['a', second, { host: 'h' }]);
    expect(
      found(chain, [...busy, ['b', 4], ['b', 40]]).filter((line) => line.startsWith('outer')),
    ).toHaveLength(1);
  });

  it('see each match of the inner one once when they count', () => {
    const chain = {
      inner: failures,
      outer: 'type: event_count, rules: [inner], timespan: 1h, condition: {gte: 2}',
    };
    expect(found(chain, burst(0)).filter((line) => line.startsWith('outer'))).toEqual([]);
    expect(
      found(chain, [...burst(0), ...burst(100)]).filter((line) => line.startsWith('outer')),
    ).toHaveLength(1);
  });

  it('translate names through the aliases of both', () => {
    const chain = {
      inner:
        'type: event_count, rules: [a], group-by: [who], timespan: 10s, condition: {gte: 2}, aliases: {who: {a: x.name}}',
      outer:
        'type: temporal, rules: [inner, b], group-by: [user], timespan: 1m, aliases: {user: {inner: who, b: y}}',
    };
    const rules = rulesWith(chain);
    expect(
      [...neededFields(rules)].map(
        ([id, fields]) => `${rules.find((rule) => rule.id === id)?.name} ${fields.join(',')}`,
      ),
    ).toEqual(['a x.name', 'b y']);
    expect(
      found(chain, [
        ['a', 0, { x: { name: 'eve' } }],
        ['a', 1, { x: { name: 'eve' } }],
        ['b', 2, { y: 'eve' }],
      ]).at(-1),
    ).toBe('outer [eve] 0..2 2 (0 1 2)');
  });
});

describe('the value of a field for a correlation', () => {
  it.each([
    ['a text', { f: 'x' }, 'x'],
    ['a number', { f: 7 }, '7'],
    ['an absent field', {}, null],
    ['null', { f: null }, null],
    ['an array', { f: ['x', 'y'] }, '["x","y"]'],
    ['a map', { f: { g: 1 } }, '{"g":1}'],
  ])('%s', (_, event, expected) => {
    expect(correlationValue(event, 'f')).toBe(expected);
  });

  it('is the list of all values below an array', () => {
    expect(correlationValue({ items: [{ id: 'x' }, { id: 'y' }] }, 'items.id')).toBe('["x","y"]');
    expect(correlationValue({ items: [{ id: 'x' }] }, 'items.id')).toBe('x');
  });

  it('comes from enrichment when the event lacks it', () => {
    expect(
      correlationValue({}, 'network.country', (field) => (field === 'network.country' ? 'DE' : undefined)),
    ).toBe('DE');
  });
});
