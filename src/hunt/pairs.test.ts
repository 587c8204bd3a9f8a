import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pairs } from './pairs.ts';

it('numbers of pairs are those of a map by their texts', () => {
  const part = fc.oneof(fc.integer({ min: -1, max: 20 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part), { maxLength: 500 }), (list) => {
      const pairs = new Pairs();
      const known = new Map<string, number>();
      for (const [one, other] of list) {
        const key = `${one} ${other}`;
        if (!known.has(key)) known.set(key, known.size);
        expect(pairs.number(one, other)).toBe(known.get(key));
      }
    }),
  );
});
