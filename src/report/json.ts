/** The investigation for programs; docs/schema/investigation.schema.json says what is in it. */
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { redactText } from '../redact.ts';
import { jsonText, timeJson } from '../text.ts';
import type { ReportOptions } from './options.ts';
import { reportedIncidents, tlpOf } from './options.ts';

/** Version of the shape: it goes up when a program that reads the old one would break. */
export const JSON_SCHEMA_NAME = 'keytrail.investigation/1';

/** Times are in RFC 3339, under the name without `Ms`; secrets are left out; everything else is as it was found. */
export function renderJson(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string {
  const { generated, notes, tlp: _, ...told } = options;
  const value = {
    schema: JSON_SCHEMA_NAME,
    generated,
    report: { ...told, tlp: tlpOf(options), notes: notes ?? [] },
    investigation: { ...investigation, incidents: reportedIncidents(investigation, incident) },
  };
  return `${jsonText(withTimes(value))}\n`;
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
