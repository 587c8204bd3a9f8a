/** A checked rule in words, for people. */
import type { Condition, CorrelationRule, Rule, RuleExpression, Test } from './rule.ts';
import { patternSource } from './wildcards.ts';

/** A condition as indented text, one test a line. */
export function describeCondition(condition: Condition, indent = ''): string {
  const inner = `${indent}  `;
  switch (condition.type) {
    case 'const':
      return `${indent}${condition.value ? 'always' : 'never'}`;
    case 'not':
      return `${indent}not\n${describeCondition(condition.item, inner)}`;
    case 'and':
    case 'or': {
      const head = condition.type === 'and' ? 'all of' : 'one of';
      return [`${indent}${head}`, ...condition.items.map((item) => describeCondition(item, inner))].join(
        '\n',
      );
    }
    case 'match':
      break;
  }
  return `${indent}${condition.field ?? 'any value'} ${describeTest(condition.test)}`;
}

const WORDS = {
  equals: 'is',
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
} as const;
const SIGNS = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '=', neq: '!=' } as const;

function describeTest(test: Test): string {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return `${WORDS[test.op]} ${JSON.stringify(test.value)}${caseNote(test.cased)}`;
    case 'glob':
      return `is like ${JSON.stringify(patternSource(test.parts))}${caseNote(test.cased)}`;
    case 're':
      return `matches /${test.pattern}/${test.flags}`;
    case 'cidr':
      return `is in ${test.block}`;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return `${SIGNS[test.op]} ${test.value}`;
    case 'timepart':
      return `has ${test.part} ${test.value} (UTC)`;
    case 'exists':
      return test.value ? 'is present' : 'is absent';
    case 'null':
      return 'is absent or null';
    case 'fieldref':
      break;
  }
  return `${WORDS[test.mode]} the value of ${test.field}${caseNote(test.cased)}`;
}

function caseNote(cased: boolean): string {
  return cased ? ' (case counts)' : '';
}

/** A correlation in a few lines; `rules` gives the titles of those it looks at. */
export function describeCorrelation(correlation: CorrelationRule, rules: readonly Rule[]): string {
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  const titleOf = (id: string): string => titles.get(id) ?? id;
  const lines = [`${correlation.correlation} within ${describeSpan(correlation.timespanMs)}`];
  if (correlation.groupBy.length > 0) lines.push(`  for the same ${correlation.groupBy.join(' and ')}`);
  const { percentile, field, condition, expression } = correlation;
  const measured = [...(percentile === null ? [] : [`percentile ${percentile}`]), field.join(' and ')].join(
    ' of ',
  );
  for (const { op, value } of condition)
    lines.push(`  ${measured === '' ? 'count' : measured} ${SIGNS[op]} ${value}`);
  if (expression !== null) lines.push(`  ${describeExpression(expression, titleOf)}`);
  lines.push('  of');
  for (const id of correlation.rules) lines.push(`    ${titleOf(id)}`);
  return lines.join('\n');
}

function describeExpression(expression: RuleExpression, titleOf: (id: string) => string): string {
  if (expression.type === 'rule') return `"${titleOf(expression.id)}"`;
  if (expression.type === 'not') return `not ${describeExpression(expression.item, titleOf)}`;
  const items = expression.items.map((item) => describeExpression(item, titleOf));
  return `(${items.join(` ${expression.type} `)})`;
}

const SPANS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
] as const;

function describeSpan(spanMs: number): string {
  const [unit, letter] = SPANS.find(([size]) => spanMs % size === 0) ?? [1000, 's'];
  return `${spanMs / unit}${letter}`;
}
