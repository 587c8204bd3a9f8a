/** Metrics of the incident and the clocks that may run. */
import { numberText, timeText } from '../../text.ts';
import type { Block, Section, Text } from '../document.ts';
import { durationText } from '../durations.ts';
import { clocksOf } from '../clocks.ts';
import type { Subject, Told } from '../subject.ts';
import { responseTo, toldOf } from '../subject.ts';
import { countText } from '../count-text.ts';
import { timeToContain } from '../time-to-contain.ts';

export function metricsSection(subject: Subject): Section {
  return {
    id: 'metrics',
    title: 'Metrics and regulatory clocks',
    blocks: [
      metricTable(subject),
      { kind: 'heading', text: 'Regulatory clocks' },
      {
        kind: 'note',
        tone: 'caution',
        text: 'This is no legal advice. Whether a clock runs, and since when, is for counsel to say; the table only adds up times. Misuse of computing power alone is mostly not notifiable, unless data were reached as well.',
      },
      clockTable(subject),
    ],
  };
}

function metricTable(subject: Subject): Block {
  const { metrics } = subject.incident;
  const { discoveredMs } = subject.options;
  const [contained, eradicated, recovered] = (['contained', 'eradicated', 'recovered'] as const).map((what) =>
    toldOf(subject, what),
  );
  const dwellEnd = eradicated ?? contained ?? null;
  const { fromFirstUseMs, fromDetectionMs, detectedBy } = timeToContain(subject);
  return {
    kind: 'table',
    caption: 'Metrics, from the times of events and of responders',
    columns: [{ title: 'Metric' }, { title: 'Value' }, { title: 'From what' }],
    rows: [
      [
        'Dwell time',
        dwellEnd === null
          ? `at least ${durationText(metrics.lastUseMs - metrics.firstUseMs)}`
          : durationText(dwellEnd.timeMs - metrics.firstUseMs),
        dwellEnd === null
          ? 'first to last use by the intruder; the end of eradication was not told'
          : `first use to ${dwellEnd === eradicated ? 'eradication' : 'containment'}, ${sourceText(dwellEnd)}`,
      ],
      ['Time to detect', between(metrics.firstUseMs, discoveredMs), 'first use to discovery by people'],
      [
        'Time to detect, possible',
        between(metrics.firstUseMs, metrics.pageMs),
        'first use to the event at which the findings page',
      ],
      [
        'Time to contain',
        durationOr(fromDetectionMs, stillOpen(subject)),
        detectedBy === 'people'
          ? `discovery to ${endText(contained)}`
          : `the event at which the findings page, since nobody told of discovery, to ${endText(contained)}`,
      ],
      [
        'Time to contain, from first use',
        durationOr(fromFirstUseMs, stillOpen(subject)),
        `first use to ${endText(contained)}`,
      ],
      ['Time to recover', between(contained?.timeMs, recovered?.timeMs), 'containment to normal service'],
      [
        'Time to first write',
        between(metrics.firstUseMs, metrics.firstWriteMs),
        'first use to the first successful write of the intruder',
      ],
      [
        'Time to persistence',
        between(metrics.firstUseMs, metrics.firstPersistenceMs),
        'first use to the first thing planted',
      ],
      [
        'Calls told apart',
        `${numberText(metrics.intruderEvents)} intruder, ${numberText(metrics.ownerEvents)} owner, ${numberText(metrics.undecidedEvents)} undecided`,
        'events of the compromised credentials',
      ],
    ],
  };
}

function sourceText({ by }: Told): string {
  return by === 'journal' ? 'as the journal of the response shows' : 'as told';
}

function endText(contained: Told | null | undefined): string {
  return contained?.by === 'journal'
    ? 'the last step of containment that was seen to hold'
    : 'the last credential closed';
}

/** What is said of containment as long as there is no end of it. */
function stillOpen(subject: Subject): string {
  const steps = responseTo(subject)?.steps.filter(
    ({ phase, action }) => phase === 'contain' && action !== 'manual',
  );
  if (steps === undefined || steps.length === 0) return 'unknown';
  const held = steps.filter(({ verifiedMs }) => verifiedMs !== null).length;
  return `not contained: ${numberText(held)} of ${countText(steps.length, 'step')} of containment hold`;
}

function durationOr(ms: number | null, otherwise: string): string {
  return ms === null ? otherwise : durationText(ms);
}

function between(from: number | null | undefined, to: number | null | undefined): string {
  return from === null || from === undefined || to === null || to === undefined
    ? 'unknown'
    : durationText(to - from);
}

function clockTable({ options }: Subject): Block {
  return {
    kind: 'table',
    caption: 'Clocks that may run, if the regime applies',
    columns: [
      { title: 'Regime' },
      { title: 'What starts it' },
      { title: 'What is due' },
      { title: 'Deadline (UTC)', kind: 'time' },
      { title: 'Left at the time of this report' },
    ],
    rows: clocksOf(options).map(({ regime, trigger, due, deadlineMs }): Text[] => [
      regime,
      trigger,
      due,
      deadlineMs === null ? 'start not told' : timeText(deadlineMs),
      deadlineMs === null ? '–' : leftText(deadlineMs - options.generated.atMs),
    ]),
  };
}

function leftText(leftMs: number): Text {
  return leftMs >= 0 ? durationText(leftMs) : [{ strong: `${durationText(-leftMs)} past` }];
}
