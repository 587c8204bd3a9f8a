/** Finds the prefix that says most about an address: the special-purpose registry and the user's own files. */
import { compareAddresses, networkOf, type Address, type Prefix } from './address.ts';

/** One prefix and what it means. Of several that hold an address, the highest rank wins, then the longest, then the last. */
export interface PrefixEntry<Value> {
  readonly prefix: Prefix;
  readonly rank: number;
  readonly value: Value;
}

/**
 * Disjoint spans in order: `entries[i]` rules from the address at `starts[4 * i]` (four words) up to the next
 * start; it is undefined where no prefix does.
 */
export interface PrefixTable<Value> {
  readonly starts: Uint32Array;
  readonly entries: readonly (PrefixEntry<Value> | undefined)[];
}

interface Span<Value> {
  readonly start: Address;
  readonly entry: PrefixEntry<Value> | undefined;
}

interface Open<Value> {
  readonly end: Address | undefined;
  readonly winner: PrefixEntry<Value>;
}

/**
 * Flattens prefixes into disjoint spans. Two prefixes nest or are apart, never overlap in part, so a stack
 * of the open ones is enough. Time is that of sorting.
 */
export function createPrefixTable<Value>(entries: readonly PrefixEntry<Value>[]): PrefixTable<Value> {
  const sorted = entries
    .map((entry) => ({ entry, start: networkOf(entry.prefix) }))
    .toSorted((a, b) => compareAddresses(a.start, b.start) || a.entry.prefix.bits - b.entry.prefix.bits);
  const spans: Span<Value>[] = [];
  const open: Open<Value>[] = [];
  const emit = (start: Address, entry: PrefixEntry<Value> | undefined): void => {
    const previous = spans.at(-1);
    if (previous && compareAddresses(previous.start, start) === 0) spans.pop();
    spans.push({ start, entry });
  };
  const closeUpTo = (limit: Address | undefined): void => {
    for (let top = open.at(-1); top; top = open.at(-1)) {
      if (!top.end || (limit && compareAddresses(top.end, limit) > 0)) return;
      open.pop();
      emit(top.end, open.at(-1)?.winner);
    }
  };
  for (const { entry, start } of sorted) {
    closeUpTo(start);
    const outer = open.at(-1)?.winner;
    const winner = outer && outer.rank > entry.rank ? outer : entry;
    open.push({ end: afterLast(start, entry.prefix.bits), winner });
    emit(start, winner);
  }
  closeUpTo(undefined);
  return {
    starts: Uint32Array.from(spans.flatMap(({ start }) => start)),
    entries: spans.map(({ entry }) => entry),
  };
}

/** The winning entry for `address`, or undefined when no prefix holds it. */
export function findPrefix<Value>(
  table: PrefixTable<Value>,
  address: Address,
): PrefixEntry<Value> | undefined {
  let low = 0;
  let high = table.entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startsAfter(table.starts, middle * 4, address)) high = middle;
    else low = middle + 1;
  }
  return table.entries[low - 1];
}

/** Whether the four words at `at` are a higher address. */
function startsAfter(starts: Uint32Array, at: number, address: Address): boolean {
  for (let word = 0; word < 4; word++) {
    const start = starts[at + word] ?? 0;
    const wanted = address[word] ?? 0;
    if (start !== wanted) return start > wanted;
  }
  return false;
}

/** The address after the last one of a prefix; undefined at the end of the whole space. */
function afterLast(start: Address, bits: number): Address | undefined {
  if (bits === 0) return undefined;
  const words: [number, number, number, number] = [...start];
  let index = Math.ceil(bits / 32) - 1;
  let carry = 2 ** (31 - ((bits - 1) % 32));
  for (; index >= 0; index--) {
    const sum = (words[index] ?? 0) + carry;
    words[index] = sum % 2 ** 32;
    if (sum < 2 ** 32) return words;
    carry = 1;
  }
  return undefined;
}
