// An investigation beside the truth: what was found of each incident, and what was found that is none.

import { groupBy } from '../../build/group-by.js';

const BANDS = ['page', 'watch'];

/**
 * Compares the investigation of an archive with its truth.
 *
 * @returns `{ incidents, falsePages, falseWatches, keyDays, findings, reports }`. An incident has `{ attack, archetypes, age,
 *   page, watch, minutes, eventsBefore, purity, completeness, actors, lineage, score }`; a finding
 *   `{ score, hostile }`, `hostile` being the true incident or null; a report, which is an incident as it was told,
 *   `{ hostile, findings }`, with the true incidents it touches, and score and sums of terms of its findings.
 */
export function compare(archive, investigation) {
  const { incidents, labels } = archive;
  const seen = new Map(archive.records.map((record) => [record.eventID, Date.parse(record.eventTime)]));
  const eventsOf = eventsBehind(archive.records);
  const reported = investigation.incidents.map((incident) => ({
    incident,
    intruder: new Set(incident.timeline.filter(({ actor }) => actor === 'intruder').flatMap(eventsOf)),
    touched: new Set([
      ...incident.timeline.filter(({ actor }) => actor !== 'owner').flatMap(eventsOf),
      ...incident.findings.flatMap(evidenceOf),
    ]),
  }));
  const findings = investigation.findings.map((finding) => ({
    score: finding.score,
    hostile:
      evidenceOf(finding)
        .map((id) => labels.get(id)?.incident)
        .find((id) => id !== undefined) ?? null,
  }));
  const minted = mintedInRecords(archive.records);
  const results = incidents.map((truth) => {
    const own = [...labels.values()].filter(({ incident }) => incident === truth.incident);
    const ids = new Set(own.map(({ eventID }) => eventID));
    const touching = reported
      .map((each) => ({ ...each, shared: overlap(each.touched, ids), right: overlap(each.intruder, ids) }))
      .filter(({ shared }) => shared > 0)
      .toSorted(
        (a, b) => BANDS.indexOf(a.incident.band) - BANDS.indexOf(b.incident.band) || b.right - a.right,
      );
    const [best] = touching;
    const times = own.map(({ eventID }) => seen.get(eventID)).filter((time) => time !== undefined);
    const pageMs = touching
      .filter(({ incident }) => incident.band === 'page')
      .map(({ incident }) => incident.metrics.pageMs ?? incident.lastMs)
      .toSorted((a, b) => a - b)[0];
    return {
      attack: truth.attack,
      archetypes: truth.victims.map(({ archetype }) => archetype),
      age: truth.victims[0]?.age ?? null,
      page: touching.some(({ incident }) => incident.band === 'page'),
      watch: touching.some(({ incident }) => BANDS.includes(incident.band)),
      minutes: pageMs === undefined ? null : Math.max(0, (pageMs - Math.min(...times)) / 60_000),
      eventsBefore: pageMs === undefined ? null : Math.max(1, times.filter((time) => time <= pageMs).length),
      purity: best === undefined || best.intruder.size === 0 ? null : best.right / best.intruder.size,
      completeness: best === undefined ? null : best.right / ids.size,
      actors: best === undefined ? null : actorsOf(best.incident, labels, eventsOf),
      lineage: best === undefined ? null : lineageOf(best.incident, truth, minted),
      credentials: best === undefined ? null : credentialsOf(best.incident, truth),
      score: Math.max(
        -Infinity,
        ...findings.filter(({ hostile }) => hostile === truth.incident).map(({ score }) => score),
      ),
      parts: touching.length,
    };
  });
  const reports = reported.map(({ incident, touched }) => ({
    hostile: [...new Set([...touched].flatMap((id) => labels.get(id)?.incident ?? []))],
    findings: incident.findings.map(({ score, terms }) => ({ score, terms: sumByName(terms) })),
  }));
  const innocent = reported.filter(({ touched }) => ![...touched].some((id) => labels.has(id)));
  return {
    incidents: results,
    falsePages: innocent.filter(({ incident }) => incident.band === 'page').length,
    falseWatches: innocent.filter(({ incident }) => BANDS.includes(incident.band)).length,
    keyDays: archive.keys * archive.days,
    findings,
    reports,
  };
}

/** `{ network: 5.3, agent: 2.1 … }` */
function sumByName(terms) {
  const sums = {};
  for (const { name, nats } of terms) sums[name] = (sums[name] ?? 0) + nats;
  return sums;
}

function evidenceOf(finding) {
  return finding.terms.flatMap(({ evidence }) => evidence.map(({ eventId }) => eventId));
}

function overlap(a, b) {
  let count = 0;
  for (const each of a) if (b.has(each)) count++;
  return count;
}

/** Who made each call of the timeline, as told and as it was: `{ right, decided, undecided }`. */
function actorsOf(incident, labels, eventsOf) {
  const result = { right: 0, decided: 0, undecided: 0 };
  for (const entry of incident.timeline) {
    const ids = eventsOf(entry);
    if (entry.actor === 'undecided') {
      result.undecided += ids.length;
      continue;
    }
    result.decided += ids.length;
    result.right += ids.filter((id) => (entry.actor === 'intruder') === labels.has(id)).length;
  }
  return result;
}

/** Event IDs behind an entry of a timeline, which names the first of many calls that say the same. */
export function eventsBehind(records) {
  const byId = new Map(records.map((record) => [record.eventID, record]));
  let alike;
  return ({ eventId, calls, timeMs, lastMs }) => {
    const first = byId.get(eventId);
    if (calls === 1 || first === undefined) return [eventId];
    alike ??= groupBy(records, likeness);
    return alike
      .get(likeness(first))
      .filter(({ eventTime }) => Date.parse(eventTime) >= timeMs && Date.parse(eventTime) <= lastMs)
      .slice(0, calls)
      .map(({ eventID }) => eventID);
  };
}

function likeness(record) {
  const { userIdentity, eventSource, eventName, awsRegion, sourceIPAddress, userAgent, errorCode } = record;
  const { accessKeyId, arn } = userIdentity;
  return JSON.stringify([
    accessKeyId ?? arn,
    eventSource,
    eventName,
    awsRegion,
    sourceIPAddress,
    userAgent,
    errorCode,
  ]);
}

/**
 * Edges of the incident: `{ found, expected, right, told, guessed }`. An edge is right when a record shows it, whoever
 * made it. Of several candidates each is told with low confidence: those are guesses, and counted as nothing else.
 */
function lineageOf(incident, truth, minted) {
  const all = incident.edges.map(edgeText);
  const told = incident.edges.filter(({ confidence }) => confidence !== 'low').map(edgeText);
  const expected = truth.edges.map(edgeText);
  return {
    found: expected.filter((edge) => all.includes(edge)).length,
    expected: expected.length,
    right: told.filter((edge) => expected.includes(edge) || minted.has(edge)).length,
    told: told.length,
    guessed: all.length - told.length,
  };
}

function edgeText({ parent, child }) {
  return `${parent} → ${child}`;
}

/** Edges that records show by key ID alone. */
function mintedInRecords(records) {
  const edges = new Set();
  for (const { userIdentity, responseElements } of records) {
    const child = responseElements?.credentials?.accessKeyId ?? responseElements?.accessKey?.accessKeyId;
    if (child !== undefined && userIdentity.accessKeyId !== undefined) {
      edges.add(`${userIdentity.accessKeyId} → ${child}`);
    }
  }
  return edges;
}

/** Leaked credentials that are named: `{ found, expected, told }`. */
function credentialsOf(incident, truth) {
  const told = incident.credentials
    .filter(({ because }) => because === 'leaked')
    .map((each) => each.credential.id);
  return {
    found: truth.leaked.filter((id) => told.includes(id)).length,
    expected: truth.leaked.length,
    told: told.length,
  };
}
