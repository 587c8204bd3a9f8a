import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FULL, LOGSOURCE, problemsOf, read, rule } from '../../test/support/rule-text.ts';

describe('mistakes', () => {
  it.each([
    [
      'no title',
      `id: 11111111-1111-4111-8111-111111111111\n${LOGSOURCE}\ndetection: {s: {a: 1}, condition: s}`,
      '1:1 error a rule needs a "title"',
    ],
    [
      'an unknown level',
      rule('s: {a: 1}\ncondition: s', 'title: t\nlevel: hihg'),
      '2:8 error unknown level "hihg", expected one of informational, low, medium, high, critical',
    ],
    [
      'no log source',
      'title: t\ndetection: {s: {a: 1}, condition: s}',
      '1:1 error expected "logsource" with product: aws and service: cloudtrail',
    ],
    [
      'an empty log source',
      'title: t\nlogsource: {}\ndetection: {s: {a: 1}, condition: s}',
      '2:12 error "logsource" names nothing: expected product: aws and service: cloudtrail',
    ],
    [
      'no detection',
      `title: t\n${LOGSOURCE}`,
      '1:1 error expected "detection" with search identifiers and a "condition"',
    ],
    ['no condition', rule('s: {a: 1}'), '4:1 error "detection" needs a "condition"'],
    ['no search identifier', rule('condition: s'), '4:1 error "detection" has no search identifier'],
    [
      'an empty map',
      rule('s: {}\ncondition: s'),
      '5:6 error an empty map asks nothing: expected at least one field',
    ],
    ['an empty list', rule('s: {a: []}\ncondition: s'), '5:10 error "a" has an empty list: expected values'],
    [
      'a map as value',
      rule('s: {a: {b: 1}}\ncondition: s'),
      '5:10 error "a" has a map: expected a value or a list of values (use a.b for nested fields)',
    ],
    [
      'a list in a list of values',
      rule('s: {a: [[1]]}\ncondition: s'),
      '5:11 error expected a text, a number, true, false or null here',
    ],
    [
      'a list as title',
      rule('s: {a: 1}\ncondition: s', 'title: [t]'),
      '1:8 error "title" must be a single text',
    ],
    ['no map', '- a\n- b', '1:1 error a rule must be a map with "title", "logsource" and "detection"'],
    ['broken YAML', 'title: "t\nlogsource: x', '2:13 error not valid YAML: Missing closing "quote'],
    ['a key twice', 'title: t\ntitle: u', '2:1 error not valid YAML: Map keys must be unique'],
    [
      'an odd tag',
      rule('s: {a: 1}\ncondition: s', 'title: t\ntags: [attack.t12, Bad Tag]'),
      '2:7 warning the tag "attack.t12" should look like attack.persistence or attack.t1098.001',
    ],
    [
      'an odd id',
      rule('s: {a: 1}\ncondition: s', 'title: t\nid: my-rule'),
      '2:5 warning the id "my-rule" is no UUID',
    ],
    [
      'an odd status',
      rule('s: {a: 1}\ncondition: s', 'title: t\nstatus: done'),
      '2:9 warning unknown status "done", expected one of stable, test, experimental, deprecated, unsupported',
    ],
    [
      'a timeframe',
      rule('s: {a: 1}\ntimeframe: 5m\ncondition: s'),
      '6:3 warning "timeframe" has no effect in a rule: it belongs to correlations, as "timespan"',
    ],
  ])('%s', (_, text, problem) => {
    const found = problemsOf(text);
    expect(found[0]?.startsWith(problem) === true ? problem : found[0]).toBe(problem);
  });

  it('in one document cost only that rule', () => {
    const text = [
      rule('s: {a: 1}\ncondition: s', 'title: first'),
      'title: [broken',
      rule('s: {a|typo: 1}\ncondition: s', 'title: third'),
      rule('s: {a: 1}\ncondition: s', 'title: last'),
      '',
    ].join('---\n');
    const { rules, problems } = read(text);
    expect(rules.map(({ title }) => title)).toEqual(['first', 'last']);
    expect(problems.filter(({ severity }) => severity === 'error').length).toBeGreaterThanOrEqual(2);
    expect(rules[1]?.place.line).toBeGreaterThan(10);
  });

  it('are all found at once within a rule', () => {
    expect(problemsOf(rule('s: {a|typo: 1}\nt: {b: []}\ncondition: s or t'))).toHaveLength(2);
  });

  it('in an id: another rule under it is an error, the same rule again a warning', () => {
    const first = rule('s: {a: 1}\ncondition: s');
    expect(problemsOf(`${first}---\n${first}`)).toEqual([
      '8:1 warning the same rule as "t" (r.yml:1); taken once',
    ]);
    expect(problemsOf(`${first}---\n${first.replace('a: 1', 'a: 2')}`)).toEqual([
      '8:1 error the id 11111111-1111-4111-8111-111111111111 is taken by "t" (r.yml:1); every rule needs its own',
    ]);
  });

  it('of aliases that go in circles or multiply are survived', () => {
    const circle = 'title: t\nlogsource: {product: aws}\ndetection: {s: &a [*a], condition: s}';
    expect(problemsOf(circle).join()).toMatch(/error/);
    const levels = Array.from(
      { length: 12 },
      (_, n) => `  l${n + 1}: &l${n + 1} [${`*l${n},`.repeat(9)}]`,
    ).join('\n');
    expect(
      problemsOf(
        `title: t\nlogsource: {product: aws}\ndetection:\n  l0: &l0 [a]\n${levels}\n  condition: 1 of l*`,
      ).join(),
    ).toMatch(/error/);
  });

  it('of any kind never throw', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(read(text).rules).toEqual([]);
      }),
    );
    const pieces = fc.constantFrom(
      'title: t\n',
      'detection:\n',
      '  s:\n',
      '    a|re: (\n',
      '  condition: s\n',
      '---\n',
      '*x\n',
      '&x [',
      '- ',
      '{',
      '!!binary x',
      LOGSOURCE,
      'correlation:\n',
      'filter:\n',
      '  rules: [x]\n',
    );
    const texts = fc.array(pieces, { maxLength: 15 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text)).toHaveProperty('problems');
      }),
      { numRuns: 500 },
    );
  });
});

function kept(source: string): boolean {
  return read(FULL.replace(LOGSOURCE, `logsource: ${source}`)).rules.length === 1;
}

describe('rules of other log sources', () => {
  const other = FULL.replace('service: cloudtrail', 'service: vpcflow');

  it('are passed over with a warning, or silently when asked', () => {
    expect(read(other).rules).toEqual([]);
    expect(problemsOf(other)).toEqual([
      '11:1 warning passed over: for another log source (product: aws, service: vpcflow)',
    ]);
    expect(problemsOf(other, { otherLogSources: 'ignore' })).toEqual([]);
  });

  it('are those of another product, service or category; AWS as a whole includes CloudTrail', () => {
    expect(
      ['{product: aws}', '{service: cloudtrail}', '{product: AWS, service: CloudTrail, definition: x}'].map(
        kept,
      ),
    ).toEqual([true, true, true]);
    expect(['{product: azure}', '{category: firewall}', '{product: aws, category: x}'].map(kept)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('take the correlations over them along', () => {
    const text = `${other}---\ntitle: c\ncorrelation: {type: event_count, rules: [access_key_created], group-by: [a], timespan: 1h, condition: {gte: 2}}`;
    const { rules, problems } = read(text);
    expect(rules).toEqual([]);
    expect(problems.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it('are also those that call themselves unsupported', () => {
    expect(
      problemsOf(
        FULL.replace('status: test', 'status: unsupported').replace(
          'not 1 of filter_*',
          '1 of filter_* | count() > 3',
        ),
      ),
    ).toEqual(['11:1 warning passed over: its status is unsupported']);
  });
});
