/** The investigation for programs; docs/schema/investigation.schema.json says what is in it. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { jsonPieces } from '../json-pieces.ts';
import { memberWithTime } from '../json-times.ts';
import type { AuditRecord } from '../story/audit-record.ts';
import { sourcesOfIncident } from '../story/audit-record.ts';
import { TimedJson } from '../timed-json.ts';
import type { ReportOptions } from './options.ts';
import { reportedIncidents, tlpOf } from './options.ts';
import type { Subject } from './subject.ts';
import { responseTo } from './subject.ts';
import { timeToContain } from './time-to-contain.ts';

/** Version of the shape: it goes up when a program that reads the old one would break. */
const JSON_SCHEMA_NAME = 'keytrail.investigation/1';

/** Times are in RFC 3339, under the name without `Ms`; secrets are left out; everything else is as it was found. */
export function renderJson(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string {
  return [...reportJsonPieces(investigation, incident, options)].join('');
}

/** Lists of an incident's timeline are that deep. */
const DEPTH = 5;

/** The same in pieces, to be written one after the other. */
export function* reportJsonPieces(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): Generator<string> {
  const { generated, notes, tlp: _, audit, responses: _all, responseProblems = [], ...told } = options;
  const incidents = reportedIncidents(investigation, incident);
  const value = {
    schema: JSON_SCHEMA_NAME,
    generated,
    report: { ...told, tlp: tlpOf(options), notes: notes ?? [] },
    investigation: { ...investigation, incidents },
    audit: audit === undefined ? null : auditJson(audit, incidents),
    responses: incidents.flatMap((one) => responseJson({ incident: one, investigation, options })),
    responseProblems,
  };
  const json = new TimedJson();
  yield* jsonPieces(value, DEPTH, { text: (inner) => json.text(inner), member: memberWithTime });
  yield '\n';
}

/** What was searched, the rows of the keys, and for each incident where its keys may have leaked from. */
function auditJson({ asOfMs, searched, keys }: AuditRecord, incidents: readonly Incident[]): object {
  return {
    asOfMs,
    searched,
    keys,
    initialAccess: incidents.map((incident) => {
      const { sources, ruledOut } = sourcesOfIncident({ keys }, incident);
      return { incident: incident.id, sources, ruledOut };
    }),
  };
}

/** What was planned and done about one incident; nothing when the case holds nothing of it. */
function responseJson(subject: Subject): object[] {
  const response = responseTo(subject);
  if (response === null) return [];
  const { fromFirstUseMs, fromDetectionMs, detectedBy } = timeToContain(subject);
  return [
    {
      ...response,
      // Lengths, not times: in seconds.
      timeToContain: {
        fromFirstUse: secondsOf(fromFirstUseMs),
        fromDetection: secondsOf(fromDetectionMs),
        detectedBy,
      },
    },
  ];
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1000);
}
