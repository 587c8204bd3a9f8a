/** Indexes of packs that are larger than 2 GiB, which nobody wants to make for a test. */
import { expect, it } from 'vitest';
import type { NameLength } from './object-name.ts';
import { PackIndex } from './pack-index.ts';

function words(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [n, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * n);
  return bytes;
}

/** An index of version 2, of names that begin with their number. Offsets above 2 GiB go to the table of long ones. */
function index(nameLength: NameLength, offsets: readonly number[]): Buffer {
  const long = offsets.filter((offset) => offset >= 2 ** 31);
  let longs = 0;
  return Buffer.concat([
    words([0xff744f63, 2]),
    words(Array.from({ length: 256 }, (_, n) => Math.min(n + 1, offsets.length))),
    ...offsets.map((_, n) => Buffer.alloc(nameLength, n)),
    words(offsets.map(() => 0)),
    words(offsets.map((offset) => (offset >= 2 ** 31 ? 2 ** 31 + longs++ : offset))),
    words(long.flatMap((offset) => [Math.floor(offset / 2 ** 32), offset % 2 ** 32])),
    Buffer.alloc(2 * nameLength),
  ]);
}

const OFFSETS = [12, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, 2 ** 40 + 7];

it.each([20, 32] as const)('offsets above 2 GiB are read, with names of %i bytes', (nameLength) => {
  const read = new PackIndex(index(nameLength, OFFSETS), nameLength);
  expect(Array.from({ length: read.count }, (_, n) => read.offset(n))).toEqual(OFFSETS);
  expect(read.find(Buffer.alloc(nameLength, 6), 0)).toBe(6);
});

it('a long offset that points behind the table is no number', () => {
  const bytes = index(20, OFFSETS);
  const at = 8 + 1024 + OFFSETS.length * 24 + 4 * 2;
  bytes.writeUInt32BE(2 ** 31 + 5, at);
  expect(new PackIndex(bytes, 20).offset(2)).toBeNaN();
});
