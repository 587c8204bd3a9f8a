import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlate } from '../sigma/correlate.ts';
import type { BaseMatch } from '../sigma/correlate.ts';
import { CORRELATION_TYPES } from '../sigma/rule.ts';
import type { CorrelationRule, EventRule, RuleExpression, RuleHead } from '../sigma/rule.ts';
import { planHunt } from './plan.ts';
import type { HuntPlan } from './plan.ts';
import { Feed } from './feed.ts';
import { NO_VALUE } from './match-row.ts';
import { promising } from './promising.ts';

function head(id: string): RuleHead {
  return {
    id,
    name: id,
    title: id,
    level: 'low',
    status: 'test',
    description: '',
    author: '',
    references: [],
    tags: [],
    falsepositives: [],
    fields: [],
    coverage: [],
    place: { file: '', line: 1, column: 1 },
  };
}

const EVENT_RULES = ['a', 'b', 'c'].map((id): EventRule => ({
  ...head(id),
  type: 'event',
  condition: { type: 'const', value: true },
  reports: false,
}));

const limit = fc.record({
  op: fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq'),
  value: fc.constantFrom(0, 1, 1.5, 2, 3),
});

/** Correlations over rules, and over the correlations before them. */
const correlations: fc.Arbitrary<CorrelationRule[]> = fc
  .array(
    fc.record({
      correlation: fc.constantFrom(...CORRELATION_TYPES),
      rules: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
      groupBy: fc.subarray(['user', 'address']),
      condition: fc.array(limit, { minLength: 1, maxLength: 2 }),
      field: fc.constantFrom('address', 'size'),
      form: fc.constantFrom('all', 'count', 'some', 'without'),
      renamed: fc.boolean(),
      reports: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.map((one, n): CorrelationRule => {
      const known = [
        ...EVENT_RULES.map((rule) => rule.id),
        ...list.slice(0, n).map((_, inner) => `x${inner}`),
      ];
      const rules = [...new Set(one.rules.map((place) => known[place % known.length]!))];
      const form = one.correlation.startsWith('temporal') ? one.form : 'count';
      const parts = rules.map((id): RuleExpression => ({ type: 'rule', id }));
      const [first, ...others] = parts;
      const expressions: { readonly [form: string]: RuleExpression } = {
        some: { type: 'or', items: parts },
        without: {
          type: 'and',
          items: [first!, ...others.map((item): RuleExpression => ({ type: 'not', item }))],
        },
      };
      const expression = one.correlation === 'temporal' ? (expressions[form] ?? null) : null;
      return {
        ...head(`x${n}`),
        type: 'correlation',
        correlation: one.correlation,
        rules,
        groupBy: one.groupBy,
        timespanMs: 5000,
        aliases: one.renamed ? { user: { b: 'owner' } } : {},
        expression,
        condition: form === 'count' ? one.condition : [],
        field: one.correlation.startsWith('value') ? [one.field] : [],
        percentile: one.correlation === 'value_percentile' ? 50 : null,
        reports: one.reports,
      };
    }),
  );

const value = fc.constantFrom(null, '1', '2', 'x');

interface Drawn {
  readonly rule: number;
  readonly event: number;
  readonly seconds: number;
  readonly values: readonly (string | null)[];
}

const drawn: fc.Arbitrary<Drawn[]> = fc.array(
  fc.record({
    rule: fc.nat(2),
    event: fc.nat(30),
    seconds: fc.nat(20),
    values: fc.array(value, { minLength: 4, maxLength: 4 }),
  }),
  { maxLength: 30 },
);

function baseOf(plan: HuntPlan, matches: readonly Drawn[]): { rule: number; match: BaseMatch }[] {
  return matches.flatMap(({ rule, event, seconds, values }) => {
    const place = plan.eventRules.findIndex(({ id }) => id === EVENT_RULES[rule]!.id);
    if (place < 0) return [];
    const match = {
      ruleId: EVENT_RULES[rule]!.id,
      timeMs: seconds * 1000,
      eventKey: `${event}`,
      values: plan.needed[place]!.map((_, n) => values[n]!),
    };
    return [{ rule: place, match }];
  });
}

/** The places that `promising` keeps. */
function keptOf(plan: HuntPlan, base: readonly { rule: number; match: BaseMatch }[]): Uint8Array {
  const feed = new Feed(plan);
  for (const { rule, match } of base) {
    const numbers = match.values.map((each) => (each === null ? NO_VALUE : feed.series.texts.number(each)));
    feed.add(feed.series.numberOf(rule, Int32Array.from(numbers)), match.timeMs);
  }
  return promising(plan, feed);
}

describe('matches that no correlation can come to', () => {
  it('can be left out without changing any correlation', () => {
    let left = 0;
    fc.assert(
      fc.property(correlations, drawn, (rules, matches) => {
        const plan = planHunt([...EVENT_RULES, ...rules], 'informational');
        const base = baseOf(plan, matches);
        const kept = keptOf(plan, base);
        const some = base.filter((_, place) => kept[place] === 1);
        left += base.length - some.length;
        const found = (list: typeof base): unknown =>
          correlate(
            plan.correlations,
            list.map(({ match }) => match),
            (rule) => rule.reports,
          );
        expect(found(some)).toEqual(found(base));
      }),
      { numRuns: 3000 },
    );
    expect(left).toBeGreaterThan(1000);
  });
});
