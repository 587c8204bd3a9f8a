/** An event of a compromised credential, read whole in the second pass. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';
import type { Actor } from './incident.ts';

export interface EvidenceEvent {
  readonly ref: EventRef;
  /** The record as it stands in the log. Secrets are still in it: nothing of it is shown without `redact`. */
  readonly record: JsonObject;
  /** Id of the credential that made the call (see lineage). */
  readonly credential: string;
  readonly actor: Actor;
  readonly reason: string;
  /** IDs of the rules that matched. */
  readonly rules: readonly string[];
}
