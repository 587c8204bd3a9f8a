/** The shape of the tables that say what AWS calls do. */
import type { Mapping } from '../attack-matrix.ts';

/**
 * What a call does to its target:
 * - `look` reads names and settings · `read` reads content: data, secrets, logs, code
 * - `create`, `change`, `delete` · `share` gives others access · `use` runs or spends something, or gets a credential
 */
export type Doing = 'look' | 'read' | 'create' | 'change' | 'delete' | 'share' | 'use';

/** How much a call matters for a reader: 3 would be in a summary, 0 is one of many reads. */
export type Weight = 0 | 1 | 2 | 3;

/**
 * What one call does, how much it matters when it succeeds, what it shows in ATT&CK, and where its target stands
 * (as `values` of `call.ts` has it), if elsewhere than is usual in the service.
 */
export type Row = readonly [
  does: Doing,
  weight: Weight,
  shows: Mapping | readonly Mapping[] | null,
  target?: string,
];

export interface ServiceTable {
  /** Event sources it is about, without their domain. */
  readonly services: readonly string[];
  /** Where targets usually stand. */
  readonly target: string;
  /** What looking around in it shows. */
  readonly looks: Mapping;
  /** By event name without version. Calls that are not listed are judged by their verb. */
  readonly calls: { readonly [name: string]: Row };
}
