/** Everything an investigation says about one thing that a person names. */
import type { Finding } from './finding.ts';
import type { CompromisedCredential, Incident, TimelineEntry } from './incident.ts';
import type { Investigation } from './investigation.ts';

export interface Explanation {
  readonly incidents: readonly Incident[];
  readonly credentials: readonly { readonly incident: Incident; readonly held: CompromisedCredential }[];
  readonly events: readonly { readonly incident: Incident; readonly entry: TimelineEntry }[];
  /** The highest score first. */
  readonly findings: readonly Finding[];
}

/** Shorter beginnings fit by chance. */
const SHORTEST = 4;

/**
 * What is known of `what`: the ID of a finding, incident or event, a credential, or whom it belongs to; or the beginning
 * of one of those.
 */
export function explanationOf(investigation: Investigation, what: string): Explanation {
  const is = (text: string): boolean =>
    text !== '' && (text === what || (what.length >= SHORTEST && text.startsWith(what)));
  const { incidents, findings } = investigation;
  const credentials = incidents.flatMap((incident) =>
    incident.credentials
      .filter(
        ({ credential }) =>
          is(credential.id) || is(credential.principal) || is(credential.owner) || credential.keys.some(is),
      )
      .map((held) => ({ incident, held })),
  );
  const events = incidents.flatMap((incident) =>
    incident.timeline.filter(({ eventId }) => is(eventId)).map((entry) => ({ incident, entry })),
  );
  const named = new Set(credentials.flatMap(({ held }) => held.findings));
  const cited = new Set(events.map(({ entry }) => entry.eventId));
  return {
    incidents: incidents.filter(({ id }) => is(id)),
    credentials,
    events,
    findings: findings
      .filter(
        (finding) => is(finding.id) || is(finding.subject) || named.has(finding.id) || cites(finding, cited),
      )
      .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)),
  };
}

function cites({ terms }: Finding, events: ReadonlySet<string>): boolean {
  return events.size > 0 && terms.some(({ evidence }) => evidence.some(({ eventId }) => events.has(eventId)));
}
