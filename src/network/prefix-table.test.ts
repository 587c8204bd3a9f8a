import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareAddresses, formatAddress, networkOf, type Address, type Prefix } from './address.ts';
import { createPrefixTable, findPrefix, type PrefixEntry } from './prefix-table.ts';

const word = fc.oneof(fc.constantFrom(0, 1, 0x8000_0000, 0xffff_ffff), fc.nat({ max: 0xffff_ffff }));
const address: fc.Arbitrary<Address> = fc.tuple(fc.constantFrom(0, 1, 0xffff_ffff), word, word, word);
const prefix: fc.Arbitrary<Prefix> = fc.record({ address, bits: fc.nat({ max: 128 }) });
const entries = fc
  .array(fc.record({ prefix, rank: fc.nat({ max: 2 }) }), { maxLength: 30 })
  .map((rows) => rows.map((row, value): PrefixEntry<number> => ({ ...row, value })));

function holds(entry: PrefixEntry<number>, wanted: Address): boolean {
  const bits = entry.prefix.bits;
  return compareAddresses(networkOf(entry.prefix), networkOf({ address: wanted, bits })) === 0;
}

/** The obvious way: of all entries that hold the address, by rank, then length, then position. */
function slowly(all: readonly PrefixEntry<number>[], wanted: Address): number | undefined {
  const matching = all.filter((entry) => holds(entry, wanted));
  return matching.toSorted((a, b) => b.rank - a.rank || b.prefix.bits - a.prefix.bits || b.value - a.value)[0]
    ?.value;
}

test('the winning prefix is that of a scan over all of them', () => {
  fc.assert(
    fc.property(entries, fc.array(address, { maxLength: 20 }), (all, probes) => {
      const table = createPrefixTable(all);
      for (const wanted of [...probes, ...all.map((entry) => entry.prefix.address)]) {
        expect(findPrefix(table, wanted)?.value).toBe(slowly(all, wanted));
      }
    }),
    { numRuns: 500 },
  );
});

test("Node's block list agrees on which IPv4 addresses a set of prefixes holds", () => {
  const cidr = fc.record({ value: fc.nat({ max: 0xffff_ffff }), length: fc.integer({ min: 1, max: 32 }) });
  fc.assert(
    fc.property(fc.array(cidr, { maxLength: 12 }), fc.array(fc.ipV4()), (cidrs, probes) => {
      const list = new BlockList();
      const all = cidrs.map(({ value, length }, index): PrefixEntry<number> => {
        const held: Prefix = { address: [0, 0, 0xffff, value], bits: 96 + length };
        list.addSubnet(formatAddress(networkOf(held)), length);
        return { prefix: held, rank: 0, value: index };
      });
      const table = createPrefixTable(all);
      for (const text of probes) {
        const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
        const found = findPrefix(table, [0, 0, 0xffff, ((a * 256 + b) * 256 + c) * 256 + d]);
        expect(found !== undefined).toBe(list.check(text));
      }
    }),
  );
});

test('an empty table holds nothing', () => {
  expect(findPrefix(createPrefixTable([]), [0, 0, 0xffff, 1])).toBeUndefined();
});
