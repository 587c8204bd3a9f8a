/** Sums a timeline by network: where the intruder was, and where the owner was. */
import type { Actor, TimelineEntry } from '../investigate/incident.ts';

export interface NetworkSum {
  readonly network: string;
  readonly country: string;
  /** The first seen, and how many more. */
  readonly addresses: readonly string[];
  readonly otherAddresses: number;
  readonly calls: { readonly [A in Actor]: number };
  readonly firstMs: number;
  readonly lastMs: number;
}

const NAMED_ADDRESSES = 4;

/** Most calls of the intruder first. Calls that AWS services made have no network of their own and are left out. */
export function networksOf(timeline: readonly TimelineEntry[]): NetworkSum[] {
  const sums = new Map<
    string,
    { sum: NetworkSum; addresses: Set<string>; calls: { [A in Actor]: number } }
  >();
  for (const entry of timeline) {
    if (!/^[0-9a-f:.]+$/i.test(entry.address)) continue;
    const key = JSON.stringify([entry.network, entry.country]);
    const known = sums.get(key);
    const addresses = known?.addresses ?? new Set();
    const calls = known?.calls ?? { intruder: 0, owner: 0, undecided: 0 };
    addresses.add(entry.address);
    calls[entry.actor] += entry.calls;
    const sum: NetworkSum = {
      network: entry.network,
      country: entry.country,
      addresses: [],
      otherAddresses: 0,
      calls,
      firstMs: Math.min(known?.sum.firstMs ?? Infinity, entry.timeMs),
      lastMs: Math.max(known?.sum.lastMs ?? -Infinity, entry.lastMs),
    };
    sums.set(key, { sum, addresses, calls });
  }
  return [...sums.values()]
    .map(({ sum, addresses }) => ({
      ...sum,
      addresses: [...addresses].slice(0, NAMED_ADDRESSES),
      otherAddresses: Math.max(0, addresses.size - NAMED_ADDRESSES),
    }))
    .toSorted((a, b) => b.calls.intruder - a.calls.intruder || a.firstMs - b.firstMs);
}
