import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableText } from './table.ts';

const COLUMNS = [{ title: 'level' }, { title: 'name', flexible: true }, { title: 'count', right: true }];

/** Lines without codes for colours. */
function lines(text: string): string[] {
  // eslint-disable-next-line no-control-regex -- colour codes start with an escape character
  return text.replace(/\u001b\[[0-9;]*m/g, '').split('\n');
}

const word = fc.stringMatching(/^[a-z0-9:/-]{1,60}$/);
const rows = fc.array(fc.tuple(fc.constantFrom('low', 'critical'), word, fc.nat().map(String)), {
  minLength: 1,
});

describe('a table', () => {
  it('without a width shows every cell in full', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const shown = lines(tableText(COLUMNS, cells, undefined)).slice(1);
        expect(shown.map((line) => line.split(/ +/))).toEqual(cells.map((row) => [...row]));
      }),
    );
  });

  it('fits the width where its flexible columns allow it, each row on one line', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 120 }), (cells, width) => {
        const shown = lines(tableText(COLUMNS, cells, width));
        expect(shown).toHaveLength(cells.length + 1);
        for (const line of shown) expect(line.length).toBeLessThanOrEqual(width);
        cells.forEach(([level, , count], n) => {
          expect(shown[n + 1]!.startsWith(level)).toBe(true);
          expect(shown[n + 1]!.endsWith(` ${count}`)).toBe(true);
        });
      }),
    );
  });

  it('aligns numbers to the right and cuts with a mark', () => {
    const shown = lines(
      tableText(
        COLUMNS,
        [
          ['low', 'a'.repeat(50), '5'],
          ['low', 'b', '1,234'],
        ],
        30,
      ),
    );
    expect(shown).toEqual([
      'level  name              count',
      'low    aaaaaaaaaaaaaaa…      5',
      'low    b                 1,234',
    ]);
  });

  it('keeps the narrowest columns readable even where the terminal is too narrow', () => {
    const shown = lines(tableText(COLUMNS, [['low', 'a'.repeat(50), '5']], 5));
    expect(shown[1]).toBe('low    aaaaaaaaa…      5');
  });
});
