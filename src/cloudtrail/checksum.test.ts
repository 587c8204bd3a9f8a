import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scanner, scannerModule } from './scanner.ts';

const scanner = new Scanner(scannerModule());
const MOST = 100_000;
scanner.reserve(MOST);

/** The scanner's sum of bytes that come in pieces of these sizes, in turn. */
function sumOf(bytes: Uint8Array, sizes: readonly number[]): number {
  scanner.bytes.set(bytes, scanner.windowStart);
  scanner.beginSum();
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const end = Math.min(bytes.length, at + sizes[n % sizes.length]!);
    scanner.addToSum(scanner.windowStart + at, scanner.windowStart + end);
    at = end;
  }
  return scanner.sum();
}

describe("the scanner's checksum", () => {
  it('is that of gzip, in whatever pieces the bytes come', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.nat(100), fc.nat(MOST)),
        fc.integer(),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 30_000 })), {
          minLength: 1,
          maxLength: 5,
        }),
        (length, seed, sizes) => {
          let state = seed | 1;
          const bytes = Uint8Array.from({ length }, () => {
            state = Math.imul(state, 0x0019_660d) + 0x3c6e_f35f;
            return state >>> 24;
          });
          expect(sumOf(bytes, sizes)).toBe(crc32(bytes));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes every length for itself, and zeros for bytes', () => {
    for (let length = 0; length < 300; length++) {
      const zeros = new Uint8Array(length);
      expect(sumOf(zeros, [MOST])).toBe(crc32(zeros));
    }
  });
});
