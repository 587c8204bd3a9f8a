/** Moments of detection and response, from the findings and from what responders told, in order of time. */
import type { ResponderNote } from './options.ts';
import type { Subject } from './subject.ts';
import { responseTo, toldOf } from './subject.ts';

export function momentsOf(subject: Subject): readonly ResponderNote[] {
  const { incident, options } = subject;
  const { watchMs, pageMs } = incident.metrics;
  const moments = [
    moment(watchMs, 'Keytrail', 'the findings reach the band watch (when the logs are replayed)'),
    moment(pageMs, 'Keytrail', 'the findings reach the band page (when the logs are replayed)'),
    moment(options.discoveredMs, 'Responders', 'learned of the incident'),
    told(subject, 'contained', 'contained: the last known credential was closed'),
    told(subject, 'eradicated', 'eradicated: everything left behind was taken away'),
    told(subject, 'recovered', 'recovered: normal service was back'),
    ...recorded(subject),
    ...(options.notes ?? []),
  ];
  return moments.filter((note) => note !== null).toSorted((a, b) => a.timeMs - b.timeMs);
}

function told(
  subject: Subject,
  what: 'contained' | 'eradicated' | 'recovered',
  text: string,
): ResponderNote | null {
  const found = toldOf(subject, what);
  return found === null ? null : moment(found.timeMs, found.by === 'journal' ? JOURNAL : 'Responders', text);
}

const JOURNAL = 'Journal';

/** When acting began, when it was taken back, and what was said of closing. */
function recorded(subject: Subject): (ResponderNote | null)[] {
  const response = responseTo(subject);
  if (response === null) return [];
  const { runs, counterMoves, closing } = response;
  const first = (mode: string): number | undefined => runs.find((run) => run.mode === mode)?.timeMs;
  return [
    moment(first('apply'), JOURNAL, 'the plan was first applied'),
    moment(counterMoves[0]?.timeMs, JOURNAL, 'others first changed what the response had brought about'),
    moment(first('undo'), JOURNAL, 'steps were first taken back'),
    moment(
      closing?.timeMs,
      JOURNAL,
      closing?.verdict === 'closable' ? 'the incident may be closed' : 'the incident may not be closed yet',
    ),
  ];
}

function moment(timeMs: number | null | undefined, by: string, text: string): ResponderNote | null {
  return timeMs === null || timeMs === undefined ? null : { timeMs, by, text };
}
