import { describe, expect, it } from 'vitest';
import { describeCondition, describeCorrelation } from './describe.ts';
import { readRules } from './read.ts';
import type { Rule } from './rule.ts';

function rulesOf(text: string): readonly Rule[] {
  const { rules, problems } = readRules([{ file: 'r.yml', text }]);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return rules;
}

function described(key: string, value: string): string {
  const [rule] = rulesOf(
    `title: t\nlogsource: {product: aws}\ndetection:\n  s:\n    ${key}: ${value}\n  condition: s`,
  );
  return rule?.type === 'event' ? describeCondition(rule.condition) : '';
}

describe('a condition in words', () => {
  it.each([
    ['f', 'x', 'f is "x"'],
    ['f|contains|cased', 'x', 'f contains "x" (case counts)'],
    ['f|startswith', 'x', 'f starts with "x"'],
    ['f|endswith', 'x', 'f ends with "x"'],
    ['f', "'a*b?'", 'f is like "a*b?"'],
    ['f|re|i', '^a', 'f matches /^a/i'],
    ['f|cidr', '10.0.0.0/8', 'f is in 10.0.0.0/8'],
    ['f|gte', '5', 'f >= 5'],
    ['f|hour', '3', 'f has hour 3 (UTC)'],
    ['f|exists', 'false', 'f is absent'],
    ['f', 'null', 'f is absent or null'],
    ['f|fieldref|endswith', 'g', 'f ends with the value of g'],
    ["'|re'", 'x', 'any value matches /x/'],
    ['f|neq', '[a, b]', 'not\n  one of\n    f is "a"\n    f is "b"'],
    ['f|contains|all', '[a, b]', 'all of\n  f contains "a"\n  f contains "b"'],
  ])('%s: %s', (key, value, words) => {
    expect(described(key, value)).toBe(words);
  });
});

describe('a correlation in words', () => {
  it('names the rules, the group, the time and the measure', () => {
    const base =
      'title: Base\nname: b\nlogsource: {product: aws}\ndetection: {s: {x: 1}, condition: s}\n---\n';
    const section = (body: string): string => {
      const rules = rulesOf(`${base}title: c\ncorrelation: {rules: [b], ${body}}`);
      const rule = rules.find((each) => each.type === 'correlation');
      return rule === undefined ? '' : describeCorrelation(rule, rules);
    };
    expect(section('type: event_count, group-by: [u, v], timespan: 90s, condition: {gt: 1, lte: 9}')).toBe(
      'event_count within 90s\n  for the same u and v\n  count > 1\n  count <= 9\n  of\n    Base',
    );
    expect(
      section('type: value_percentile, timespan: 2d, condition: {gte: 5, field: n, percentile: 95}'),
    ).toBe('value_percentile within 2d\n  percentile 95 of n >= 5\n  of\n    Base');
    expect(section('type: temporal, timespan: 1h, condition: b and not b')).toBe(
      'temporal within 1h\n  ("Base" and not "Base")\n  of\n    Base',
    );
  });
});
