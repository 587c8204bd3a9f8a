/** Puts incidents together: what was judged, the intruder's events, and everything they come to. */
import type { Activity } from '../activity/activity.ts';
import type { EventRef } from '../cloudtrail/event-ref.ts';
import { credentialIdOf } from '../lineage/descend.ts';
import type { Credential, Lineage } from '../lineage/lineage.ts';
import type { Networks } from '../network/lookup.ts';
import { techniquesOf } from './attack.ts';
import type { CollectedRecord } from './evidence-task.ts';
import type { EvidenceEvent } from './evidence.ts';
import type { Finding } from './finding.ts';
import { impactOf } from './impact.ts';
import type { Surroundings } from './impact.ts';
import type { IncidentSeed, SeedCredential } from './incident-seed.ts';
import type { Actor, BlindSpot, CompromisedCredential, Incident } from './incident.ts';
import { indicatorsOf } from './indicators.ts';
import { labelEvents } from './label.ts';
import { loadedFor } from './loaded-activity.ts';
import { metricsOf } from './metrics.ts';
import { persistenceOf } from './persistence.ts';
import { summaryOf, titleOf } from './summary.ts';
import { timelineOf } from './timeline.ts';
import type { RuleTags } from './timeline.ts';

/** What the logs as a whole say. */
export interface Whole {
  readonly activity: Activity;
  readonly lineage: Lineage;
  readonly networks: Networks;
  /** By rule ID. */
  readonly rules: ReadonlyMap<string, RuleTags>;
  readonly surroundings: Surroundings;
  /** What could not be seen of an incident, from its events. */
  readonly blindSpots: (events: readonly EvidenceEvent[], seed: IncidentSeed) => readonly BlindSpot[];
}

/** The incidents of the seeds, with the records of their credentials; the gravest first, as the seeds are. */
export function incidentsFrom(
  seeds: readonly IncidentSeed[],
  records: readonly CollectedRecord[],
  whole: Whole,
): Incident[] {
  const places = new Map(records.map(({ ref }) => [ref.eventId, ref]));
  const owned = records.map((record) => ({
    ...record,
    credential: credentialIdOf(whole.lineage, record.record),
  }));
  const activity = loadedFor(whole.activity, seeds);
  return seeds.map((seed) => {
    const ids = new Set(seed.credentials.map(({ id }) => id));
    const mine = owned.filter(({ credential }) => ids.has(credential));
    const labels = labelEvents(mine, seed, activity);
    const events = mine.map(({ ref, record, credential, rules }, n): EvidenceEvent => ({
      ref,
      record,
      credential,
      rules,
      ...labels[n]!,
    }));
    return incidentOf(seed, events, whole, places);
  });
}

function incidentOf(
  seed: IncidentSeed,
  events: readonly EvidenceEvent[],
  whole: Whole,
  places: ReadonlyMap<string, EventRef>,
): Incident {
  const { lineage, networks, rules, surroundings } = whole;
  const findings = seed.findings.map((finding) => located(finding, places));
  const timeline = timelineOf(events, networks, rules);
  const persistence = persistenceOf(events, lineage);
  const inHand = new Set(seed.credentials.map(({ id }) => id));
  const facts = {
    band: seed.band,
    accounts: distinct(timeline.map(({ account }) => account)),
    regions: distinct(timeline.map(({ region }) => region)),
    credentials: seed.credentials.map((credential) => compromised(credential, seed, events, lineage)),
    timeline,
    techniques: techniquesOf(events),
    impact: impactOf(events, lineage, surroundings),
    persistence,
    metrics: metricsOf(events, persistence, findings),
  };
  return {
    ...facts,
    id: seed.id,
    score: seed.score,
    title: titleOf(facts),
    summary: summaryOf(facts),
    firstMs: seed.firstMs,
    lastMs: seed.lastMs,
    edges: lineage.edges.filter(({ parent, child }) => inHand.has(parent) && inHand.has(child)),
    joins: seed.joins,
    findings,
    indicators: indicatorsOf(events, networks),
    blindSpots: whole.blindSpots(events, seed),
  };
}

function compromised(
  { id, because, sinceMs }: SeedCredential,
  { band, findings }: IncidentSeed,
  events: readonly EvidenceEvent[],
  lineage: Lineage,
): CompromisedCredential {
  const credential = lineage.credentials.get(id) ?? unseen(id);
  const mine = events.filter((event) => event.credential === id);
  const count = (actor: Actor): number => mine.filter((event) => event.actor === actor).length;
  const hostile = mine.filter(({ actor }) => actor === 'intruder').map(({ ref }) => ref.timeMs);
  const about = findings.filter(
    ({ subject }) => subject === id || credential.keys.includes(subject) || subject === credential.owner,
  );
  return {
    credential,
    because,
    band,
    sinceMs,
    untilMs: hostile.length === 0 ? null : hostile.reduce((a, b) => Math.max(a, b)),
    findings: about.map((finding) => finding.id),
    events: { intruder: count('intruder'), owner: count('owner'), undecided: count('undecided') },
  };
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

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted((a, b) => (a < b ? -1 : 1));
}
