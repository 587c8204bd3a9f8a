import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import { FULL, matches, problemsOf, read, rule } from '../../test/support/rule-text.ts';

describe('reading a rule', () => {
  it('keeps what people and the engine need', () => {
    const { rules, problems } = read(FULL);
    expect(problems).toEqual([]);
    expect(rules).toEqual([
      {
        type: 'event',
        reports: true,
        id: '0e95725d-7320-415d-80f7-004da920fc12',
        name: 'access_key_created',
        title: 'Access key created',
        level: 'medium',
        status: 'test',
        description: 'Says what it means.',
        author: 'Keytrail',
        references: ['https://docs.aws.amazon.com/IAM/'],
        tags: ['attack.persistence', 'attack.t1098.001'],
        falsepositives: ['rotation'],
        fields: ['requestParameters.userName'],
        coverage: ['B01'],
        place: { file: 'r.yml', line: 1, column: 1 },
        condition: {
          type: 'and',
          items: [
            {
              type: 'match',
              field: 'eventSource',
              test: { op: 'equals', value: 'iam.amazonaws.com', cased: false },
            },
            {
              type: 'match',
              field: 'eventName',
              test: { op: 'equals', value: 'CreateAccessKey', cased: false },
            },
            { type: 'match', field: 'errorCode', test: { op: 'null' } },
            {
              type: 'not',
              item: {
                type: 'match',
                field: 'userIdentity.userName',
                test: {
                  op: 'fieldref',
                  field: 'responseElements.accessKey.userName',
                  mode: 'equals',
                  cased: false,
                },
              },
            },
          ],
        },
      },
    ]);
  });

  it('gives values that survive being written as JSON', () => {
    const { rules } = read(FULL);
    expect(JSON.parse(JSON.stringify(rules))).toEqual(rules);
  });

  it('gives a rule without level the level medium, and one without id the same id every time', () => {
    const text = rule('s: {a: 1}\ncondition: s', 'title: No id');
    const [first] = read(text).rules;
    expect(first?.level).toBe('medium');
    expect(first?.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/);
    expect(read(`\n${text}`).rules[0]?.id).toBe(first?.id);
    expect(read(text.replace('No id', 'Other')).rules[0]?.id).not.toBe(first?.id);
  });

  it('reads account numbers as texts, a leading zero included', () => {
    expect(matches(rule('s: {a: 012345678901}\ncondition: s'), { a: '012345678901' })).toBe(true);
    expect(matches(rule('s: {a: 12345678901234567890}\ncondition: s'), { a: '12345678901234567890' })).toBe(
      true,
    );
  });

  it('takes yes, no, on and off for texts, as the logs write them', () => {
    expect(
      matches(rule('s: {additionalEventData.MFAUsed: No}\ncondition: s'), {
        additionalEventData: { MFAUsed: 'No' },
      }),
    ).toBe(true);
  });

  it('follows anchors, aliases and merged maps', () => {
    const text = rule(
      '_base: &base\n  x: 1\n  y: &two 2\ns:\n  <<: *base\n  y: 3\n  z: [*two, 5]\ncondition: s',
    );
    expect(matches(text, { x: 1, y: 3, z: 2 })).toBe(true);
    expect(matches(text, { x: 1, y: 2, z: 2 })).toBe(false);
  });
});

describe('search identifiers', () => {
  it.each<[string, string, JsonObject, boolean]>([
    ['all fields of a map', 's: {a: 1, b: 2}', { a: 1, b: 3 }, false],
    ['one value of a list', 's: {a: [1, 2]}', { a: 2 }, true],
    ['one map of a list', 's:\n  - a: 1\n    b: 1\n  - a: 2', { a: 2 }, true],
    ['a whole map of a list', 's:\n  - a: 1\n    b: 1\n  - a: 2', { a: 1 }, false],
    ['one keyword', 's: [alice, bob]', { x: [{ y: 'user/BOB/1' }] }, true],
    ['a keyword with wildcards', "s: ['us?r/*/1']", { x: 'a user/bob/1 b' }, true],
    ['no keyword in a name', 's: [eventName]', { eventName: 'x' }, false],
    ['a number as keyword', 's: [443]', { port: 4430 }, true],
    ['a lone keyword', 's: bob', { y: 'bob' }, true],
    ['all keywords', "s: {'|all': [alice, bob]}", { a: 'alice', b: 'bob' }, true],
    ['all keywords, one missing', "s: {'|all': [alice, bob]}", { a: 'alice' }, false],
    ['a keyword pattern', "s: {'|re': '^bo+b$'}", { a: { b: 'booob' } }, true],
    ['keywords beside maps', 's:\n  - bob\n  - a: 1', { a: 1 }, true],
    ['an absent value', 's: {a: null}', {}, true],
    ['an empty key', 's: {a: }', { a: null }, true],
    ['an empty text', "s: {a: ''}", { a: '' }, true],
    ['an empty text is not absence', "s: {a: ''}", {}, false],
    ['a lone star means present', "s: {a|contains: '*'}", { a: {} }, true],
    ['a lone star does not match absence', "s: {a|contains: '*'}", { a: null }, false],
  ])('%s', (_, search, event, expected) => {
    expect(matches(rule(`${search}\ncondition: s`), event)).toBe(expected);
  });

  it('warns about null within a list and takes it as "or absent"', () => {
    const text = rule('s: {a: [x, null]}\ncondition: s');
    expect(problemsOf(text)).toEqual([
      '5:14 warning null within a list is not part of Sigma; taken as "or absent"',
    ]);
    expect([{ a: 'x' }, {}, { a: 'y' }].map((event) => matches(text, event))).toEqual([true, true, false]);
  });
});

describe('conditions', () => {
  const searches = 'sel_a: {a: 1}\nsel_b: {b: 1}\n_c: {c: 1}\n';

  it.each<[string, JsonObject, boolean]>([
    ['all of them', { a: 1, b: 1 }, true],
    ['1 of them', { c: 1 }, false],
    ['1 of _*', { c: 1 }, true],
    ['all of sel_*', { a: 1 }, false],
    ['sel_a and not _c', { a: 1, c: 1 }, false],
    ['[sel_a, sel_b and _c]', { b: 1, c: 1 }, true],
    ['[sel_a, sel_b and _c]', { b: 1 }, false],
  ])('%s', (condition, event, expected) => {
    expect(matches(rule(`${searches}condition: ${condition}`), event)).toBe(expected);
  });

  it('point at the word that is wrong', () => {
    expect(problemsOf(rule('s: {a: 1}\ncondition: s and typo'))).toEqual([
      '6:20 error condition: no search identifier "typo", expected one of "s"',
    ]);
    expect(problemsOf(rule("s: {a: 1}\ncondition: 's and typo'"))).toEqual([
      '6:21 error condition: no search identifier "typo", expected one of "s"',
    ]);
    expect(problemsOf(rule('s: {a: 1}\ncondition: s | count() > 5'))).toEqual([
      expect.stringMatching(/^6:16 error condition: the aggregation behind "\|"/),
    ]);
  });

  it('warn about a search identifier that is not used', () => {
    expect(problemsOf(rule('s: {a: 1}\nt: {b: 1}\ncondition: s'))).toEqual([
      '6:3 warning search identifier "t" is not used by the condition',
    ]);
  });

  it('refuse "all of" over nothing, which would match every event', () => {
    expect(problemsOf(rule('s: {a: 1}\ncondition: s and all of x*'))[0]).toBe(
      '6:27 error condition: no search identifier matches "x*"',
    );
  });
});
