import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob.ts';
import type { GlobPart } from './rule.ts';
import { isLiteral, literalText, open, parsePattern, patternSource, patternTest } from './wildcards.ts';

const MANY = { wildcard: 'many' } as const;
const ONE = { wildcard: 'one' } as const;

describe('parsePattern', () => {
  it.each<[string, GlobPart[]]>([
    ['plain', ['plain']],
    ['', []],
    ['*', [MANY]],
    ['a*b?c', ['a', MANY, 'b', ONE, 'c']],
    [String.raw`\*`, ['*']],
    [String.raw`\?`, ['?']],
    [String.raw`\\*`, ['\\', MANY]],
    [String.raw`\\\*`, ['\\*']],
    [String.raw`C:\Users`, ['C:\\Users']],
    [String.raw`C:\\Users`, ['C:\\Users']],
    [String.raw`\\\\server`, ['\\\\server']],
    [String.raw`end\ `.trimEnd(), ['end\\']],
  ])('reads %j as %j', (text, parts) => {
    expect(parsePattern(text)).toEqual(parts);
  });

  it('reads back what patternSource writes', () => {
    fc.assert(
      fc.property(patterns(), (parts) => {
        expect(parsePattern(patternSource(parts))).toEqual(parts);
      }),
    );
  });
});

describe('patternTest', () => {
  it.each([
    ['abc', { op: 'equals', value: 'abc', cased: false }],
    ['', { op: 'equals', value: '', cased: false }],
    ['*abc*', { op: 'contains', value: 'abc', cased: false }],
    ['abc*', { op: 'startswith', value: 'abc', cased: false }],
    ['**abc', { op: 'endswith', value: 'abc', cased: false }],
    ['*', { op: 'glob', parts: [MANY], cased: false }],
    ['a*b', { op: 'glob', parts: ['a', MANY, 'b'], cased: false }],
    ['*?', { op: 'glob', parts: [MANY, ONE], cased: false }],
  ])('turns %j into the simplest test', (text, test) => {
    expect(patternTest(parsePattern(text), false)).toEqual(test);
  });

  it('does not double a wildcard that is there already', () => {
    expect(open(parsePattern('*abc*'), { start: true, end: true })).toEqual([MANY, 'abc', MANY]);
    expect(open(parsePattern('*'), { start: true, end: true })).toEqual([MANY]);
    expect(open([], { start: true, end: true })).toEqual([MANY]);
  });

  it('knows a pattern without wildcards', () => {
    expect(isLiteral(parsePattern(String.raw`a\*b`))).toBe(true);
    expect(literalText(parsePattern(String.raw`a\*b`))).toBe('a*b');
    expect(isLiteral(parsePattern('a*b'))).toBe(false);
  });
});

describe('compileGlob', () => {
  it('agrees with a matcher that tries every possibility', () => {
    fc.assert(
      fc.property(
        patterns(),
        fc.string({ unit: letters(), maxLength: 12 }),
        fc.boolean(),
        (parts, text, cased) => {
          expect(compileGlob(parts, cased)(text)).toBe(
            triesAll(units(parts, cased), Array.from(fold(text, cased))),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('takes a question mark for one character, also outside of the basic plane', () => {
    expect(compileGlob(['a', ONE, 'b'], false)('a🔑b')).toBe(true);
    expect(compileGlob(['a', ONE, ONE, 'b'], false)('a🔑b')).toBe(false);
    expect(compileGlob(['a', MANY, '🔑'], false)('a🔑🔑')).toBe(true);
  });

  it('stays fast on a pattern that makes backtracking explode', () => {
    const parts = Array.from({ length: 30 }, () => ['a', MANY]).flat();
    const started = performance.now();
    expect(compileGlob([...parts, 'b'], false)('a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

function letters(): fc.Arbitrary<string> {
  return fc.constantFrom('a', 'b', 'A', '\\', '*', '?', 'é', '🔑');
}

/** Patterns as the reader makes them: no empty literal, no two literals side by side. */
function patterns(): fc.Arbitrary<GlobPart[]> {
  const literal = fc.string({ unit: letters(), minLength: 1, maxLength: 3 });
  const wildcard = fc.constantFrom<GlobPart>(MANY, ONE);
  return fc
    .array(fc.oneof(literal, wildcard), { maxLength: 6 })
    .map((parts) =>
      parts.filter((part, index) => typeof part !== 'string' || typeof parts[index - 1] !== 'string'),
    );
}

function fold(text: string, cased: boolean): string {
  return cased ? text : text.toLowerCase();
}

function units(parts: readonly GlobPart[], cased: boolean): GlobPart[] {
  return parts.flatMap<GlobPart>((part) =>
    typeof part === 'string' ? Array.from(fold(part, cased)) : [part],
  );
}

function triesAll(pattern: readonly GlobPart[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (typeof first === 'string') return text[0] === first && triesAll(rest, text.slice(1));
  if (first.wildcard === 'one') return text.length > 0 && triesAll(rest, text.slice(1));
  return text.some((_, index) => triesAll(rest, text.slice(index))) || triesAll(rest, []);
}
