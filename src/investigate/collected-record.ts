/** A record that the second pass kept. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';

export interface CollectedRecord {
  readonly ref: EventRef;
  /** Access key ID, or who called without one; of a removal by others the call. */
  readonly caller: string;
  /** Without secrets. */
  readonly record: JsonObject;
  /** IDs of the rules that matched, in their order. */
  readonly rules: readonly string[];
}
