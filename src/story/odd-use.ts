/** When a key was first used unlike its owner uses it, as an investigation judged. */
import { BANDS } from '../investigate/finding.ts';
import type { Finding } from '../investigate/finding.ts';
import { hostileSince } from '../investigate/incidents.ts';
import type { CompromisedCredential, Incident, TimelineEntry } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import type { OddUse } from './key-story.ts';

/**
 * The first odd use of a key: what an incident holds for the intruder's; else what a finding about it shows, if only a
 * weak one. `null` when nothing about it is odd.
 */
export function oddUseOf(keyId: string, { incidents, findings }: Investigation): OddUse | null {
  const [first] = incidents
    .flatMap((incident) => oddUseIn(keyId, incident) ?? [])
    .toSorted((a, b) => a.firstMs - b.firstMs);
  if (first !== undefined) return first;
  const [gravest] = findings
    .filter(({ subject }) => subject === keyId)
    .toSorted((a, b) => BANDS.indexOf(a.band) - BANDS.indexOf(b.band) || hostileSince(a) - hostileSince(b));
  return gravest === undefined ? null : ofFinding(gravest);
}

/** The first use of a key by the intruder of an incident; `null` when it is none of its credentials. */
export function oddUseIn(keyId: string, incident: Incident): OddUse | null {
  const held = incident.credentials.find(
    ({ credential }) => credential.id === keyId || credential.keys.includes(keyId),
  );
  if (held === undefined) return null;
  const entry = firstCall(held, incident.timeline);
  const firstMs = Math.min(sinceOf(held), entry?.timeMs ?? Infinity);
  // The timeline lists what matters most: of many calls, the first may not be in it.
  const isFirst = entry !== undefined && entry.timeMs === firstMs;
  return {
    band: held.band,
    firstMs,
    incident: incident.id,
    event: isFirst ? refOf(entry) : null,
    address: isFirst ? entry.address : '',
    network: isFirst ? entry.network : '',
    call: isFirst ? `${entry.service}:${entry.action}` : '',
  };
}

/** What was made by the intruder is used by nobody else; made is not yet used. */
function sinceOf({ because, sinceMs, credential }: CompromisedCredential): number {
  return because === 'leaked' ? sinceMs : (credential.firstUseMs ?? sinceMs);
}

function firstCall(
  { credential }: CompromisedCredential,
  timeline: readonly TimelineEntry[],
): TimelineEntry | undefined {
  let first: TimelineEntry | undefined;
  for (const entry of timeline)
    if (
      entry.actor === 'intruder' &&
      entry.credential === credential.id &&
      (first === undefined || entry.timeMs < first.timeMs)
    )
      first = entry;
  return first;
}

function refOf({ eventId, timeMs, file, record }: TimelineEntry): NonNullable<OddUse['event']> {
  return { eventId, timeMs, file, record };
}

function ofFinding(finding: Finding): OddUse {
  const firstMs = hostileSince(finding);
  const event = finding.terms
    .flatMap(({ evidence }) => evidence)
    .find((ref) => ref.timeMs === firstMs && ref.eventId !== '');
  return {
    band: finding.band,
    firstMs,
    incident: null,
    event: event ?? null,
    address: '',
    network: finding.network,
    call: '',
  };
}
