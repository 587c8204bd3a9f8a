import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesText, clean, csvCell, jsonText, numberText, some, timeJson, timeText } from './text.ts';

const RAW =
  // eslint-disable-next-line no-control-regex -- these are the characters to find
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

/** Texts with every kind of character, those that do harm more often. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(
        '\u001b[2J',
        '\u009b',
        '\u202e',
        '\u2066',
        '\ufeff',
        '\ud800',
        '\udc00',
        '\r\n',
        '\u{e0041}',
        'é',
        '😀',
      ),
    ),
  )
  .map((parts) => parts.join(''));

describe('cleaned text', () => {
  it('holds nothing that a terminal acts on, on one line', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(RAW.exec(clean(given))).toBeNull();
      }),
    );
  });

  it('says which character stood there, and leaves all others', () => {
    expect(clean('a\u001b[31m\u202eb\nc')).toBe('a\\u{1b}[31m\\u{202e}b\\u{a}c');
    expect(clean('user/Ünïcødé 名前 😀 \\u{1b}')).toBe('user/Ünïcødé 名前 😀 \\u{1b}');
    expect(clean('\ud83d')).toBe('\\u{d83d}');
  });
});

describe('JSON text', () => {
  it('is the same value, and safe to print', () => {
    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (value) => {
        const json = jsonText(value);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(RAW.exec(json)).toBeNull();
      }),
    );
  });
});

describe('a CSV cell', () => {
  it('reads back as what was cleaned, alone in its place, and never as a formula', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
        const line = cells.map(csvCell).join(',');
        const [row = []] = parse(`${line},end`);
        expect(row).toHaveLength(cells.length + 1);
        for (const [n, cell] of cells.entries()) {
          expect([clean(cell), `'${clean(cell)}`]).toContain(row[n]);
          expect(row[n]).not.toMatch(/^[=+\-@]/);
        }
      }),
    );
  });

  it.each(['=1+1', '+1', '-1', '@A1', '=cmd|x', '=HYPERLINK("http://x","y")'])(
    'does not start with %s',
    (formula) => {
      expect(parse(csvCell(formula))[0]).toEqual([`'${formula}`]);
    },
  );
});

describe('times, numbers and lists', () => {
  it('are short and the same everywhere', () => {
    expect(timeText(Date.UTC(2026, 10, 23, 22, 10, 5))).toBe('2026-11-23 22:10:05');
    expect([timeText(Number.NaN), timeText(Infinity)]).toEqual(['-', '-']);
    expect(timeJson(Date.UTC(2026, 10, 23, 22, 10, 5))).toBe('2026-11-23T22:10:05Z');
    expect(timeJson(Date.UTC(2026, 10, 23) + 7)).toBe('2026-11-23T00:00:00.007Z');
    expect(timeJson(Number.NaN)).toBeNull();
    expect([0, 999, 1000, 1234567, -1234].map(numberText)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '-1,234',
    ]);
    expect([0, 999, 1000, 1_234_567, 5e12, 5e15].map(bytesText)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '1.2 MB',
      '5.0 TB',
      '5000.0 TB',
    ]);
    expect(some([], 2)).toBe('');
    expect(some(['a', 'b', '\n'], 3)).toBe('a, b, \\u{a}');
    expect(some(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});
