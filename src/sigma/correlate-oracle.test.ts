import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlate } from './correlate.ts';
import type { BaseMatch, CorrelationMatch } from './correlate.ts';
import { CORRELATION_TYPES } from './rule.ts';
import type { CorrelationRule, RuleExpression } from './rule.ts';

/** An event of the oracle: when, which rules, and the values of `group` and `value`. */
interface Happening {
  readonly seconds: number;
  readonly rules: readonly string[];
  readonly group: string | null;
  readonly value: string | null;
}

describe('correlate', () => {
  it('finds what the definition says, by looking at every window anew', () => {
    fc.assert(
      fc.property(correlations(), fc.array(happenings(), { maxLength: 25 }), (rule, events) => {
        expect(correlate([rule], matchesOf(events)).map(rounded)).toEqual(
          byDefinition(rule, events).map(rounded),
        );
      }),
      { numRuns: 3000 },
    );
  });

  it('does not depend on order, duplicates or how the matches were split', () => {
    fc.assert(
      fc.property(
        fc.array(correlations(), { minLength: 1, maxLength: 3 }),
        fc.array(happenings(), { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (rules, events, random) => {
          const chain = chained(rules);
          const matches = matchesOf(events);
          const shuffled = [...matches, ...matches.slice(0, 7)]
            .map((match) => ({ match, key: random.next().value }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ match }) => match);
          expect(correlate(chain, shuffled)).toEqual(correlate(chain, matches));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('takes little more than linear time', () => {
    const rule: CorrelationRule = {
      ...blank('c'),
      correlation: 'value_median',
      field: ['value'],
      condition: [{ op: 'gte', value: 5 }],
      timespanMs: 3_600_000,
    };
    const events = Array.from({ length: 100_000 }, (_, n): Happening => ({
      seconds: n % 50_000,
      rules: ['a'],
      group: 'g',
      value: String(n % 97),
    }));
    const started = performance.now();
    expect(correlate([rule], matchesOf(events))).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

function matchesOf(events: readonly Happening[]): BaseMatch[] {
  return events.flatMap(({ seconds, rules, group, value }, index) =>
    rules.map((ruleId) => ({
      ruleId,
      timeMs: seconds * 1000,
      eventKey: `e${index}`,
      values: [group, value],
    })),
  );
}

/** Sums of fractions may differ in the last digits. */
function rounded(match: CorrelationMatch): CorrelationMatch {
  return { ...match, measured: Math.round(match.measured * 1e6) / 1e6 };
}

function byDefinition(rule: CorrelationRule, events: readonly Happening[]): CorrelationMatch[] {
  const entries = events
    .map((event, index) => ({ ...event, key: `e${index}`, timeMs: event.seconds * 1000 }))
    .filter((event) => event.rules.some((name) => rule.rules.includes(name)))
    .toSorted((a, b) => a.timeMs - b.timeMs || (a.key < b.key ? -1 : 1));
  const groups = [...new Set(entries.map(({ group }) => group))].filter((group) => group !== null);
  return groups
    .flatMap((group) =>
      runsOf(
        rule,
        group,
        entries.filter((entry) => entry.group === group),
      ),
    )
    .toSorted(
      (a, b) => a.firstMs - b.firstMs || (a.group.join() < b.group.join() ? -1 : 1) || a.heldMs - b.heldMs,
    );
}

type OracleEntry = Happening & { readonly key: string; readonly timeMs: number };

function runsOf(rule: CorrelationRule, group: string, entries: readonly OracleEntry[]): CorrelationMatch[] {
  const runs: { windows: OracleEntry[][]; times: number[]; measured: number[] }[] = [];
  let open = false;
  for (const timeMs of new Set(entries.map((entry) => entry.timeMs))) {
    const window = entries.filter(
      (entry) => entry.timeMs <= timeMs && entry.timeMs >= timeMs - rule.timespanMs,
    );
    const measured = measure(rule, window);
    if (measured === undefined) {
      open = false;
      continue;
    }
    const last = runs.at(-1);
    const joins = open && last !== undefined && window.some((entry) => last.windows.at(-1)?.includes(entry));
    if (!joins) runs.push({ windows: [], times: [], measured: [] });
    const run = runs.at(-1);
    run?.windows.push(window);
    run?.times.push(timeMs);
    run?.measured.push(measured);
    open = true;
  }
  const least = rule.condition.length > 0 && rule.condition.every(({ op }) => op.startsWith('lt'));
  return runs.map(({ windows, times, measured }) => ({
    ruleId: rule.id,
    group: [group],
    firstMs: windows[0]?.[0]?.timeMs ?? 0,
    heldMs: times[0] ?? 0,
    lastMs: times.at(-1) ?? 0,
    measured: least ? Math.min(...measured) : Math.max(...measured),
    eventKeys: entries.filter((entry) => windows.flat().includes(entry)).map(({ key }) => key),
  }));
}

/** What is measured in a window, undefined when the condition does not hold. */
function measure(rule: CorrelationRule, window: readonly OracleEntry[]): number | undefined {
  const numbers = window
    .flatMap(({ value }) => (value === null || value === 'text' ? [] : [Number(value)]))
    .toSorted((a, b) => a - b);
  const sum = numbers.reduce((total, value) => total + value, 0);
  const seen = new Set(window.flatMap(({ rules }) => rules.filter((name) => rule.rules.includes(name))));
  const holds = (measured: number): number | undefined =>
    rule.condition.every((part) => compares(measured, part)) ? measured : undefined;
  switch (rule.correlation) {
    case 'event_count':
      return holds(window.length);
    case 'value_count':
      return holds(new Set(window.flatMap(({ value }) => value ?? [])).size);
    case 'value_sum':
      return numbers.length === 0 ? undefined : holds(sum);
    case 'value_avg':
      return numbers.length === 0 ? undefined : holds(sum / numbers.length);
    case 'value_median':
      return numbers.length === 0 ? undefined : holds(percentile(numbers, 50));
    case 'value_percentile':
      return numbers.length === 0 ? undefined : holds(percentile(numbers, rule.percentile ?? 50));
    case 'temporal':
      if (rule.expression !== null) return isTrue(rule.expression, seen) ? seen.size : undefined;
      return rule.condition.length > 0
        ? holds(seen.size)
        : rule.rules.every((name) => seen.has(name))
          ? seen.size
          : undefined;
    case 'temporal_ordered':
      break;
  }
  const steps =
    rule.rules.findLastIndex((_, index) => goesThrough(rule.rules.slice(0, index + 1), window, undefined)) +
    1;
  return rule.condition.length > 0 ? holds(steps) : steps === rule.rules.length ? steps : undefined;
}

function compares(measured: number, { op, value }: CorrelationRule['condition'][number]): boolean {
  return {
    gt: measured > value,
    gte: measured >= value,
    lt: measured < value,
    lte: measured <= value,
    eq: measured === value,
    neq: measured !== value,
  }[op];
}

function percentile(sorted: readonly number[], percent: number): number {
  const position = (percent / 100) * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return below + (above - below) * (position % 1);
}

function isTrue(expression: RuleExpression, seen: ReadonlySet<string>): boolean {
  if (expression.type === 'rule') return seen.has(expression.id);
  if (expression.type === 'not') return !isTrue(expression.item, seen);
  return expression.type === 'and'
    ? expression.items.every((item) => isTrue(item, seen))
    : expression.items.some((item) => isTrue(item, seen));
}

/** Whether some events match the rules one after the other, each another event than the one before. */
function goesThrough(
  [rule, ...rest]: readonly string[],
  window: readonly OracleEntry[],
  before: OracleEntry | undefined,
): boolean {
  if (rule === undefined) return true;
  return window.some(
    (entry) =>
      entry.rules.includes(rule) &&
      entry !== before &&
      entry.timeMs >= (before?.timeMs ?? -Infinity) &&
      goesThrough(rest, window, entry),
  );
}

function happenings(): fc.Arbitrary<Happening> {
  return fc.record({
    seconds: fc.integer({ min: 0, max: 30 }),
    rules: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }),
    group: fc.constantFrom('x', 'x', 'y', null),
    value: fc.constantFrom('0', '1', '2.5', '-3', '10', 'text', null),
  });
}

function blank(id: string): CorrelationRule {
  const head = { id, name: id, title: id, level: 'low', status: '', description: '', author: '' } as const;
  const lists = { references: [], tags: [], falsepositives: [], fields: [], coverage: [] };
  const place = { file: 'r.yml', line: 1, column: 1 };
  return {
    ...head,
    ...lists,
    place,
    type: 'correlation',
    correlation: 'event_count',
    rules: ['a'],
    groupBy: ['group'],
    timespanMs: 5000,
    aliases: {},
    expression: null,
    condition: [],
    field: [],
    percentile: null,
    reports: true,
  };
}

function correlations(): fc.Arbitrary<CorrelationRule> {
  const comparison = fc.record({
    op: fc.constantFrom(
      'gt' as const,
      'gte' as const,
      'lt' as const,
      'lte' as const,
      'eq' as const,
      'neq' as const,
    ),
    value: fc.integer({ min: 0, max: 5 }),
  });
  const rules = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
  const expression: fc.Arbitrary<RuleExpression> = fc.constantFrom<RuleExpression>(
    {
      type: 'and',
      items: [
        { type: 'rule', id: 'a' },
        { type: 'not', item: { type: 'rule', id: 'b' } },
      ],
    },
    {
      type: 'or',
      items: [
        { type: 'rule', id: 'c' },
        {
          type: 'and',
          items: [
            { type: 'rule', id: 'a' },
            { type: 'rule', id: 'b' },
          ],
        },
      ],
    },
  );
  return fc
    .record({
      correlation: fc.constantFrom(...CORRELATION_TYPES),
      rules,
      timespanMs: fc.integer({ min: 1, max: 12 }).map((seconds) => seconds * 1000),
      condition: fc.array(comparison, { minLength: 1, maxLength: 2 }),
      bare: fc.boolean(),
      expression,
      percentile: fc.integer({ min: 0, max: 100 }),
    })
    .map(({ bare, expression: boolean, ...parts }): CorrelationRule => {
      // Every rule needs both fields, so that all matches carry the same tuple.
      const rule = { ...blank('k'), ...parts, field: ['value'] };
      if (parts.correlation === 'temporal' && bare)
        return { ...rule, rules: ['a', 'b', 'c'], condition: [], expression: boolean };
      return parts.correlation.startsWith('temporal') && bare ? { ...rule, condition: [] } : rule;
    });
}

/** Each correlation over the one before. */
function chained(rules: readonly CorrelationRule[]): CorrelationRule[] {
  return rules.map((rule, index) => ({
    ...rule,
    id: `k${index}`,
    rules: index === 0 || rule.expression !== null ? rule.rules : [...rule.rules, `k${index - 1}`],
  }));
}
