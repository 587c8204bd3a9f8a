/** The whole persistence catalogue, and the calls that it turns on. */
import { COMPUTE_MECHANISMS } from './compute.ts';
import { DATA_MECHANISMS } from './data.ts';
import { DEFENCE_MECHANISMS } from './defence.ts';
import { IDENTITY_MECHANISMS } from './identity.ts';
import type { Mechanism, Plant } from './table.ts';

export const MECHANISMS: readonly Mechanism[] = [
  ...IDENTITY_MECHANISMS,
  ...COMPUTE_MECHANISMS,
  ...DATA_MECHANISMS,
  ...DEFENCE_MECHANISMS,
];

const PLANTS = MECHANISMS.flatMap(({ plants }) => plants);
/** All calls that take something away. */
export const REMOVALS: ReadonlySet<string> = new Set(PLANTS.flatMap(removingCalls));
const CALLS: ReadonlySet<string> = new Set([...PLANTS.flatMap(({ calls }) => calls), ...REMOVALS]);

/** Calls that take away what the plant leaves behind. */
function removingCalls({ calls, gone, restores }: Plant): string[] {
  return [...gone.map((removal) => removal.split(' ')[0]!), ...(restores === undefined ? [] : calls)];
}

/** Calls that take away what one of the given calls (`service:Name`) can leave behind, sorted. */
export function removalsOf(calls: ReadonlySet<string>): string[] {
  const plants = PLANTS.filter((plant) => plant.calls.some((call) => calls.has(call)));
  return [...new Set(plants.flatMap(removingCalls))].toSorted();
}

/** Whether a call (`service:Name`) can leave something behind, or take it away again. */
export function isPersistenceCall(id: string): boolean {
  return CALLS.has(id);
}
