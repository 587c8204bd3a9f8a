/** Moments of detection and response, from the findings and from what responders told, in order of time. */
import type { ResponderNote } from './options.ts';
import type { Subject } from './subject.ts';

export function momentsOf({ incident, options }: Subject): readonly ResponderNote[] {
  const { watchMs, pageMs } = incident.metrics;
  const moments = [
    moment(watchMs, 'Keytrail', 'the findings reach the band watch (when the logs are replayed)'),
    moment(pageMs, 'Keytrail', 'the findings reach the band page (when the logs are replayed)'),
    moment(options.discoveredMs, 'Responders', 'learned of the incident'),
    moment(options.containedMs, 'Responders', 'contained: the last known credential was closed'),
    moment(options.eradicatedMs, 'Responders', 'eradicated: everything left behind was taken away'),
    moment(options.recoveredMs, 'Responders', 'recovered: normal service was back'),
    ...(options.notes ?? []),
  ];
  return moments.filter((note) => note !== null).toSorted((a, b) => a.timeMs - b.timeMs);
}

function moment(timeMs: number | null | undefined, by: string, text: string): ResponderNote | null {
  return timeMs === null || timeMs === undefined ? null : { timeMs, by, text };
}
