import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { matchesNaively } from './naive.ts';
import { readRules } from './read.ts';
import type { Condition } from './rule.ts';

/** Reads a rule whose only search is one key with a value, both as YAML writes them. */
function read(key: string, value: string, placeholders: Record<string, string[]> = {}) {
  const text = `title: t\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s:\n    ${key}: ${value}\n  condition: s\n`;
  return readRules([{ file: 'r.yml', text }], { placeholders });
}

function conditionOf(key: string, value: string, placeholders?: Record<string, string[]>): Condition {
  const { rules, problems } = read(key, value, placeholders);
  const [rule] = rules;
  if (rule?.type !== 'event')
    throw new Error(`not read: ${problems.map((problem) => problem.message).join('; ')}`);
  return rule.condition;
}

/** Whether `f` with a value passes a key and value written in YAML. */
function passes(key: string, value: string, field: Json, more: Record<string, Json> = {}): boolean {
  return matchesNaively(conditionOf(key, value), { f: field, ...more });
}

function mistakes(key: string, value: string): string[] {
  return read(key, value)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

describe('the modifiers of values', () => {
  it.each<[string, string, Json, boolean]>([
    ['f', 'Abc', 'aBC', true],
    ['f', 'Abc', 'xabc', false],
    ['f|cased', 'Abc', 'abc', false],
    ['f|cased', 'Abc', 'Abc', true],
    ['f|contains', 'b', 'aBc', true],
    ['f|contains', "'b*d'", 'abcde', true],
    ['f|contains', '12', 3124, true],
    ['f|contains|cased', 'b', 'aBc', false],
    ['f|startswith', 'ab', 'ABc', true],
    ['f|startswith', 'bc', 'ABc', false],
    ['f|endswith', 'bc', 'ABc', true],
    ['f|endswith', 'ab', 'ABc', false],
    ['f|contains|all', '[a, c]', 'abc', true],
    ['f|contains|all', '[a, d]', 'abc', false],
    ['f|all', "['a*', '*c']", 'abc', true],
    ['f|neq', 'a', 'b', true],
    ['f|neq', 'a', 'A', false],
    ['f|neq', '[a, b]', 'b', false],
    ['f|neq', '[a, b]', 'c', true],
    ['f|contains|neq', 'b', 'abc', false],
    ['f|exists', 'true', '', true],
    ['f|exists', 'true', null, true],
    ['f|exists', 'false', null, false],
    ['f|re', '^a.c$', 'abc', true],
    ['f|re', '^a.c$', 'ABC', false],
    ['f|re', 'b', 'abc', true],
    ['f|re|i', '^a.c$', 'ABC', true],
    ['f|re|ignorecase', '^a.c$', 'ABC', true],
    ['f|re', '^b', 'a\nb', false],
    ['f|re|m', '^b', 'a\nb', true],
    ['f|re|multiline', '^b', 'a\nb', true],
    ['f|re', 'a.b', 'a\nb', false],
    ['f|re|s', 'a.b', 'a\nb', true],
    ['f|re|dotall', 'a.b', 'a\nb', true],
    ['f|re|i|s', 'A.B', 'a\nb', true],
    ['f|re', String.raw`'^a\*b\\c$'`, String.raw`a*b\c`, true],
    ['f|re|startswith', 'b|a', 'abc', true],
    ['f|re|startswith', 'b', 'abc', false],
    ['f|re|endswith', 'c|x', 'abc', true],
    ['f|re|endswith', 'b', 'abc', false],
    ['f|re|contains', 'b', 'abc', true],
    ['f|cidr', '10.0.0.0/8', '10.1.2.3', true],
    ['f|cidr', '10.0.0.0/8', '11.1.2.3', false],
    ['f|cidr', '192.0.2.7', '192.0.2.7', true],
    ['f|cidr', '2001:db8::/33', '2001:DB8:7fff::1', true],
    ['f|cidr', '2001:db8::/33', '2001:db8:8000::1', false],
    ['f|cidr', '[10.0.0.0/8, 192.168.0.0/16]', '192.168.4.4', true],
    ['f|lt', '10', 9, true],
    ['f|lt', '10', 10, false],
    ['f|lte', '10', '10', true],
    ['f|gt', '9.5', '9.6', true],
    ['f|gte', '10', 9.99, false],
    ['f|gte', '-1', '-1e0', true],
    ['f|gt', '0', 'many', false],
    ['f|gt', '-1', '', false],
    ['f|gt', '-1', true, false],
    ['f|minute', '7', '2026-11-23T22:07:09Z', true],
    ['f|hour', '22', '2026-11-23T22:07:09Z', true],
    ['f|hour', '[0, 1, 23]', '2026-11-23T22:30:00-01:00', true],
    ['f|day', '23', '2026-11-23', true],
    ['f|week', '48', '2026-11-23T22:07:09Z', true],
    ['f|week', '53', '2027-01-03T00:00:00Z', true],
    ['f|week', '1', '2027-01-04T00:00:00Z', true],
    ['f|month', '11', '2026-11-23T22:07:09.123Z', true],
    ['f|year', '2026', '2026-11-23T22:07:09Z', true],
    ['f|hour', '22', 'not a time', false],
    ['f|hour|neq', '22', '2026-11-23T22:07:09Z', false],
    ['f|base64', 'Admin', 'QWRtaW4=', true],
    ['f|base64|contains', 'abc', 'xx YWJj yy', true],
    ['f|wide|base64', 'cmd', 'YwBtAGQA', true],
    ['f|utf16le|base64', 'cmd', 'YwBtAGQA', true],
    ['f|utf16be|base64', 'cmd', 'AGMAbQBk', true],
    ['f|utf16|base64', 'cmd', '//5jAG0AZAA=', true],
    ['f|wide', 'ab', 'a\u0000b\u0000', true],
    ['f|windash|contains', "' -enc '", 'x /enc y', true],
    ['f|windash|contains', "' -enc '", 'x \u2013enc y', true],
    ['f|windash|contains', "'-a-b'", '/a-b', true],
    ['f|windash|contains', "'-a-b'", '/a/b', false],
  ])('%s: %s over %j is %s', (key, value, field, expected) => {
    expect(passes(key, value, field)).toBe(expected);
  });

  it.each<[string, Json, Json, boolean]>([
    ['f|fieldref', 'same', 'SAME', true],
    ['f|fieldref', 'same', 'other', false],
    ['f|fieldref|cased', 'same', 'SAME', false],
    ['f|fieldref|startswith', 'prefix and more', 'prefix', true],
    ['f|fieldref|endswith', 'more of suffix', 'suffix', true],
    ['f|fieldref|contains', 'in the middle', 'the', true],
    ['f|contains|fieldref', 'in the middle', 'the', true],
    ['f|fieldref|neq', 'same', 'SAME', false],
    ['f|fieldref', ['x', 'y'], ['z', 'y'], true],
    ['f|fieldref', null, null, false],
  ])('%s compares %j with the field %j: %s', (key, field, other, expected) => {
    expect(passes(key, 'a.other', field, { a: { other } })).toBe(expected);
  });

  it('is false for a reference to an absent field, whatever the way of comparing', () => {
    for (const key of ['f|fieldref', 'f|fieldref|contains']) expect(passes(key, 'absent', 'x')).toBe(false);
    expect(matchesNaively(conditionOf('absent|fieldref', 'f'), { f: 'x' })).toBe(false);
  });

  it.each([
    ['f|contians', 'a', /^unknown modifier "contians", expected one of contains, startswith, /],
    ['f|re|cidr', '10.0.0.0/8', /"cidr" does not go with other modifiers/],
    ['f|contains|re', 'a', /"re" must come first/],
    ['f|i', 'a', /"i" is only allowed behind "re"/],
    ['f|exists|neq', 'true', /"exists" must be the only modifier/],
    ['f|exists', 'maybe', /"exists" needs true or false/],
    ['f|exists', '[true, false]', /"exists" must be the only modifier and takes one value/],
    ['f|cidr', '10.0.0.0/33', /"cidr" needs a block/],
    ['f|cidr', 'iam.amazonaws.com', /"cidr" needs a block/],
    ['f|lt', 'many', /"lt" needs a number/],
    ['f|hour', '24', /"hour" needs a whole number from 0 to 23/],
    ['f|contains', 'null', /"contains" needs a text/],
    ['f|base64', "'a*'", /"base64" needs a text without wildcards/],
    ['f|base64offset|contains', 'a', /at least two bytes/],
    ['f|utf16', 'a', /can only be compared after "base64"/],
    ['f|re', '(', /is no regular expression in RE2 syntax/],
    ['f|re', "'a(?=b)'", /look-around and back references are not part of it/],
    ['f|re|cased', 'a', /"cased" does not go with "re"/],
    ['f|lt|contains', '5', /"contains" does not go with "lt"/],
    ['f|fieldref|re', 'a', /"re" must come first/],
    ['f|fieldref', "'a*'", /"fieldref" needs the name of a field/],
    ['f|expand', "'%unknown%'", /no values are known for the placeholder %unknown%/],
    ["'|exists'", 'true', /"exists" needs a field before it/],
  ])('refuses %s: %s', (key, value, message) => {
    const found = mistakes(key, value);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it('warns when "all" stands before a single value', () => {
    expect(read('f|contains|all', 'a').problems).toMatchObject([
      { severity: 'warning', place: { line: 5, column: 5 } },
    ]);
  });
});

describe('placeholders', () => {
  const placeholders = { admins: ['root*', 'breakglass'], nets: ['10.0.0.0/8', '192.168.0.0/16'] };

  it('stand for each of their values, in which wildcards count', () => {
    const condition = conditionOf('f|expand', "'%admins%'", placeholders);
    expect(['rooty', 'BREAKGLASS', 'alice'].map((f) => matchesNaively(condition, { f }))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('can be part of a text, of a pattern, or a block of addresses', () => {
    expect(
      matchesNaively(conditionOf('f|expand|contains', "'user/%admins%'", placeholders), {
        f: 'arn:user/root-1',
      }),
    ).toBe(true);
    expect(
      matchesNaively(conditionOf('f|re|expand', "'^(%admins%)$'", placeholders), { f: 'breakglass' }),
    ).toBe(true);
    expect(matchesNaively(conditionOf('f|expand|cidr', "'%nets%'", placeholders), { f: '192.168.1.1' })).toBe(
      true,
    );
  });

  it('are plain text without "expand", and behind a backslash', () => {
    expect(matchesNaively(conditionOf('f', "'%admins%'", placeholders), { f: '%admins%' })).toBe(true);
    expect(
      matchesNaively(conditionOf('f|expand', String.raw`'\%plain%admins%'`, placeholders), {
        f: '%plainbreakglass',
      }),
    ).toBe(true);
  });

  it('take no value from what every object has', () => {
    expect(() => conditionOf('f|expand', "'%constructor%'", placeholders)).toThrow(/%constructor%/);
  });
});

describe('base64offset', () => {
  it('finds a text wherever it stands in an encoded one', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\x21-\x29\x2b-\x3e\x40-\x5b\x5d-\x7e]{2,12}$/),
        fc.string({ maxLength: 9 }),
        fc.string({ maxLength: 9 }),
        (wanted, before, behind) => {
          const condition = conditionOf('f|base64offset|contains|cased', JSON.stringify(wanted));
          const f = Buffer.from(before + wanted + behind).toString('base64');
          expect(matchesNaively(condition, { f })).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives exactly the characters that every surrounding leaves the same', () => {
    const condition = conditionOf('f|base64offset|contains|cased', 'secret');
    const values =
      condition.type === 'or'
        ? condition.items.map((item) =>
            item.type === 'match' && 'value' in item.test ? item.test.value : '',
          )
        : [];
    for (const [shift, value] of values.entries()) {
      const encodings = surroundings(shift).map((text) => Buffer.from(text, 'latin1').toString('base64'));
      const [start, end] = commonSpan(encodings);
      expect(value).toBe(encodings[0]?.slice(start, end));
    }
  });
});

/** "secret" behind `shift` bytes, with all kinds of bytes on both sides. */
function surroundings(shift: number): string[] {
  const texts: string[] = [];
  for (let byte = 0; byte < 256; byte += 1) {
    const filler = String.fromCharCode(byte);
    texts.push(`${filler.repeat(shift)}secret${filler.repeat(6 - ((6 + shift) % 3))}`);
  }
  return texts;
}

/** The longest span in which texts of one length agree. */
function commonSpan(texts: readonly string[]): [number, number] {
  const [first = ''] = texts;
  const agree = Array.from(first, (character, index) => texts.every((text) => text[index] === character));
  const start = agree.indexOf(true);
  const end = agree.lastIndexOf(true) + 1;
  return [start, end];
}
