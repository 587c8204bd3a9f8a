/** The whole persistence catalogue, and the calls that it turns on. */
import { COMPUTE_MECHANISMS } from './compute.ts';
import { DATA_MECHANISMS } from './data.ts';
import { DEFENCE_MECHANISMS } from './defence.ts';
import { IDENTITY_MECHANISMS } from './identity.ts';
import type { Mechanism } from './table.ts';

export const MECHANISMS: readonly Mechanism[] = [
  ...IDENTITY_MECHANISMS,
  ...COMPUTE_MECHANISMS,
  ...DATA_MECHANISMS,
  ...DEFENCE_MECHANISMS,
];

const CALLS: ReadonlySet<string> = new Set(
  MECHANISMS.flatMap(({ plants }) =>
    plants.flatMap(({ calls, gone }) => [...calls, ...gone.map((removal) => removal.split(' ')[0]!)]),
  ),
);

/** Whether a call (`service:Name`) can leave something behind, or take it away again. */
export function isPersistenceCall(id: string): boolean {
  return CALLS.has(id);
}
