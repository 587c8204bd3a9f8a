/** The investigation for programs; docs/schema/investigation.schema.json says what is in it. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { redactText } from '../redact.ts';
import { jsonText, timeJson } from '../text.ts';
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
  const { generated, notes, tlp: _, responses: _all, responseProblems = [], ...told } = options;
  const incidents = reportedIncidents(investigation, incident);
  const value = {
    schema: JSON_SCHEMA_NAME,
    generated,
    report: { ...told, tlp: tlpOf(options), notes: notes ?? [] },
    investigation: { ...investigation, incidents },
    responses: incidents.flatMap((one) => responseJson({ incident: one, investigation, options })),
    responseProblems,
  };
  return `${jsonText(withTimes(value))}\n`;
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

/** A copy with `…Ms` members as times in text, and without secrets. */
function withTimes(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map((item) => withTimes(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) =>
      name.endsWith('Ms') && (typeof inner === 'number' || inner === null)
        ? [name.slice(0, -2), inner === null ? null : timeJson(inner)]
        : [redactText(name), withTimes(inner)],
    ),
  );
}
