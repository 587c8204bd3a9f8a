import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex, patternMistake } from '../sigma/regex.ts';
import { literalOf } from './regex-literal.ts';

/** Parts that patterns are made of, some of them broken. */
const PART = fc.constantFrom(
  'a',
  'b',
  'k',
  's',
  'S',
  'ab',
  'A',
  '1',
  '-',
  ' ',
  '.',
  '^',
  '$',
  '*',
  '+',
  '?',
  '+?',
  '*?',
  '{2}',
  '{0,1}',
  '{0}',
  '{1,}',
  '{',
  '}',
  '{a}',
  '|',
  '(',
  ')',
  '(?:',
  '(?i)',
  '(?i:',
  '(?P<n>',
  '[ab]',
  '[^a]',
  '[]a]',
  '[[:alpha:]]',
  '[a\\]b]',
  '[(]',
  '[|]',
  '\\.',
  '\\-',
  '\\d',
  '\\w',
  '\\b',
  '\\x61',
  '\\x{61}',
  '\\pL',
  '\\p{Lu}',
  '\\Qa|b\\E',
  '\\141',
  '\\|',
  '\\(',
  '\\n',
  '\\\\',
);

const TEXT = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'A',
      'B',
      'k',
      '\u212A',
      's',
      '\u017F',
      'S',
      '1',
      '-',
      '.',
      '{',
      '}',
      '(',
      '|',
      ' ',
      '\\',
      'é',
    ),
    {
      maxLength: 8,
    },
  )
  .map((characters) => characters.join(''));

describe('the text a pattern must find', () => {
  it('stands, in some case, in every text the pattern matches', () => {
    fc.assert(
      fc.property(
        fc.array(PART, { minLength: 1, maxLength: 7 }).map((parts) => parts.join('')),
        fc.constantFrom('', 'i'),
        fc.array(TEXT, { minLength: 20, maxLength: 20 }),
        (pattern, flags, texts) => {
          fc.pre(patternMistake(pattern, flags) === undefined);
          const literal = literalOf(pattern, flags);
          const regex = compileRegex(pattern, flags);
          const missed = texts.filter(
            (text) =>
              literal !== undefined &&
              regex.test(text) &&
              !text.toLowerCase().includes(literal.toLowerCase()),
          );
          expect(missed).toEqual([]);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['AKIA[A-Z0-9]{16}', 'AKIA'],
    ['^arn:aws:iam::\\d+:user/adm', 'arn:aws:iam::'],
    ['(?i)backdoor', 'backdoor'],
    ['kali(?:-rolling)?', 'kali'],
    ['python\\.requests', 'python.requests'],
    ['colou?r-scheme', 'r-scheme'],
    ['ab+', 'ab'],
  ])('of %s is %s', (pattern, literal) => {
    expect(literalOf(pattern, '')).toBe(literal);
  });

  it.each(['a|b', '(a|b)', '[abc]+', '\\d+', 'a?', '.*', '\\Qa\\E', '\\141', 'x(?i)y'])(
    'is not plain in %s',
    (pattern) => {
      expect(literalOf(pattern, '')).toBeUndefined();
    },
  );
});
