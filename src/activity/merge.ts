/** Activity from two places as one. */
import type { Activity, Context, Dimension, Seen } from './activity.ts';
import { mergeSeen } from './seen.ts';

export const NO_ACTIVITY: Activity = { contexts: new Map() };

/**
 * All that either knows. Commutative, associative and idempotent: however the events were split, doubled or ordered,
 * the result is the same. For parts as the threads give them `mergePacked` does the same in far less memory.
 */
export function mergeActivity(a: Activity, b: Activity): Activity {
  return { contexts: mergeMaps(a.contexts, b.contexts, mergeContexts) };
}

function mergeContexts(a: Context, b: Context): Context {
  return {
    subject: a.subject,
    network: a.network,
    tool: a.tool,
    seen: mergeSeen(a.seen, b.seen),
    values: mergeMaps<Dimension, ReadonlyMap<string, Seen>>(a.values, b.values, (left, right) =>
      mergeMaps(left, right, mergeSeen),
    ),
  };
}

function mergeMaps<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>, both: (a: V, b: V) => V): Map<K, V> {
  const merged = new Map(a);
  for (const [key, value] of b) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? value : both(known, value));
  }
  return merged;
}
