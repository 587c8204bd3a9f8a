/** Which events of compromised credentials are read whole, and which are the owner's beyond doubt. */
import type { Activity } from '../activity/activity.ts';
import type { Lineage } from '../lineage/lineage.ts';
import { callersOf } from './callers.ts';
import type { IncidentSeed } from './incident-seed.ts';
import { removalsOf } from './persistence/catalogue.ts';

/** What of an incident decides it. */
export interface SelectedSeed {
  /** Ids of its credentials. */
  readonly credentials: readonly string[];
  /** Nothing before this is the intruder's. Milliseconds since 1970 (UTC). */
  readonly firstMs: number;
  /**
   * Keys of the contexts that the intruder works in, and until when they are the owner's: milliseconds since 1970
   * (UTC), `null` for those that the owner never worked in.
   */
  readonly contexts: readonly (readonly [key: string, ownersUntilMs: number | null])[];
  /** So many of the owner's reads are kept, those nearest to `firstMs`. */
  readonly room: number;
  /** IDs of the events that the findings name. */
  readonly cited: readonly string[];
}

/** An incident that a credential belongs to. */
export interface Holder {
  /** Position of the seed. */
  readonly seed: number;
  /** Since when every call is the intruder's, who made the credential; `null` for a leaked one. */
  readonly madeMs: number | null;
}

/** Plain data, sent to every thread. */
export interface Selection {
  /** Access key IDs, and principals whose calls without a key are wanted. */
  readonly callers: readonly string[];
  readonly seeds: readonly SelectedSeed[];
  /** Calls of anybody that take away what the intruder may have left behind: `iam:DeleteUser`. */
  readonly removals: readonly string[];
  /** By access key ID. */
  readonly holders: { readonly [key: string]: readonly Holder[] };
}

/** The owner's reads that are kept over all incidents: a reader wants to see some of them beside the intruder's. */
const ROOM = 4096;
const LEAST_ROOM = 8;

/** What is to be read for the incidents of the seeds. */
export function selectionOf(seeds: readonly IncidentSeed[], lineage: Lineage, activity: Activity): Selection {
  const callers = callersOf(lineage, new Set(seeds.flatMap((seed) => seed.credentials.map(({ id }) => id))));
  const byId = new Map<string, Holder[]>();
  seeds.forEach(({ credentials }, seed) => {
    for (const { id, because, sinceMs } of credentials) {
      const holder = { seed, madeMs: because === 'leaked' ? null : sinceMs };
      const known = byId.get(id);
      if (known === undefined) byId.set(id, [holder]);
      else known.push(holder);
    }
  });
  const room = roomFor(seeds.length);
  return {
    callers,
    removals: removalsOf(callsOf(seeds, lineage, activity)),
    seeds: seeds.map(({ firstMs, contexts, credentials, findings }) => ({
      credentials: credentials.map(({ id }) => id),
      firstMs,
      contexts: contexts.map(({ key, fromMs, isShared }) => [key, isShared ? fromMs : null] as const),
      room,
      cited: [
        ...new Set(
          findings.flatMap(({ terms }) =>
            terms.flatMap(({ evidence }) => evidence.map(({ eventId }) => eventId)),
          ),
        ),
      ].toSorted(),
    })),
    holders: Object.fromEntries(
      callers.flatMap((key) => {
        const holders = byId.get(lineage.folded.get(key) ?? key);
        return holders === undefined ? [] : [[key, holders]];
      }),
    ),
  };
}

/** Calls that succeeded in contexts of the intruder, or of a credential in its hands. */
function callsOf(seeds: readonly IncidentSeed[], lineage: Lineage, activity: Activity): ReadonlySet<string> {
  const hostile = new Set(seeds.flatMap(({ contexts }) => contexts.map(({ key }) => key)));
  const subjects = new Set(
    seeds.flatMap(({ credentials }) =>
      credentials.flatMap(({ id }) => {
        const { keys = [], owner = '', principal = '' } = lineage.credentials.get(id) ?? {};
        return [id, ...keys, owner, principal];
      }),
    ),
  );
  return new Set(
    [...activity.contexts].flatMap(([key, { subject, values }]) =>
      hostile.has(key) || subjects.has(subject) ? [...(values.get('api')?.keys() ?? [])] : [],
    ),
  );
}

/** What is asked of the second pass: callers, and calls that take something away. */
export function askedOf({ callers, removals }: Selection): string[] {
  return [...callers, ...removals];
}

/** A power of two: one incident more or less seldom changes what is to be read. */
function roomFor(incidents: number): number {
  return Math.max(LEAST_ROOM, 2 ** Math.floor(Math.log2(ROOM / Math.max(1, incidents))));
}

const DIGESTS = new WeakMap<SelectedSeed, string>();

/** Credentials of one incident ask for its digest again and again. */
function digestOf(seed: SelectedSeed): string {
  let digest = DIGESTS.get(seed);
  if (digest === undefined) {
    const text = JSON.stringify(seed);
    DIGESTS.set(seed, (digest = [text.length, hashOf(text, 0x811c9dc5), hashOf(text, 0x01234567)].join(' ')));
  }
  return digest;
}

/** 32 bits. FNV-1a, mixed once more. */
function hashOf(text: string, start: number): number {
  let bits = start;
  for (let n = 0; n < text.length; n++) bits = Math.imul(bits ^ text.charCodeAt(n), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  return (bits ^ (bits >>> 13)) >>> 0;
}

/** Equal where the same of a caller's events is read whole, and the same of all that share an incident with it. */
export function fingerprintOf({ seeds, holders }: Selection, caller: string): string {
  return (Object.hasOwn(holders, caller) ? holders[caller]! : [])
    .map(({ seed, madeMs }) => `${madeMs} ${digestOf(seeds[seed]!)}`)
    .join(' ');
}
