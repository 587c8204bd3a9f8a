import { describe, expect, it } from 'vitest';
import { matchesNaively } from './naive.ts';
import { readRules } from './read.ts';
import type { CorrelationRule, Rule } from './rule.ts';
import { LOGSOURCE, matches, problemsOf, read, rule } from '../../test/support/rule-text.ts';

function correlationOf(rules: readonly Rule[]): CorrelationRule {
  const found = rules.find((each) => each.type === 'correlation');
  if (found?.type !== 'correlation') throw new Error('no correlation was read');
  return found;
}

describe('the older way to write several rules in one file', () => {
  it('shares the attributes of the global document until they are reset', () => {
    const text = `action: global\ntitle: shared\n${LOGSOURCE}\ndetection:\n  condition: s\n---\nid: 11111111-1111-4111-8111-111111111111\ndetection:\n  s: {a: 1}\n---\nid: 22222222-2222-4222-8222-222222222222\ndetection:\n  s: {a: 2}\n---\naction: repeat\nid: 33333333-3333-4333-8333-333333333333\nlevel: high\n---\naction: reset\n---\ntitle: alone\n`;
    const { rules, problems } = read(text);
    expect(rules.map(({ id, title, level }) => `${id.slice(0, 1)} ${title} ${level}`)).toEqual([
      '1 shared medium',
      '2 shared medium',
      '3 shared high',
    ]);
    expect(rules[2]?.type === 'event' && matchesNaively(rules[2].condition, { a: 2 })).toBe(true);
    expect(problems.map(({ place, message }) => `${place.line} ${message}`)).toEqual([
      expect.stringMatching(/^21 expected "logsource"/),
    ]);
  });
});

/** A rule over events, for correlations to refer to. */
function base(name: string, id: string): string {
  const head = `title: Base ${name}\nname: ${name}\nid: ${id.repeat(8)}-1111-4111-8111-111111111111`;
  return rule('s: {eventName: X}\ncondition: s', head);
}

const bases = `${base('a', '1')}---\n${base('b', '2')}---\n`;

/** Two rules and a correlation with a boolean condition over them. */
function extended(type: string, condition: string, rules = 'rules: [a, b]'): string {
  return `${bases}title: c\ncorrelation:\n  type: ${type}\n  ${rules}\n  timespan: 5m\n  condition: ${condition}`;
}

describe('correlations', () => {
  const A = '11111111-1111-4111-8111-111111111111';
  const B = '22222222-1111-4111-8111-111111111111';

  it('refer to rules by id, name or title and silence them', () => {
    const { rules, problems } = read(
      `${bases}title: c\ncorrelation:\n  type: value_count\n  rules: [a, ${B}, Base b]\n  group-by: user\n  timespan: 90m\n  aliases:\n    user: {a: userIdentity.userName}\n  condition: {field: awsRegion, gt: 3, lte: 9}\n`,
    );
    expect(problems).toEqual([]);
    expect(correlationOf(rules)).toMatchObject({
      correlation: 'value_count',
      rules: [A, B, B],
      groupBy: ['user'],
      timespanMs: 5_400_000,
      aliases: { user: { [A]: 'userIdentity.userName' } },
      field: ['awsRegion'],
      condition: [
        { op: 'gt', value: 3 },
        { op: 'lte', value: 9 },
      ],
      expression: null,
      reports: true,
    });
    expect(rules.map(({ reports }) => reports)).toEqual([false, false, true]);
  });

  it('leave their rules reporting with "generate: true"', () => {
    const text = `${bases}title: c\ncorrelation: {type: temporal, rules: [a, b], timespan: 5m, generate: true}`;
    expect(read(text).rules.map(({ reports }) => reports)).toEqual([true, true, true]);
    const silent = text.replace('generate: true', 'generate: false');
    expect(read(silent).rules.map(({ reports }) => reports)).toEqual([false, false, true]);
  });

  it('are found over all files, whatever the order', () => {
    const correlation = {
      file: 'c.yml',
      text: 'title: c\ncorrelation: {type: event_count, rules: a, timespan: 1h, condition: {gte: 2}}',
    };
    const { rules, problems } = readRules([correlation, { file: 'a.yml', text: base('a', '1') }]);
    expect(problems).toEqual([]);
    expect(rules.map(({ type }) => type)).toEqual(['correlation', 'event']);
  });

  it('take a boolean condition over rule names', () => {
    expect(correlationOf(read(extended('temporal', 'a and not b')).rules).expression).toEqual({
      type: 'and',
      items: [
        { type: 'rule', id: A },
        { type: 'not', item: { type: 'rule', id: B } },
      ],
    });
    expect(
      correlationOf(read(extended('temporal_ordered', 'b or a', 'generate: false')).rules).rules,
    ).toEqual([B, A]);
    expect(problemsOf(extended('temporal_ordered', 'a and not b'))[0]).toMatch(
      /error "not" has no place in an order of events/,
    );
    expect(problemsOf(extended('temporal', 'a and x'))[0]).toMatch(
      /error the condition names x, which "rules" does not list/,
    );
    expect(problemsOf(extended('event_count', 'a and b'))[0]).toMatch(
      /error a correlation of type event_count needs a "condition" such as gte: 10/,
    );
  });

  it('can look at other correlations, but not in circles', () => {
    const text = `${bases}title: inner\nname: inner\ncorrelation: {type: event_count, rules: [a], group-by: [x], timespan: 1h, condition: {gte: 3}}\n---\ntitle: outer\ncorrelation: {type: temporal_ordered, rules: [inner, b], group-by: [y], timespan: 1h}`;
    expect(read(text).problems).toEqual([]);
    expect(read(text).rules.map(({ title, reports }) => `${title} ${reports}`)).toEqual([
      'Base a false',
      'Base b false',
      'inner false',
      'outer true',
    ]);
    const circle = ['x', 'y']
      .map(
        (name, n) =>
          `title: ${name}\nname: ${name}\ncorrelation: {type: temporal, rules: [a, ${'yx'.charAt(n)}], timespan: 1h}`,
      )
      .join('\n---\n');
    const { rules, problems } = read(`${bases}${circle}`);
    expect(rules.map(({ title }) => title)).toEqual(['Base a', 'Base b']);
    expect(problems.some(({ message }) => message.includes('refers to itself'))).toBe(true);
  });

  it.each([
    ['type: sum', 'a correlation needs "type", one of event_count'],
    ['type: event_count, timespan: 1h, condition: {gte: 2}', 'a correlation needs "rules"'],
    ['type: event_count, rules: [a], condition: {gte: 2}', 'a correlation needs "timespan"'],
    [
      'type: event_count, rules: [a], timespan: 5 minutes, condition: {gte: 2}',
      'a correlation needs "timespan"',
    ],
    ['type: event_count, rules: [a], timespan: 0s, condition: {gte: 2}', 'a correlation needs "timespan"'],
    ['type: event_count, rules: [a], timespan: 1h', 'a correlation of type event_count needs a "condition"'],
    [
      'type: event_count, rules: [a], timespan: 1h, condition: {ge: 2}',
      'unknown "ge", expected gt, gte, lt, lte, eq, neq or field',
    ],
    ['type: event_count, rules: [a], timespan: 1h, condition: {gte: many}', '"gte" must be a number'],
    ['type: value_count, rules: [a], timespan: 1h, condition: {gte: 2}', 'needs "field" in its condition'],
    [
      'type: value_sum, rules: [a], timespan: 1h, condition: {gte: 2, field: [x, y]}',
      'takes one field, found 2',
    ],
    [
      'type: value_percentile, rules: [a], timespan: 1h, condition: {gte: 2, field: x, percentile: 101}',
      '"percentile" must be from 0 to 100',
    ],
    [
      'type: event_count, rules: [nobody], timespan: 1h, condition: {gte: 2}',
      'no rule with the id or name "nobody"',
    ],
    [
      'type: event_count, rules: [a], timespan: 1h, condition: {gte: 2}, aliases: {u: {x: y}}',
      'the alias "u" names "x", which "rules" does not list',
    ],
    [
      'type: event_count, rules: [a], timespan: 1h, condition: {gte: 2}, generate: maybe',
      '"generate" must be true or false',
    ],
  ])('with a mistake are left out: %s', (section, message) => {
    const { rules, problems } = read(`${bases}title: c\ncorrelation: {${section}}`);
    expect(rules).toHaveLength(2);
    expect(problems.map((problem) => problem.message).join()).toContain(message);
  });

  it('do not take two rules of the same name', () => {
    const text = `${base('a', '1')}---\n${base('a', '2')}---\ntitle: c\ncorrelation: {type: event_count, rules: [a], timespan: 1h, condition: {gte: 2}}`;
    expect(read(text).problems.map(({ message }) => message)).toEqual([
      '"a" is the name of 2 rules; refer to one by its id',
    ]);
  });
});

/** A filter document, to be put behind a rule. */
function filter(rules: string, condition: string): string {
  return `---\ntitle: f\n${LOGSOURCE}\nfilter:\n  rules: ${rules}\n  own: {userIdentity.userName|startswith: ci-}\n  condition: ${condition}\n`;
}

describe('filters', () => {
  const ours = { eventName: 'X', userIdentity: { userName: 'ci-1' } };
  const theirs = { eventName: 'X', userIdentity: { userName: 'eve' } };
  const target = rule('s: {eventName: X}\ncondition: s', 'title: Target\nname: target');

  it.each(['any', '[target]', '[Target]', 'target'])('narrow the rules named by %s', (rules) => {
    const text = target + filter(rules, 'not own');
    expect([ours, theirs].map((event) => matches(text, event))).toEqual([false, true]);
  });

  it('leave other rules alone, and warn about names that are none', () => {
    const text = target + filter('[another]', 'not own');
    expect(matches(text, ours)).toBe(true);
    expect(read(text).problems).toMatchObject([
      { severity: 'warning', message: 'the filter names "another", which is no rule over events here' },
    ]);
  });

  it('need "rules"', () => {
    expect(read(target + filter('', 'not own')).problems.map(({ message }) => message)).toEqual([
      'a filter needs "rules": any, or a list of rule ids or names',
    ]);
  });
});
