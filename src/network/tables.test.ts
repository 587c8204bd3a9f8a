import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeytrailError } from '../error.ts';
import { loadNetworkTables } from './load.ts';
import { createRangeTable } from './range-table.ts';
import { decodeTables, encodeTables, type NetworkTables } from './tables.ts';

const SMALL: NetworkTables = {
  sources: [
    { name: 'Test', version: 'test@1', date: '2026-01-01', licence: 'CC0-1.0', attribution: 'nobody é' },
  ],
  countries: ['SE'],
  country4: createRangeTable([{ start: 5n, end: 9n, value: 1 }], 16),
  country6: createRangeTable([{ start: 5n, end: 9n, value: 1 }], 32),
  asn4: createRangeTable([{ start: 5n, end: 9n, value: 64_500 }], 16),
  asn6: createRangeTable([], 32),
  organisations: {
    asns: Uint32Array.of(64_500),
    starts: Uint32Array.of(0, 4),
    names: Uint8Array.of(65, 66, 67, 68),
  },
};

test('tables survive writing and reading', () => {
  expect(decodeTables(encodeTables(SMALL))).toEqual(SMALL);
});

test('a file that lies at an odd place in memory is read as well', () => {
  const file = encodeTables(SMALL);
  const memory = new Uint8Array(file.length + 1);
  memory.set(file, 1);
  expect(decodeTables(memory.subarray(1))).toEqual(SMALL);
});

test('a damaged file is one clear error, whatever the damage', () => {
  const file = encodeTables(SMALL);
  fc.assert(
    fc.property(fc.nat({ max: file.length - 1 }), (length) => {
      expect(() => decodeTables(file.slice(0, length))).toThrow(KeytrailError);
    }),
  );
  expect(() => decodeTables(file.with(0, 0))).toThrow(/does not begin as one/);
  expect(() => decodeTables(file.with(9, 0))).toThrow(/header is unreadable/);
});

test('a missing table file says what to do', () => {
  const missing = new URL('./no-such-tables.bin', import.meta.url);
  expect(() => loadNetworkTables(missing)).toThrow(/missing \(ENOENT\)/);
});
