/** The times by which an incident is measured. */
import type { Action } from './action.ts';
import { countOf } from './call.ts';
import { lastMsOf } from './evidence.ts';
import type { Finding } from './finding.ts';
import { groupBy } from '../group-by.ts';
import type { Metrics, PersistenceItem } from './incident.ts';

/**
 * First and last events and counts. Times are in milliseconds since 1970 (UTC), `NaN` for the first and last use where
 * no event of the intruder has a time.
 *
 * @param ownerEventsCounted reads of the owner that are not among the actions
 */
export function metricsOf(
  actions: readonly Action[],
  persistence: readonly PersistenceItem[],
  findings: readonly Finding[],
  ownerEventsCounted = 0,
): Metrics {
  const by = groupBy(actions, ({ event }) => event.actor);
  const intruder = by.get('intruder') ?? [];
  const planted = persistence
    .filter(({ state }) => state !== 'attempted')
    .flatMap((item) => item.events.slice(0, 1));
  return {
    firstUseMs: earliest(intruder.map(({ ref }) => ref.timeMs)) ?? Number.NaN,
    lastUseMs: latest(intruder.map(({ event }) => lastMsOf(event))) ?? Number.NaN,
    watchMs: earliest(findings.map(({ watchMs }) => watchMs)),
    pageMs: earliest(findings.map(({ pageMs }) => pageMs)),
    firstWriteMs: earliest(
      intruder
        .filter(({ readOnly, outcome }) => !readOnly && outcome === 'succeeded')
        .map(({ ref }) => ref.timeMs),
    ),
    firstPersistenceMs: earliest(planted.map(({ timeMs }) => timeMs)),
    intruderEvents: countOf(intruder),
    ownerEvents: countOf(by.get('owner') ?? []) + ownerEventsCounted,
    ownerEventsCounted,
    undecidedEvents: countOf(by.get('undecided') ?? []),
  };
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (first, time) =>
      time === null || Number.isNaN(time) ? first : first === null || time < first ? time : first,
    null,
  );
}

function latest(times: readonly number[]): number | null {
  const negated = earliest(times.map((time) => -time));
  return negated === null ? null : -negated;
}
