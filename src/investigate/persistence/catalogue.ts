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

/** Calls that leave something behind, as `service:Name`. */
export const PLANTING_CALLS: ReadonlySet<string> = new Set(
  MECHANISMS.flatMap(({ plants }) => plants.flatMap(({ calls }) => calls)),
);

/**
 * Calls that take something away again, as `service:Name`. Whoever gathers evidence keeps such events of every
 * principal: what a responder removed is not left any more.
 */
export const REMOVING_CALLS: ReadonlySet<string> = new Set(
  MECHANISMS.flatMap(({ plants }) => plants.flatMap(({ gone }) => gone.map((each) => each.split(' ')[0]!))),
);
