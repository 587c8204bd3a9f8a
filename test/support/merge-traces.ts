/** Traces put together before they are joined, each use and mint once: what joining parts of them has to come to. */
import { groupBy } from '../../src/group-by.ts';
import type { Mint } from '../../src/lineage/mint.ts';
import { compareSightings, compareTexts, eachMint, unionOf } from '../../src/lineage/traces.ts';
import type { Traces } from '../../src/lineage/traces.ts';
import { useKey } from '../../src/lineage/use.ts';
import type { Use } from '../../src/lineage/use.ts';

export function emptyTraces(): Traces {
  return { uses: [], mints: [] };
}

/** Uses and mints of both, each once. */
export function mergeTraces(a: Traces, b: Traces): Traces {
  return tracesOf([...a.uses, ...b.uses], [...a.mints, ...b.mints]);
}

/** Puts uses and mints, in any order and more than once each, in order, each once. */
export function tracesOf(uses: readonly Use[], mints: readonly Mint[]): Traces {
  const byKey = [...groupBy(uses, useKey)].toSorted(([a], [b]) => compareTexts(a, b));
  return { uses: byKey.map(([, alike]) => alike.reduce(mergeUses)), mints: eachMint(mints) };
}

function mergeUses(a: Use, b: Use): Use {
  return {
    ...a,
    first: compareSightings(a.first, b.first) <= 0 ? a.first : b.first,
    lastMs: Math.max(a.lastMs, b.lastMs),
    hours: unionOf(a.hours, b.hours),
  };
}
