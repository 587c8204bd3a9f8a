/** What a case keeps of audits that were joined with it: what was searched, and the rows of the keys. */
import { nameOfPlace, worseFirst } from '../exposure/credentials.ts';
import type { IamSnapshot } from '../iam/snapshot.ts';
import type { Incident } from '../investigate/incident.ts';
import type { KeyStory, LeakSource, RuledOut, StoryExposure, StoryPlace } from './key-story.ts';
import { leakSourcesOf, likelierFirst } from './leak-sources.ts';
import { oddUseIn } from './odd-use.ts';
import type { Accounts } from './owner.ts';
import type { Told } from './tell-keys.ts';

/** Goes up when a program that reads the old one would break. */
const AUDIT_SCHEMA = 'keytrail.audit/1';

/** The file `audit.json` of a case. The same audits of the same case give the same bytes. */
export interface AuditRecord extends Told {
  readonly schema: typeof AUDIT_SCHEMA;
  /** By what was searched. */
  readonly searched: readonly Searched[];
  /** The accounts as they were last read, by number, and whose single keys are. */
  readonly accounts: Accounts;
}

/** What one audit looked at. */
export interface Searched {
  /** As it was given: paths, `the home folder`, `environments`, `what is staged`. */
  readonly what: string;
  readonly files: number;
  readonly archives: number;
  readonly repositories: number;
  /** Objects of repositories. */
  readonly objects: number;
  readonly environments: number;
  readonly bytes: number;
  /** Parts that could not be read. */
  readonly problems: number;
}

/** What an audit adds to what a case holds already. */
export interface Findings {
  readonly searched: Searched;
  readonly exposures: ReadonlyMap<string, StoryExposure>;
  readonly accounts: Accounts;
}

/** The findings of an audit with those of earlier ones: evidence once found stays, whatever became of the file. */
export function withEarlier(
  { searched, exposures, accounts }: Findings,
  earlier: AuditRecord | undefined,
): Omit<Findings, 'searched'> & { readonly searched: readonly Searched[] } {
  const all = new Map<string, StoryExposure>();
  for (const { keyId, exposure } of earlier?.keys ?? []) if (exposure !== null) all.set(keyId, exposure);
  for (const [keyId, exposure] of exposures) {
    const known = all.get(keyId);
    all.set(keyId, known === undefined ? exposure : merged(known, exposure));
  }
  const owners = new Map(
    [...(earlier?.accounts.owners ?? []), ...accounts.owners].map((owner) => [owner.keyId, owner]),
  );
  const byAccount = new Map<string, IamSnapshot>();
  for (const snapshot of [...(earlier?.accounts.snapshots ?? []), ...accounts.snapshots]) {
    const known = byAccount.get(snapshot.account);
    if (known === undefined || Date.parse(known.time) <= Date.parse(snapshot.time))
      byAccount.set(snapshot.account, snapshot);
  }
  return {
    searched: [...(earlier?.searched ?? []).filter(({ what }) => what !== searched.what), searched].toSorted(
      (a, b) => compare(a.what, b.what),
    ),
    exposures: all,
    accounts: {
      snapshots: [...byAccount.values()].toSorted((a, b) => compare(a.account, b.account)),
      owners: [...owners.values()].toSorted((a, b) => compare(a.keyId, b.keyId)),
    },
  };
}

export function auditRecord(told: Told, searched: readonly Searched[], accounts: Accounts): AuditRecord {
  return { schema: AUDIT_SCHEMA, ...told, searched, accounts };
}

/** Whether a value read from a file is a record that this version knows. */
export function isAuditRecord(value: unknown): value is AuditRecord {
  return typeof value === 'object' && value !== null && 'schema' in value && value.schema === AUDIT_SCHEMA;
}

function merged(known: StoryExposure, fresh: StoryExposure): StoryExposure {
  const [worst] = [known, fresh].toSorted(worseFirst);
  const places = new Map<string, StoryPlace>();
  // What was seen last is what is known of a place: a file is changed, a commit is orphaned.
  for (const place of [...known.places, ...fresh.places]) places.set(nameOfPlace(place), place);
  return {
    ...worst!,
    secretHint: worst!.secretHint ?? known.secretHint ?? fresh.secretHint,
    places: [...places.values()].toSorted(byTime),
    morePlaces: Math.max(known.morePlaces, fresh.morePlaces),
  };
}

function byTime(a: StoryPlace, b: StoryPlace): number {
  const [left, right] = [a, b].map(({ git, modifiedMs }) => git?.timeMs ?? modifiedMs ?? Infinity);
  return left === right ? compare(nameOfPlace(a), nameOfPlace(b)) : left! < right! ? -1 : 1;
}

/** Where the keys of one incident may have leaked from. */
export interface IncidentSources {
  /** Keys that leaked: those that the intruder did not make. First odd use in milliseconds since 1970 (UTC). */
  readonly keys: readonly {
    readonly keyId: string;
    readonly firstMs: number;
    readonly story: KeyStory | null;
  }[];
  /** The likeliest first. */
  readonly sources: readonly LeakSource[];
  readonly ruledOut: readonly RuledOut[];
}

/**
 * Ranks the places of an incident's keys anew, by the incident as it is now: more logs may have been read since the
 * audit. Sources of the key that the intruder used first come first.
 */
export function sourcesOfIncident({ keys }: Pick<AuditRecord, 'keys'>, incident: Incident): IncidentSources {
  const leaked = incident.credentials
    .filter(({ because }) => because === 'leaked')
    .flatMap(({ credential: { id, keys: ids } }) => [...new Set([id, ...ids])])
    .filter((id) => /^A[A-Z]IA/.test(id))
    .map((keyId) => ({
      keyId,
      firstMs: oddUseIn(keyId, incident)!.firstMs,
      story: keys.find((each) => each.keyId === keyId) ?? null,
    }))
    .toSorted((a, b) => a.firstMs - b.firstMs || compare(a.keyId, b.keyId));
  const found = leaked.map(({ keyId, firstMs, story }) =>
    story?.exposure == null ? { sources: [], ruledOut: [] } : leakSourcesOf(keyId, story.exposure, firstMs),
  );
  return {
    keys: leaked,
    sources: found
      .flatMap(({ sources }, key) => sources.map((source) => ({ source, key })))
      .toSorted((a, b) => a.key - b.key || likelierFirst(a.source, b.source))
      .map(({ source }) => source),
    ruledOut: found.flatMap(({ ruledOut }) => ruledOut),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
