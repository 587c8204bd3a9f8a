import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../test/support/json-text.ts';
import type { JsonObject } from '../json.ts';
import { Columns } from '../sigma/columns.ts';
import { matchesNaively } from '../sigma/naive.ts';
import { scalarsOf } from '../sigma/path.ts';
import type { Condition, Test } from '../sigma/rule.ts';
import { and, match, not, or } from '../sigma/simplify.ts';
import { keywordCondition, regexCondition } from './conditions.ts';
import { RawTexts } from './raw-text.ts';

const COLUMNS = new Columns(() => undefined);
const NAMES = ['requestParameters', 'responseElements', 'a', 'b.c', 'eventName', '1'];

/** The text of a whole record: an object with any members, spelled in any way. */
const record = jsonText(NAMES)
  .map((text) => `{"requestParameters":${text},"b":[${text}]}`)
  .filter((text) => JSON.parse(text) !== null);

function ruledOut(condition: Condition, source: string): boolean {
  return RawTexts.of(condition, COLUMNS)?.mayHold(source) === false;
}

/** A piece of what the record says, or of how it says it, so that many conditions hold. */
function piecesOf(source: string): fc.Arbitrary<string> {
  const texts = scalarsOf(JSON.parse(source) as JsonObject).map(String);
  const whole = fc.constantFrom(source, ...texts, 'null', 'Infinity', 'é', 'K');
  return fc
    .tuple(whole, fc.nat(), fc.integer({ min: 1, max: 12 }))
    .map(([text, start, length]) => text.slice(start % (text.length + 1)).slice(0, length))
    .chain((text) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase()));
}

function testOf(value: string, cased: boolean): fc.Arbitrary<Test> {
  return fc.constantFrom<Test>(
    { op: 'contains', value, cased },
    { op: 'equals', value, cased },
    { op: 'startswith', value, cased },
    { op: 'endswith', value, cased },
    { op: 'glob', parts: [{ wildcard: 'many' }, value, { wildcard: 'one' }, value.slice(1)], cased },
    { op: 're', pattern: value.replace(/[^\w ]/g, '.'), flags: cased ? '' : 'i' },
  );
}

function conditionsOn(source: string): fc.Arbitrary<Condition> {
  const field = fc.constantFrom(
    null,
    'requestParameters',
    'requestParameters.a',
    'requestParameters.b.c',
    'b',
    'b.a',
  );
  const single = fc
    .tuple(field, piecesOf(source), fc.boolean())
    .chain(([name, piece, cased]) => testOf(piece, cased).map((test) => match(name, test)));
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      single,
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(and),
      fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(or),
      tie('tree').map(not),
    ),
  }));
  return tree;
}

describe('ruling events out by the text of their record', () => {
  it('never rules out a record for which the condition holds, however it is spelled', () => {
    fc.assert(
      fc.property(
        record.chain((source) => fc.tuple(fc.constant(source), conditionsOn(source))),
        ([source, condition]) => {
          const holds = matchesNaively(condition, JSON.parse(source) as JsonObject);
          expect(holds && ruledOut(condition, source)).toBe(false);
        },
      ),
      { numRuns: 4000 },
    );
  });

  it('rules out a record that does not hold the keyword', () => {
    expect(ruledOut(keywordCondition(['kali']), '{"userAgent":"aws-cli/2.1"}')).toBe(true);
    expect(ruledOut(keywordCondition(['KALI']), '{"userAgent":"aws-cli/2.1 kali"}')).toBe(false);
  });

  it.each([
    ['a letter', String.raw`{"a":"k\u0061li"}`, 'kali'],
    ['a capital', String.raw`{"a":"K\u0041LI"}`, 'kali'],
    ['a slash', String.raw`{"a":"x\/kali"}`, 'x/kali'],
    ['the Kelvin sign, whose lower case is a k', '{"a":"\u212Aali"}', 'kali'],
    ['an exponent', '{"a":12e3}', '12000'],
    ['a number with more digits than it keeps', '{"a":12345678901234567890}', '12345678901234567000'],
  ])('does not miss a keyword behind %s', (_what, source, keyword) => {
    const condition = keywordCondition([keyword]);
    expect(matchesNaively(condition, JSON.parse(source) as JsonObject)).toBe(true);
    expect(ruledOut(condition, source)).toBe(false);
  });

  it('does not miss what a number beyond all bounds may be called', () => {
    expect(ruledOut(keywordCondition(['infinity']), '{"a":1e999}')).toBe(false);
    expect(ruledOut(keywordCondition(['null']), '{"a":1e999}')).toBe(false);
  });

  it('says nothing of conditions that may hold without any text', () => {
    for (const condition of [
      not(match('a', { op: 'equals', value: 'text', cased: false })),
      match('a', { op: 'null' }),
      match('a', { op: 'exists', value: false }),
      or([match('a', { op: 'exists', value: true }), keywordCondition(['text'])]),
      regexCondition(['a|b']),
    ]) {
      expect(RawTexts.of(condition, COLUMNS)).toBeUndefined();
    }
  });

  it('knows nothing of fields that are worked out', () => {
    const columns = new Columns((field) =>
      field === 'network.country' ? { from: 'sourceIPAddress', of: () => 'NL' } : undefined,
    );
    const test: Test = { op: 'equals', value: 'NL', cased: false };
    expect(RawTexts.of(match('network.country', test), columns)).toBeUndefined();
  });
});
