/** What an incident is made from: the findings put together, and what is in the intruder's hands. */
import type { Band, Finding } from './finding.ts';

export interface SeedContext {
  /** Its key in `Activity.contexts`. */
  readonly key: string;
  /** Since when the intruder works in it. */
  readonly fromMs: number;
  /** Whether the owner worked in it too: the same network and tool. */
  readonly isShared: boolean;
  /** Where it is shared and did not page: from when on what came with the intruder counts as habit; else `null`. */
  readonly releasedMs: number | null;
}

export interface SeedCredential {
  /** Id of the credential (see lineage). */
  readonly id: string;
  /** It was used by the intruder, made with another, or belongs to a principal the intruder created. */
  readonly because: 'leaked' | 'minted' | 'created';
  /** Since when the intruder used, or had, it. */
  readonly sinceMs: number;
}

export interface IncidentSeed {
  readonly id: string;
  readonly band: Band;
  readonly score: number;
  readonly findings: readonly Finding[];
  readonly contexts: readonly SeedContext[];
  readonly credentials: readonly SeedCredential[];
  /** Why findings were put together, one sentence each. */
  readonly joins: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}
