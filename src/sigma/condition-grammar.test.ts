import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCondition } from './condition-grammar.ts';
import type { Expression } from './condition-grammar.ts';

/** The structure of a condition, as a text with all parentheses, or the mistake found in it. */
function shape(text: string): string {
  const parsed = parseCondition(text);
  return 'mistake' in parsed ? `${parsed.mistake.at}: ${parsed.mistake.message}` : print(parsed.expression);
}

function print(expression: Expression): string {
  switch (expression.type) {
    case 'name':
      return expression.name;
    case 'of':
      return `${expression.quantifier} of ${expression.pattern}`;
    case 'not':
      return `not ${print(expression.item)}`;
    case 'and':
    case 'or':
      break;
  }
  return `(${expression.items.map(print).join(` ${expression.type} `)})`;
}

describe('the grammar of conditions', () => {
  it.each([
    ['selection', 'selection'],
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c', '((a and b) or c)'],
    ['not a and b', '(not a and b)'],
    ['not (a and b)', 'not (a and b)'],
    ['not not a', 'not not a'],
    ['a and b and c', '(a and b and c)'],
    ['(a or b) and not c', '((a or b) and not c)'],
    ['1 of selection*', 'any of selection*'],
    ['any of them', 'any of them'],
    ['all of sel_* and not 1 of filter_*', '(all of sel_* and not any of filter_*)'],
    ['A AND NOT B', '(A and not B)'],
    ['  a\n and\tb ', '(a and b)'],
    ['1 of _private*', 'any of _private*'],
    ['not(a)', 'not a'],
  ])('reads %j as %j', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });

  it.each([
    ['', '0: the condition ends where a search identifier was expected'],
    ['a and', '5: the condition ends where a search identifier was expected'],
    ['a b', '2: expected "and", "or" or the end, found "b"'],
    ['(a or b', '0: this parenthesis is not closed'],
    ['a)', '1: expected "and", "or" or the end, found ")"'],
    ['and a', '0: expected a search identifier, found "and"'],
    ['2 of them', '0: expected "1 of", "any of" or "all of", found "2 of"'],
    ['1 of', '4: expected "them" or a pattern such as selection_* behind "of"'],
    ['()', '1: expected a search identifier, found ")"'],
  ])('says what is wrong with %j and where', (text, expected) => {
    expect(shape(text)).toBe(expected);
  });

  it('points from the old aggregations to correlations', () => {
    expect(shape('selection | count() by userIdentity.arn > 10')).toBe(
      '10: the aggregation behind "|" is no longer part of Sigma: write a correlation (type: event_count, …) instead',
    );
  });

  it('refuses to nest without end instead of running out of stack', () => {
    expect(shape(`${'('.repeat(50_000)}a`)).toMatch(/nested deeper than 100 levels$/);
    expect(shape(`${'not '.repeat(50_000)}a`)).toMatch(/nested deeper than 100 levels$/);
  });

  it('reads back what is printed', () => {
    fc.assert(
      fc.property(expressions().node, (expression) => {
        const parsed = parseCondition(print(expression));
        expect('expression' in parsed && withoutPlaces(parsed.expression)).toEqual(withoutPlaces(expression));
      }),
    );
  });
});

function expressions(): { node: fc.Arbitrary<Expression> } {
  const name = fc
    .stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/)
    .filter((word) => !/^(?:and|or|not|of|all|any)$/.test(word));
  return fc.letrec<{ node: Expression }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'condition' },
      name.map((text): Expression => ({ type: 'name', name: text, at: 0 })),
      fc.record({
        type: fc.constant('of' as const),
        quantifier: fc.constantFrom('any' as const, 'all' as const),
        pattern: fc.constantFrom('them', 'a*', '_b*'),
        at: fc.constant(0),
      }),
      fc.record({ type: fc.constant('not' as const), item: tie('node') }),
      fc.record({
        type: fc.constantFrom('and' as const, 'or' as const),
        items: fc.array(tie('node'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));
}

function withoutPlaces(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression, (key, value: unknown) => (key === 'at' ? undefined : value)));
}
