/** How long it took to contain an incident: from the intruder's first event, and from when it was detected. */
import type { Subject } from './subject.ts';
import { toldOf } from './subject.ts';

/** In milliseconds; `null` where an end of it is not known. */
export interface TimeToContain {
  readonly fromFirstUseMs: number | null;
  readonly fromDetectionMs: number | null;
  /** Who detected it: people, or the findings when the logs are replayed. */
  readonly detectedBy: 'people' | 'findings';
}

/** Never below zero: a key may have been closed before anybody knew of the intruder. */
export function timeToContain(subject: Subject): TimeToContain {
  const { metrics } = subject.incident;
  const { discoveredMs } = subject.options;
  const contained = toldOf(subject, 'contained');
  const since = (fromMs: number | null): number | null =>
    fromMs === null || contained === null ? null : Math.max(0, contained.timeMs - fromMs);
  return {
    fromFirstUseMs: since(metrics.firstUseMs),
    fromDetectionMs: since(discoveredMs ?? metrics.pageMs),
    detectedBy: discoveredMs === undefined ? 'findings' : 'people',
  };
}
