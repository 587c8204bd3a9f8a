/**
 * A compact sorted map from address ranges to small numbers, searched in two steps over typed arrays.
 *
 * An address is a pair of halves (IPv4: 16 + 16 bits; IPv6: the top 32 + the next 32, a /64 being the finest
 * network there is). Range starts that share their upper half form a group, so a start costs only its lower half.
 */

type Lows = Uint16Array | Uint32Array;
type Values = Uint8Array | Uint32Array;

/** Row r starts at `lows[r]` within its group and holds `values[r]` up to the next row; 0 means nothing known. */
export interface RangeTable {
  /** The distinct upper halves, ascending; empty where `first` has one group for each of the 65,536 there are. */
  readonly groups: Uint32Array;
  /** The first row of each group, then the number of rows. */
  readonly first: Uint32Array;
  readonly lows: Lows;
  readonly values: Values;
}

/** From `start` to `end`, both included, as whole addresses (IPv4) or /64 numbers (IPv6). */
export interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
  readonly value: number;
}

/** The value at an address given by its halves; 0 when no range holds it. */
export function valueAt(table: RangeTable, high: number, low: number): number {
  const direct = table.groups.length === 0;
  const group = direct ? high : lastNotAbove(table.groups, high, 0, table.groups.length);
  if (group < 0) return 0;
  const from = table.first[group] ?? 0;
  const to = table.first[group + 1] ?? 0;
  const row = direct || table.groups[group] === high ? lastNotAbove(table.lows, low, from, to) : to - 1;
  return row < 0 ? 0 : (table.values[row] ?? 0);
}

/**
 * Packs ranges sorted by start. Where two overlap the later one rules from its start on; neighbours with the
 * same value are joined; gaps become rows of 0. `halfBits` is 16 or 32; values over 255 take four bytes each.
 */
export function createRangeTable(ranges: Iterable<AddressRange>, halfBits: 16 | 32): RangeTable {
  const rows = joined(ranges, 1n << BigInt(2 * halfBits));
  const groups: number[] = [];
  const first: number[] = [];
  const openGroup = (high: number, row: number): void => {
    // With 16-bit halves the index is worth filling, so that the first step needs no search.
    if (halfBits === 16) while (first.length <= high) first.push(row);
    else if (groups.at(-1) !== high) {
      groups.push(high);
      first.push(row);
    }
  };
  const lows = halfBits === 16 ? new Uint16Array(rows.length) : new Uint32Array(rows.length);
  const wide = rows.some((row) => row.value > 0xff);
  const values = wide ? new Uint32Array(rows.length) : new Uint8Array(rows.length);
  for (const [index, row] of rows.entries()) {
    openGroup(Number(row.start >> BigInt(halfBits)), index);
    lows[index] = Number(BigInt.asUintN(halfBits, row.start));
    values[index] = row.value;
  }
  if (halfBits === 16) openGroup(0xffff, rows.length);
  first.push(rows.length);
  return { groups: Uint32Array.from(groups), first: Uint32Array.from(first), lows, values };
}

/** Range starts in order, each unlike its neighbours, with a row of 0 where a range ends without a next one. */
function joined(ranges: Iterable<AddressRange>, limit: bigint): { start: bigint; value: number }[] {
  const rows: { start: bigint; value: number }[] = [];
  const push = (start: bigint, value: number): void => {
    if (rows.at(-1)?.start === start) rows.pop();
    if ((rows.at(-1)?.value ?? 0) !== value) rows.push({ start, value });
  };
  let next = 0n;
  let previous = 0n;
  for (const { start, end, value } of ranges) {
    if (start < previous || end < start || end >= limit) throw new RangeError(`range out of order: ${start}`);
    if (start > next) push(next, 0);
    push(start, value);
    previous = start;
    next = end + 1n;
  }
  if (next < limit) push(next, 0);
  return rows;
}

/** Index in [from, to) of the last element that is not above `wanted`, or from - 1. */
function lastNotAbove(sorted: Lows, wanted: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
