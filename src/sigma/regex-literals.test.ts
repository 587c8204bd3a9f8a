import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { builtInRules } from '../cli/built-in-rules.ts';
import { compileRegex } from './regex.ts';
import { literalsIn } from './regex-literals.ts';
import type { Condition } from './rule.ts';

/** Patterns over few letters, so that drawn texts match them. */
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('part'), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 2 })
    .map((branches) => branches.map((parts) => parts.join('')).join('|')),
  part: fc
    .tuple(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(
          'abc',
          'abcS',
          'kab',
          'ab',
          'a',
          'K',
          's',
          '[ab]',
          '[^]a]',
          '.',
          '\\d',
          '\\.',
          '^',
          '$',
          '\\b',
        ),
        tie('pattern').map((inner) => `(?:${inner})`),
        tie('pattern').map((inner) => `(${inner})`),
      ),
      fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,2}', '{1,}', '+?'),
    )
    .map(([one, repeat]) => one + (/^[\^$]$|^\\b$/.test(one) ? '' : repeat)),
}));

const text = fc
  .array(fc.constantFrom('abc', 'ab', 'a', 'b', 'c', 'k', 'S', '1', '.', 'ſ', '\u212a'), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('literals of a pattern', () => {
  it('are in every text that the engine matches', () => {
    let [matched, known] = [0, 0];
    fc.assert(
      fc.property(
        pattern,
        fc.array(text, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (drawn, texts, folds) => {
          if (literalsIn(drawn) !== undefined) known++;
          const engine = RE2JS.compile(drawn, folds ? RE2JS.CASE_INSENSITIVE : 0);
          const ours = compileRegex(drawn, folds ? 'i' : '');
          for (const each of texts) {
            const wanted = engine.test(each);
            if (wanted) matched++;
            expect(ours.test(each)).toBe(wanted);
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(Math.min(matched, known)).toBeGreaterThan(50);
  });

  it.each([
    ['(?:^|/)(?:[^/]*\\.env(?:\\.[a-z]+)?|id_(?:rsa|dsa)|secrets?\\.json)$', ['.env', 'id_', 'secret']],
    ['"Principal"\\s*:\\s*"\\*"', ['"Principal"']],
    ['ab+c', undefined],
    ['abcd+e', ['abcd']],
    ['(?i)abcd', undefined],
    ['abcd|\\d+', undefined],
    ['abcd?e', ['abc']],
    ['\\x41bcd', undefined],
  ])('of %s are %j', (given, wanted) => {
    expect(literalsIn(given)).toEqual(wanted);
  });

  it('are known of what the built-in rules ask of the names of objects', () => {
    const patterns = builtInRules().flatMap((rule) =>
      rule.type === 'event' ? patternsOf(rule.condition, 'requestParameters.key') : [],
    );
    expect(patterns.length).toBeGreaterThan(1);
    for (const asked of patterns) expect(literalsIn(asked)).toBeDefined();
  });
});

function patternsOf(condition: Condition, field: string): string[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.items.flatMap((item) => patternsOf(item, field));
    case 'not':
      return patternsOf(condition.item, field);
    case 'match':
      return condition.field === field && condition.test.op === 're' ? [condition.test.pattern] : [];
    case 'const':
      return [];
  }
}
