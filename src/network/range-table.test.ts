import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRangeTable, valueAt, type AddressRange } from './range-table.ts';

const HALVES = [16, 32] as const;

/** Ranges in order of start, some touching, some overlapping, at the ends of groups and of the space too. */
function someRanges(halfBits: 16 | 32): fc.Arbitrary<AddressRange[]> {
  const top = 2n ** BigInt(2 * halfBits) - 1n;
  const group = 2n ** BigInt(halfBits);
  const point = fc.oneof(
    fc.bigInt({ min: 0n, max: top }),
    fc.constantFrom(0n, 1n, group - 1n, group, group + 1n, 2n * group, top - 1n, top),
  );
  const range = fc
    .record({ a: point, b: point, short: fc.boolean(), value: fc.constantFrom(1, 2, 255, 256, 0xffff_ffff) })
    .map(({ a, b, short, value }): AddressRange => {
      const [start, end] = a < b ? [a, b] : [b, a];
      return { start, end: short && start < top ? start + 1n : end, value };
    });
  return fc
    .array(range, { maxLength: 25 })
    .map((ranges) => ranges.toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)));
}

/** The obvious way: the last range that starts at or before the address, if it reaches that far. */
function slowly(ranges: readonly AddressRange[], wanted: bigint): number {
  const range = ranges.findLast(({ start }) => start <= wanted);
  return range && wanted <= range.end ? range.value : 0;
}

test.each(HALVES)('a lookup with %i-bit halves finds what a scan over the ranges finds', (halfBits) => {
  const top = 2n ** BigInt(2 * halfBits) - 1n;
  fc.assert(
    fc.property(someRanges(halfBits), fc.array(fc.bigInt({ min: 0n, max: top })), (ranges, probes) => {
      const table = createRangeTable(ranges, halfBits);
      const edges = ranges.flatMap(({ start, end }) => [start - 1n, start, end, end + 1n]);
      for (const wanted of [0n, top, ...probes, ...edges]) {
        if (wanted < 0n || wanted > top) continue;
        const found = valueAt(
          table,
          Number(wanted >> BigInt(halfBits)),
          Number(BigInt.asUintN(halfBits, wanted)),
        );
        expect(found).toBe(slowly(ranges, wanted));
      }
    }),
    { numRuns: 400 },
  );
});

function rangeOf(start: bigint, end: bigint): AddressRange {
  return { start, end, value: 1 };
}

test('ranges out of order are refused', () => {
  expect(() => createRangeTable([rangeOf(5n, 6n), rangeOf(1n, 2n)], 16)).toThrow(RangeError);
  expect(() => createRangeTable([rangeOf(5n, 4n)], 16)).toThrow(RangeError);
  expect(() => createRangeTable([rangeOf(5n, 2n ** 32n)], 16)).toThrow(RangeError);
});
