/** An event of a compromised credential, read in the second pass; or one that stands for many that say the same. */
import type { EventRef } from '../cloudtrail/event-ref.ts';
import type { JsonObject } from '../json.ts';
import type { Actor } from './incident.ts';

export interface EvidenceEvent {
  /** Where it stands; of many, the first. */
  readonly ref: EventRef;
  /** The record as it stands in the log. Secrets are still in it: nothing of it is shown without `redact`. */
  readonly record: JsonObject;
  /** Id of the credential that made the call (see lineage). */
  readonly credential: string;
  readonly actor: Actor;
  readonly reason: string;
  /** IDs of the rules that matched. */
  readonly rules: readonly string[];
  /** Where it stands for many calls: all of them, itself too. */
  readonly alike?: Alike;
}

/** Calls that differ in nothing that an incident tells but their times. */
export interface Alike {
  /** Ascending, one for each call, in milliseconds since 1970 (UTC). */
  readonly timesMs: readonly number[];
  /** The few that are cited: the first ones and the last. */
  readonly cited: readonly EventRef[];
}

type Evident = Pick<EvidenceEvent, 'ref' | 'alike'>;

/** How many calls the event stands for. */
export function callsIn({ alike }: Evident): number {
  return alike?.timesMs.length ?? 1;
}

/** The times of all calls that it stands for, ascending. */
export function timesOf({ ref, alike }: Evident): readonly number[] {
  return alike?.timesMs ?? [ref.timeMs];
}

/** Time of the last call that it stands for. */
export function lastMsOf(event: Evident): number {
  return event.alike?.timesMs.at(-1) ?? event.ref.timeMs;
}

/** What is cited for it. */
export function citedOf({ ref, alike }: Evident): readonly EventRef[] {
  return alike?.cited ?? [ref];
}
