import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

describe('JSON in pieces', () => {
  it('is the same text as JSON in one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: 4 }), (value, depth) => {
        expect([...jsonPieces(value, depth)].join('')).toBe(JSON.stringify(value));
      }),
    );
  });

  it('comes in pieces no longer than their largest part needs', () => {
    const value = { incidents: Array.from({ length: 5000 }, (_, n) => ({ n, text: 'x'.repeat(100) })) };
    const pieces = [...jsonPieces(value, 2)];
    expect(pieces.length).toBeGreaterThan(5);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(66_000);
    expect(JSON.parse(pieces.join(''))).toEqual(value);
  });
});
