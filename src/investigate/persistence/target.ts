/** What a planting call was done to, in parameters of the call that undoes it. */
import type { Call } from '../call.ts';
import { values } from '../call.ts';
import { bare } from '../names.ts';
import type { Plant } from './table.ts';

export type Target = Readonly<Record<string, string>>;

/** A request that names many things plants many; more than this of one call is not worth listing one by one. */
const MOST_OF_ONE_CALL = 200;

/** The targets of a call: parameters with several values give one target for each. */
export function targetsOf(call: Call, { target }: Plant): Target[] {
  const columns = Object.entries(target).map(([name, path]) => [name, values(call, path)] as const);
  const rows = Math.min(MOST_OF_ONE_CALL, Math.max(1, ...columns.map(([, found]) => found.length)));
  return Array.from({ length: rows }, (_, n) =>
    Object.fromEntries(columns.map(([name, found]) => [name, found[n] ?? found[0] ?? ''])),
  );
}

/** What makes two targets the same. */
export function identityOf(plant: Plant, target: Target): readonly string[] {
  return (plant.identity ?? Object.keys(target)).map((name) => bare(target[name] ?? ''));
}
