/** What a section of a report is on: an incident, what it was found in, and what the report was told. */
import type { CompromisedCredential, Incident, PersistenceItem } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import type { ResponseRecord } from '../respond/response-record.ts';
import type { ReportOptions } from './options.ts';

export interface Subject {
  readonly incident: Incident;
  readonly investigation: Investigation;
  readonly options: ReportOptions;
}

/** What was planned and done about the incident; `null` when nothing of it is in the case. */
export function responseTo({ incident, options }: Subject): ResponseRecord | null {
  const { responses = {} } = options;
  return Object.hasOwn(responses, incident.id) ? responses[incident.id]! : null;
}

/** A moment of the response, and whether people told it or the journal of the response holds it. */
export interface Told {
  readonly timeMs: number;
  readonly by: 'responders' | 'journal';
}

/** When it was contained, eradicated, recovered: as people say, or else as the journal shows. */
export function toldOf(subject: Subject, what: 'contained' | 'eradicated' | 'recovered'): Told | null {
  const told = subject.options[`${what}Ms`];
  if (told !== undefined) return { timeMs: told, by: 'responders' };
  const timeMs = responseTo(subject)?.[`${what}Ms`] ?? null;
  return timeMs === null ? null : { timeMs, by: 'journal' };
}

/** Credentials for which no end is known: neither closed in the logs nor run out when the logs were collected. */
export function usableCredentials({ incident, options }: Subject): readonly CompromisedCredential[] {
  return incident.credentials.filter(
    ({ untilMs, credential }) =>
      untilMs === null &&
      (credential.expiresMs === null || credential.expiresMs > options.generated.dataCutOffMs),
  );
}

/** What the intruder planted and nobody took away, as far as the logs show. */
export function presentPersistence({ incident }: Subject): readonly PersistenceItem[] {
  return incident.persistence.filter(({ state }) => state === 'present');
}
