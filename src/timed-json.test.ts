import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTimes } from './json-times.ts';
import { jsonText } from './text.ts';
import { TimedJson } from './timed-json.ts';

const TOKEN = `FwoGZXIvYXdz${'B'.repeat(60)}`;

const name = fc.oneof(
  fc.constantFrom('first', 'firstMs', '12Ms', '12', '__proto__', 'Ms', TOKEN, `${TOKEN}Ms`, 'a\u202eb', '"'),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const leaf = fc.oneof(
  fc.constantFrom(null, true, false, Number.NaN, Infinity, -0, undefined, Symbol.iterator),
  fc.integer(),
  fc.double({ min: -8e15, max: 8e15, noNaN: true }),
  fc.constantFrom(TOKEN, '\ud800', '\u{e0041}', 'the owner’s\u200b', 'x'.repeat(600)),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value')), fc.dictionary(name, tie('value'))),
}));

describe('JSON with times', () => {
  it('is the same text as that of a copy with times in it', () => {
    const json = new TimedJson();
    fc.assert(
      fc.property(fc.dictionary(name, value), (object) => {
        expect(json.text(object)).toBe(jsonText(withTimes(object)));
        expect(json.text([object, object])).toBe(jsonText(withTimes([object, object])));
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same after more texts than are remembered', () => {
    const json = new TimedJson();
    const values = Array.from({ length: 70_000 }, (_, n) => ({ timeMs: n * 1000, text: `text ${n}` }));
    expect(json.text(values)).toBe(jsonText(withTimes(values)));
    expect(json.text(values.slice(0, 10))).toBe(jsonText(withTimes(values.slice(0, 10))));
  });

  it('holds what has a meaning of its own', () => {
    expect(new TimedJson().text({ atMs: 0, endMs: null, spanMs: 'long', list: [{ timeMs: 1500 }] })).toBe(
      '{"at":"1970-01-01T00:00:00Z","end":null,"spanMs":"long","list":[{"time":"1970-01-01T00:00:01.500Z"}]}',
    );
    expect(new TimedJson().text({ first: 1, firstMs: 2 })).toBe('{"first":"1970-01-01T00:00:00.002Z"}');
  });
});
