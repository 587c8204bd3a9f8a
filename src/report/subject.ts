/** What a section of a report is on: an incident, what it was found in, and what the report was told. */
import type { CompromisedCredential, Incident, PersistenceItem } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import type { ReportOptions } from './options.ts';

export interface Subject {
  readonly incident: Incident;
  readonly investigation: Investigation;
  readonly options: ReportOptions;
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
