import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyMap } from './key-map.ts';
import { NameTable } from './name-table.ts';

it('a key has the number that it was given last, however many keys end alike', () => {
  const keys = fc.oneof(
    fc.nat({ max: 50 }),
    fc.nat({ max: 50 }).map((n) => n * 2 ** 40),
    fc.nat({ max: 2 ** 31 - 1 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.nat()), { maxLength: 300 }), (pairs) => {
      const [map, expected] = [new KeyMap(), new Map<number, number>()];
      for (const [key, value] of pairs) {
        expect(map.set(key, value)).toBe(expected.get(key) ?? -1);
        expected.set(key, value);
      }
      for (const [key] of pairs) expect(map.get(key)).toBe(expected.get(key));
      expect(map.get(2 ** 47 + 1)).toBe(-1);
    }),
  );
});

it('names that are written alike have one number, and are text again', () => {
  const name = fc.string({ maxLength: 5, unit: fc.constantFrom('a', 'b', '.', 'é', '日') });
  fc.assert(
    fc.property(fc.array(name, { maxLength: 2000, minLength: 1000 }), (names) => {
      const table = new NameTable();
      const numbers = names.map((each) => {
        const bytes = Buffer.from(`<${each}>`);
        return table.number(bytes, 1, bytes.length - 1);
      });
      expect(numbers.map((number) => table.names()[number])).toEqual(names);
      expect(table.names()).toHaveLength(new Set(names).size);
    }),
    { numRuns: 20 },
  );
});
