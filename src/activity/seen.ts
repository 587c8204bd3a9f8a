/** When something was seen, put together from two readings of it. */
import type { Seen } from './activity.ts';

/** Both together. Of events at the same time the one with the smallest (first) or greatest (last) ID is named. */
export function mergeSeen(a: Seen, b: Seen): Seen {
  const first = isBefore(b.firstMs, b.firstId, a.firstMs, a.firstId) ? b : a;
  const last = isBefore(a.lastMs, a.lastId, b.lastMs, b.lastId) ? b : a;
  return {
    firstMs: first.firstMs,
    firstId: first.firstId,
    lastMs: last.lastMs,
    lastId: last.lastId,
    days: mergeDays(a.days, b.days),
  };
}

function isBefore(ms: number, id: string, otherMs: number, otherId: string): boolean {
  return ms < otherMs || (ms === otherMs && id < otherId);
}

function mergeDays(a: readonly number[], b: readonly number[]): readonly number[] {
  return [...new Set([...a, ...b])].toSorted((x, y) => x - y);
}
