/** Puts incidents together: what was judged, the intruder's events, and everything they come to. */
import type { Activity } from '../activity/activity.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { credentialIdOf } from '../lineage/descend.ts';
import type { Credential, Lineage, LineageEdge } from '../lineage/lineage.ts';
import type { Networks } from '../network/lookup.ts';
import { actionsOf } from './action.ts';
import type { Action } from './action.ts';
import { techniquesOf } from './attack.ts';
import { listedActions } from './bounds.ts';
import type { Evidence, QuietReads } from './collected.ts';
import { callsIn } from './evidence.ts';
import type { EvidenceEvent } from './evidence.ts';
import type { Finding } from './finding.ts';
import { eventsOf } from './gather.ts';
import { groupBy } from '../group-by.ts';
import { impactOf } from './impact.ts';
import type { Surroundings } from './impact.ts';
import type { IncidentSeed, SeedCredential } from './incident-seed.ts';
import type { Actor, BlindSpot, CompromisedCredential, Incident } from './incident.ts';
import { indicatorsOf } from './indicators.ts';
import { labelEvents } from './label.ts';
import { metricsOf } from './metrics.ts';
import { persistenceOf } from './persistence.ts';
import { Removals } from './persistence/removals.ts';
import type { KeptRecord } from './record-log.ts';
import { SubjectContexts } from './subject-contexts.ts';
import { summaryOf, titleOf } from './summary.ts';
import { originsOf, readableText, timelineOf } from './timeline.ts';
import type { RuleTags } from './timeline.ts';

/** What the logs as a whole say. */
export interface Whole {
  readonly activity: Activity;
  readonly lineage: Lineage;
  readonly networks: Networks;
  /** By rule ID. */
  readonly rules: ReadonlyMap<string, RuleTags>;
  readonly surroundings: Surroundings;
  /** Time of the last event. */
  readonly endMs: number | null;
  /** What could not be seen of an incident, from its events. */
  readonly blindSpots: (events: readonly EvidenceEvent[], seed: IncidentSeed) => readonly BlindSpot[];
}

/** The incidents of the seeds, with the records of their credentials; the gravest first, as the seeds are. */
export function incidentsFrom(
  seeds: readonly IncidentSeed[],
  { records, counted, removals, quiet }: Evidence,
  whole: Whole,
): Incident[] {
  const places = new Map(records.map(({ ref }) => [ref.eventId, ref]));
  const credentialOf = credentialFinder(whole.lineage);
  const byCredential = groupBy(records, (record) => credentialOf(record));
  const callsByCredential = groupBy(counted, (calls) => credentialOf(calls.whole));
  const reads = groupBy(quiet, ([key]) => whole.lineage.folded.get(key) ?? key);
  const contexts = new SubjectContexts(whole.activity);
  const edges = edgesOf(seeds, whole.lineage);
  const taken = new Removals(
    actionsOf(
      removals.map((removal) => ({
        ref: removal.ref,
        record: removal.read(),
        credential: credentialOf(removal),
        rules: removal.rules,
        actor: 'owner',
        reason: 'It may have taken away what an intruder left behind.',
      })),
    ),
  );
  return seeds.map((seed, at) => {
    // Read for one incident at a time: whole records take up most of the memory.
    const mine = seed.credentials.flatMap(({ id }) =>
      (byCredential.get(id) ?? []).map((kept) => ({
        ref: kept.ref,
        record: kept.read(),
        credential: id,
        rules: kept.rules,
      })),
    );
    const reading = new Map(
      seed.credentials.map(({ id }) => [id, (reads.get(id) ?? []).map(([, each]) => each)]),
    );
    const owners = [...reading.values()].flat();
    const alike = seed.credentials.flatMap(({ id }) =>
      (callsByCredential.get(id) ?? []).map((calls) => ({
        calls,
        record: calls.whole.read(),
        credential: id,
      })),
    );
    const labels = labelEvents(mine, seed, contexts, {
      quiet: owners.flatMap((each) => each.events),
      calls: alike.map(({ calls, record, credential }) => ({
        record,
        credential,
        length: calls.length,
        timeMs: (n) => calls.timeMs(n),
      })),
    });
    const events = [
      ...mine.map(({ ref, record, credential, rules }, n): EvidenceEvent => ({
        ref,
        record,
        credential,
        actor: labels.events[n]!.actor,
        reason: labels.events[n]!.reason,
        rules,
      })),
      ...alike.flatMap(({ calls, ...made }, n) => eventsOf(calls, made, labels.calls[n]!)),
    ];
    return incidentOf({ seed, events, taken, quiet: reading, edges: edges[at]! }, whole, places);
  });
}

/** Tells which credential made a call. Whoever is described in the same words is one. */
function credentialFinder(lineage: Lineage): (kept: KeptRecord) => string {
  const known = new Map<unknown, string>();
  return ({ identity }) => {
    let id = known.get(identity);
    if (id === undefined)
      known.set(
        identity,
        (id = credentialIdOf(lineage, identity === undefined ? {} : { userIdentity: identity })),
      );
    return id;
  };
}

/** For each seed, the edges between its credentials, in the order of the lineage. */
function edgesOf(seeds: readonly IncidentSeed[], lineage: Lineage): LineageEdge[][] {
  const holders = new Map<string, Set<number>>();
  seeds.forEach(({ credentials }, at) => {
    for (const { id } of credentials) {
      const of = holders.get(id);
      if (of === undefined) holders.set(id, new Set([at]));
      else of.add(at);
    }
  });
  const edges = seeds.map((): LineageEdge[] => []);
  for (const edge of lineage.edges) {
    const children = holders.get(edge.child);
    if (children === undefined) continue;
    for (const at of holders.get(edge.parent) ?? []) if (children.has(at)) edges[at]!.push(edge);
  }
  return edges;
}

/** What one incident is put together from. */
interface Parts {
  readonly seed: IncidentSeed;
  readonly events: readonly EvidenceEvent[];
  /** Calls of anybody that took something away. */
  readonly taken: Removals;
  /** The owner's reads, by the id of the credential. */
  readonly quiet: ReadonlyMap<string, readonly QuietReads[]>;
  readonly edges: readonly LineageEdge[];
}

function incidentOf(
  { seed, events, taken, quiet, edges }: Parts,
  whole: Whole,
  places: ReadonlyMap<string, EventRef>,
): Incident {
  const { lineage, networks, rules, surroundings } = whole;
  const findings = seed.findings.map((finding) => located(finding, places));
  const actions = actionsOf(events);
  const persistence = persistenceOf(actions, lineage, taken);
  const reads = [...quiet.values()].flat();
  const kinds = reads.flatMap((each) => each.events.map(({ kind }) => kind));
  const byCredential = groupBy(actions, ({ event }) => event.credential);
  const facts = {
    band: seed.band,
    accounts: distinct([...readable(actions, 'account'), ...kinds.map(({ account }) => account)]),
    regions: distinct([...readable(actions, 'region'), ...kinds.map(({ region }) => region)]),
    credentials: seed.credentials.map((credential) =>
      compromised(credential, seed, byCredential.get(credential.id) ?? [], quiet.get(credential.id)!, {
        lineage,
        endMs: whole.endMs,
        persistence,
      }),
    ),
    techniques: techniquesOf(actions),
    impact: impactOf(actions, lineage, surroundings),
    persistence,
    metrics: metricsOf(actions, persistence, findings, leftOutOf(reads)),
  };
  const summarised = { ...facts, origins: originsOf(actions, networks) };
  const { listed, blindSpots } = listedActions(actions);
  const reached = new Set([
    ...facts.accounts,
    ...facts.credentials.map(({ credential }) => credential.account),
  ]);
  return {
    band: facts.band,
    accounts: facts.accounts,
    regions: facts.regions,
    credentials: facts.credentials,
    timeline: timelineOf(listed, networks, rules),
    techniques: facts.techniques,
    impact: facts.impact,
    persistence,
    metrics: facts.metrics,
    id: seed.id,
    score: seed.score,
    title: titleOf(summarised),
    summary: summaryOf(summarised),
    // What was found to be the intruder's besides what was scored may be earlier and later.
    firstMs: Math.min(seed.firstMs, facts.metrics.firstUseMs || Infinity),
    lastMs: Math.max(seed.lastMs, facts.metrics.lastUseMs || -Infinity),
    edges,
    joins: seed.joins,
    findings,
    indicators: indicatorsOf(actions, networks, kinds),
    blindSpots: [
      ...whole.blindSpots(events, seed).filter(({ account }) => account === '' || reached.has(account)),
      ...blindSpots,
    ],
  };
}

function compromised(
  { id, because, sinceMs }: SeedCredential,
  { band, findings }: IncidentSeed,
  mine: readonly Action[],
  quiet: readonly QuietReads[],
  { lineage, endMs, persistence }: Pick<Whole, 'lineage' | 'endMs'> & Pick<Incident, 'persistence'>,
): CompromisedCredential {
  const credential = lineage.credentials.get(id) ?? unseen(id);
  const events: Record<Actor, number> = { intruder: 0, owner: leftOutOf(quiet), undecided: 0 };
  for (const { event } of mine) events[event.actor] += callsIn(event);
  const about = findings.filter(
    ({ subject }) => subject === id || credential.keys.includes(subject) || subject === credential.owner,
  );
  return {
    credential,
    because,
    band,
    sinceMs,
    untilMs: endOf(credential, persistence, endMs),
    findings: about.map((finding) => finding.id),
    events,
  };
}

/** When a credential ended by the logs: past its term before they end, or taken away; `null` when no end is known. */
function endOf(
  { id, expiresMs }: Credential,
  persistence: Incident['persistence'],
  endMs: number | null,
): number | null {
  if (expiresMs !== null && endMs !== null && expiresMs <= endMs) return expiresMs;
  const removed = persistence.find(
    ({ state, target }) => state === 'removed' && Object.values(target).includes(id),
  );
  return removed?.events.at(-1)?.timeMs ?? null;
}

/** How many of the owner's reads are not among the events. */
function leftOutOf(reads: readonly QuietReads[]): number {
  return reads.reduce((sum, { leftOut }) => sum + leftOut, 0);
}

/** A credential of which the lineage knows nothing but that it was named. */
function unseen(id: string): Credential {
  return {
    id,
    kind: 'unknown',
    principal: '',
    owner: '',
    account: '',
    keys: [],
    issuedMs: null,
    expiresMs: null,
    firstUseMs: null,
    lastUseMs: null,
  };
}

/** The finding with the places of its events, where the second pass saw them. */
export function located(finding: Finding, places: ReadonlyMap<string, EventRef>): Finding {
  return {
    ...finding,
    terms: finding.terms.map((term) => ({
      ...term,
      evidence: term.evidence.map((ref) => (ref.file === '' ? (places.get(ref.eventId) ?? ref) : ref)),
    })),
  };
}

/** Distinct values of a member, as a timeline has them. */
function readable(actions: readonly Action[], name: 'account' | 'region'): string[] {
  return [...new Set(actions.map((action) => action[name]))].map((text) => readableText(text));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted((a, b) => (a < b ? -1 : 1));
}
