import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeScale } from './time-scale.ts';

const times = fc.array(fc.integer({ min: 0, max: 4_000_000_000 }), { minLength: 1, maxLength: 60 });

describe('a scale of time', () => {
  it('keeps the order of times and keeps them on the line', () => {
    fc.assert(
      fc.property(times, times, (anchors, more) => {
        const all = [...anchors, ...more];
        const others = { fromMs: Math.min(...all), toMs: Math.max(...all) };
        const { at, stretches } = timeScale(anchors, others, 100, 1100);
        const places = all.toSorted((a, b) => a - b).map(at);
        for (const [n, x] of places.entries()) {
          expect(x).toBeGreaterThanOrEqual(n === 0 ? 100 - 1e-6 : places[n - 1]! - 1e-6);
          expect(x).toBeLessThanOrEqual(1100 + 1e-6);
        }
        expect(stretches[0]!.left).toBeCloseTo(100, 6);
        expect(stretches.at(-1)!.right).toBeCloseTo(1100, 6);
        expect(stretches.every(({ left, right }) => right > left)).toBe(true);
        expect(stretches.slice(1).map(({ left }) => left)).toEqual(
          stretches.slice(0, -1).map(({ right }) => right),
        );
      }),
    );
  });

  it('cuts out no time in which an anchor lies', () => {
    fc.assert(
      fc.property(times, (anchors) => {
        const cuts = timeScale(anchors, null, 0, 1000).stretches.filter(({ isCut }) => isCut);
        for (const ms of anchors)
          expect(cuts.some(({ fromMs, toMs }) => fromMs < ms && ms < toMs)).toBe(false);
      }),
    );
  });

  it('is empty without anchors', () => {
    expect(timeScale([], null, 0, 100).stretches).toEqual([]);
  });
});
