import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Distinct } from './distinct.ts';
import { PairTable } from './pair-table.ts';

const number = fc.oneof(fc.nat({ max: 20 }), fc.integer({ min: 0, max: 0xffff_ffff }));
const additions = fc.array(fc.tuple(number, number), { maxLength: 300 });

describe('a table of pairs', () => {
  it('counts as a map would, and numbers pairs in order of appearance', () => {
    fc.assert(
      fc.property(additions, (list) => {
        const table = new PairTable();
        const map = new Map<string, number>();
        for (const [first, second] of list) {
          const key = `${first} ${second}`;
          map.set(key, (map.get(key) ?? 0) + 1);
          expect(table.add(first, second, 1)).toBe([...map.keys()].indexOf(key));
        }
        const found = Array.from({ length: table.length }, (_, n) => [
          `${table.first(n)} ${table.second(n)}`,
          table.count(n),
        ]);
        expect(found).toEqual([...map]);
      }),
    );
  });
});

function texts(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, n) => `ASIA${from + n}`);
}

function distinct(list: readonly string[]): Distinct {
  const set = new Distinct();
  for (const text of list) set.add(text);
  return set;
}

describe('a count of distinct texts', () => {
  it('is exact while there are few', () => {
    const set = distinct([...texts(0, 200), ...texts(100, 200)]);
    expect([set.count, set.isExact]).toEqual([200, true]);
  });

  it.each([1000, 30_000, 200_000])('is near the truth for %d', (many) => {
    const { count, isExact } = distinct(texts(0, many));
    expect(isExact).toBe(false);
    expect(Math.abs(count - many) / many).toBeLessThan(0.2);
  });

  it('of two sets is that of all their texts, in either order', () => {
    const [left, right] = [distinct(texts(0, 700)), distinct(texts(300, 1500))];
    const [one, other] = [distinct(texts(0, 700)), distinct(texts(300, 1500))];
    one.merge(right.hashes);
    other.merge(left.hashes);
    expect(one.hashes).toEqual(distinct(texts(0, 1500)).hashes);
    expect(other.hashes).toEqual(one.hashes);
  });
});
