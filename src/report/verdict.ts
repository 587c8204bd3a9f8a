/** The first screen of an incident: what happened, how bad it is, whether it goes on, what to do first. */
import type { ImpactItem } from '../investigate/incident.ts';
import type { Credential } from '../lineage/lineage.ts';
import { numberText, timeText } from '../text.ts';
import { countText } from './count-text.ts';
import { CREDENTIAL_KINDS } from './credential-kinds.ts';
import type { Span, Text, Verdict } from './document.ts';
import { durationText } from './durations.ts';
import { IMPACT_WORDS } from './impact-words.ts';
import type { Planted } from './planted.ts';
import { plantedKinds } from './planted.ts';
import type { Subject } from './subject.ts';
import { presentPersistence, toldOf, usableCredentials } from './subject.ts';

const NAMED = 3;

export function verdictOn(subject: Subject): Verdict {
  const { incident } = subject;
  return {
    ...severityOf(subject),
    state: stateOf(subject),
    happened: incident.summary[0] ?? incident.title,
    bad: badText(subject),
    ongoing: ongoingText(subject),
    first: firstSteps(subject),
  };
}

/** Severity as incident responders grade it; a proposal, since only people know what a resource is worth. */
function severityOf({ incident }: Subject): Pick<Verdict, 'severity' | 'severityReason'> {
  if (incident.band === 'watch') return { severity: 'P3', severityReason: 'unusual use, not confirmed' };
  if (incident.band === 'log') return { severity: 'P4', severityReason: 'weak signs only' };
  if (incident.impact.some(isDone)) {
    return { severity: 'P1', severityReason: 'an intruder’s calls reached data or changed resources' };
  }
  if (incident.persistence.some(({ state }) => state !== 'attempted')) {
    return { severity: 'P1', severityReason: 'an intruder made a way to come back' };
  }
  return { severity: 'P2', severityReason: 'an intruder’s calls, without confirmed effect' };
}

/** Something that happened, as against something that was tried or cannot be seen. */
function isDone({ class: kind, certainty }: ImpactItem): boolean {
  return kind !== 'attempted' && (certainty === 'confirmed' || certainty === 'likely');
}

function stateOf(subject: Subject): Verdict['state'] {
  if (toldOf(subject, 'contained') !== null) return callsAfterContainment(subject) ? 'open' : 'contained';
  const isOpen = usableCredentials(subject).length > 0 || presentPersistence(subject).length > 0;
  return isOpen ? 'open' : 'quiet';
}

/** A minute is what IAM may take to act. */
const SETTLES_MS = 60_000;

function callsAfterContainment(subject: Subject): boolean {
  const contained = toldOf(subject, 'contained');
  return contained !== null && subject.incident.metrics.lastUseMs > contained.timeMs + SETTLES_MS;
}

function badText({ incident }: Subject): Text {
  const counts = new Map<string, number>();
  for (const item of incident.impact.filter(isDone)) {
    const { done } = IMPACT_WORDS[item.class];
    counts.set(done, (counts.get(done) ?? 0) + 1);
  }
  const parts = [...counts].map(
    ([done, count], n) => `${n === 0 ? countText(count, 'resource') : numberText(count)} ${done}`,
  );
  const secrets = incident.impact.filter(({ rotate }) => rotate).length;
  const planted = incident.persistence.filter(({ state }) => state !== 'attempted').length;
  if (secrets > 0) parts.push(`${countText(secrets, 'secret')} to rotate`);
  if (planted > 0) parts.push(`${countText(planted, 'way')} back in planted`);
  const reach = `${countText(incident.accounts.length, 'account')}, ${countText(incident.credentials.length, 'credential')} ${incident.band === 'page' ? 'in the intruder’s hands' : 'in question'}.`;
  return parts.length === 0
    ? `No effect that the logs confirm; what was tried is in the impact assessment. ${reach}`
    : `${parts.join(', ')}; ${reach}`;
}

function ongoingText(subject: Subject): Text {
  const { incident, options } = subject;
  const quiet = options.generated.dataCutOffMs - incident.metrics.lastUseMs;
  const last = `The last call by the intruder was at ${timeText(incident.metrics.lastUseMs)}, ${durationText(Math.max(0, quiet))} before the logs end.`;
  const contained = toldOf(subject, 'contained');
  if (contained !== null) {
    if (callsAfterContainment(subject)) {
      return [
        { strong: 'Not contained: ' },
        `responders closed the last known credential at ${timeText(contained.timeMs)}, and the intruder called after that. ${last}`,
      ];
    }
    const left = presentPersistence(subject).length;
    const rest =
      left === 0 || toldOf(subject, 'eradicated') !== null
        ? ''
        : ` ${countText(left, 'thing')} left behind ${left === 1 ? 'is' : 'are'} still there as far as the logs show.`;
    const source =
      contained.by === 'journal' ? 'as the journal of the response shows' : 'as the responders say';
    return `Contained at ${timeText(contained.timeMs)}, ${source}.${rest} ${last}`;
  }
  const usable = usableCredentials(subject).length;
  const planted = presentPersistence(subject).length;
  if (usable + planted === 0) {
    return `Nothing usable is left as far as the logs show. ${last} That is not yet proof: see what could not be seen.`;
  }
  const ways = [
    ...(usable > 0 ? [`${countText(usable, 'credential')} without a known end`] : []),
    ...(planted > 0 ? [`${countText(planted, 'thing')} left behind`] : []),
  ];
  return [{ strong: 'Treat it as going on: ' }, `${ways.join(' and ')}. ${last}`];
}

function firstSteps(subject: Subject): Text[] {
  const { incident } = subject;
  const usable = usableCredentials(subject);
  const planted = presentPersistence(subject);
  const secrets = incident.impact.filter(({ rotate }) => rotate);
  const steps: Text[] = [];
  if (usable.length > 0 && (toldOf(subject, 'contained') === null || callsAfterContainment(subject))) {
    steps.push(
      closingStep(
        subject,
        usable.map(({ credential }) => credential),
      ),
    );
  }
  if (planted.length > 0 && toldOf(subject, 'eradicated') === null) {
    steps.push([
      steps.length === 0 ? 'Take away what was planted: ' : 'Then take away what was planted: ',
      ...plantedText(plantedKinds(planted)),
      '. Otherwise the intruder comes back.',
    ]);
  }
  if (secrets.length > 0) {
    steps.push([
      steps.length === 0 ? 'Rotate what was read: ' : 'After that, rotate what was read: ',
      ...named(secrets.map(({ resource, service }) => (resource === '' ? service : resource))),
      '.',
    ]);
  }
  if (incident.blindSpots.length > 0) {
    steps.push(
      `Fill ${countText(incident.blindSpots.length, 'gap')} in what was seen before calling it closed.`,
    );
  }
  if (steps.length === 0) {
    steps.push('Ask the owner of the credential whether the calls of the timeline are theirs.');
  }
  return steps;
}

/** What is confirmed is closed now; what is only unusual is asked about first, and not for long. */
function closingStep({ incident }: Subject, credentials: readonly Credential[]): Text {
  const ids = named(credentials.map(({ id }) => id));
  const call = CREDENTIAL_KINDS[credentials[0]!.kind].close[0]!;
  return incident.band === 'page'
    ? [
        `Close ${countText(credentials.length, 'credential')} with a responder’s own identity, parents and children within a minute: `,
        ...ids,
        `. First call: ${call}.`,
      ]
    : [
        'Ask the owner of ',
        ...ids,
        ` whether the calls are theirs. If they are not, or nobody answers within 30 minutes, close it: ${call}.`,
      ];
}

function named(ids: readonly string[]): Span[] {
  const shown = ids.slice(0, NAMED).flatMap((id, n) => (n === 0 ? [{ code: id }] : [', ', { code: id }]));
  return ids.length > NAMED ? [...shown, ` and ${numberText(ids.length - NAMED)} more`] : shown;
}

/** `IAM user or its permissions (cloud-sync); Access key (cloud-sync) and 2 more`. */
function plantedText(kinds: readonly Planted[]): Span[] {
  const more = kinds.length - NAMED;
  return [
    ...kinds
      .slice(0, NAMED)
      .flatMap(({ title, of }, n) => [
        `${n === 0 ? '' : '; '}${title}`,
        ...(of.length === 0 ? [] : [' (', ...named(of), ')']),
      ]),
    ...(more > 0 ? [` and ${numberText(more)} more`] : []),
  ];
}
