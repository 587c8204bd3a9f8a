import { describe, expect, it } from 'vitest';
import { builtInFolder, readSources, ruleFiles } from '../cli/rules-files.ts';
import { readRules } from './read.ts';
import type { Rule } from './rule.ts';

const ID = (n: number): string => `${n}1111111-1111-4111-8111-111111111111`;

function eventRule(n: number, name: string, value: string): string {
  return `title: ${name}\nid: ${ID(n)}\nname: ${name}\nlogsource: {product: aws}\ndetection: {s: {eventName: ${value}}, condition: s}\n`;
}

function correlation(n: number, name: string, rules: string, more = ''): string {
  return `title: ${name}\nid: ${ID(n)}\nname: ${name}\ncorrelation: {type: event_count, rules: [${rules}], group-by: [sourceIPAddress], timespan: 1h, condition: {gte: 3}${more}}\n`;
}

const FIRST = [
  eventRule(1, 'a', 'CreateUser'),
  eventRule(2, 'b', 'DeleteUser'),
  eventRule(3, 'c', 'GetUser'),
  correlation(4, 'many', 'a'),
  correlation(5, 'loud', 'b', ', generate: true'),
].join('---\n');

/** What a reading comes to, but for where the rules stand. */
function resultOf(text: string, checked: readonly Rule[] = []): { rules: unknown; problems: unknown } {
  const { rules, problems } = readRules([{ file: 'r.yml', text }], { checked });
  return {
    rules: rules.map((rule) => ({ ...rule, place: null })),
    problems: problems.map(
      ({ severity, message }) => `${severity} ${message.replace(/r\.yml:\d+/, 'r.yml')}`,
    ),
  };
}

/** Rules as they come back from a file of compiled ones. */
function compiled(rules: readonly Rule[]): Rule[] {
  return JSON.parse(JSON.stringify(rules)) as Rule[];
}

describe('rules that were read and checked before', () => {
  it.each([
    ['a rule of its own', eventRule(6, 'd', 'ListUsers')],
    ['a correlation over one of them, which then stays silent', correlation(6, 'over', 'c')],
    ['a correlation that lets one of them report', correlation(6, 'over', 'a', ', generate: true')],
    ['a correlation over a correlation', correlation(6, 'over', 'many')],
    [
      'a filter over one of them',
      `title: f\nlogsource: {product: aws}\nfilter: {rules: [a], s: {awsRegion: eu-west-1}, condition: not s}\n`,
    ],
    [
      'a filter over all of them',
      `title: f\nlogsource: {product: aws}\nfilter: {rules: any, s: {awsRegion: eu-west-1}, condition: not s}\n`,
    ],
    ['the same rule again', eventRule(1, 'a', 'CreateUser')],
    ['the same correlation again', correlation(4, 'many', 'a')],
    ['another rule under a taken id', eventRule(1, 'a', 'CreateRole')],
    ['another correlation under a taken id', correlation(4, 'many', 'b')],
    ['a name of none', correlation(6, 'over', 'nobody')],
  ])('are as if read together with %s', (_, second) => {
    const checked = compiled(readRules([{ file: 'r.yml', text: FIRST }]).rules);
    expect(resultOf(second, checked)).toEqual(resultOf(`${FIRST}---\n${second}`));
  });

  it('are found again in the files of the built-in rules, all of them', () => {
    const sources = readSources(ruleFiles([builtInFolder()]));
    const { rules } = readRules(sources);
    const again = readRules(sources, { checked: compiled(rules) });
    expect(again.rules).toEqual(rules);
    expect(again.problems).toHaveLength(rules.length);
    expect(again.problems.filter(({ message }) => !/^the same rule as .*taken once$/.test(message))).toEqual(
      [],
    );
  });
});
