import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Sighted } from './news.ts';
import { seenUntil } from './news.ts';

it('leaves out what was seen later', () => {
  const list = fc
    .array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 })
    .map((times) =>
      times
        .toSorted((a, b) => a - b)
        .map((timeMs, n): Sighted => [
          `value ${n}`,
          { firstMs: timeMs, firstId: '', lastMs: timeMs, lastId: '', days: [0] },
        ]),
    );
  fc.assert(
    fc.property(list, fc.constantFrom(-1, 0, 3, 3.5, 9, 10, Infinity), (all, untilMs) => {
      expect(seenUntil(all, untilMs)).toEqual(all.filter(([, { firstMs }]) => firstMs <= untilMs));
    }),
  );
});
