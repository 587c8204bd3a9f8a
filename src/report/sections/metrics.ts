/** Metrics of the incident and the clocks that may run. */
import { numberText, timeText } from '../../text.ts';
import type { Block, Section, Text } from '../document.ts';
import { durationText } from '../durations.ts';
import { clocksOf } from '../clocks.ts';
import type { Subject } from '../subject.ts';

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

function metricTable({ incident, options }: Subject): Block {
  const { metrics } = incident;
  const { discoveredMs, containedMs, eradicatedMs, recoveredMs } = options;
  const dwellEnd = eradicatedMs ?? containedMs;
  return {
    kind: 'table',
    caption: 'Metrics, from the times of events and of responders',
    columns: [{ title: 'Metric' }, { title: 'Value' }, { title: 'From what' }],
    rows: [
      [
        'Dwell time',
        dwellEnd === undefined
          ? `at least ${durationText(metrics.lastUseMs - metrics.firstUseMs)}`
          : durationText(dwellEnd - metrics.firstUseMs),
        dwellEnd === undefined
          ? 'first to last use by the intruder; the end of eradication was not told'
          : `first use to ${eradicatedMs === undefined ? 'containment' : 'eradication'}, as told`,
      ],
      ['Time to detect', between(metrics.firstUseMs, discoveredMs), 'first use to discovery by people'],
      [
        'Time to detect, possible',
        between(metrics.firstUseMs, metrics.pageMs),
        'first use to the event at which the findings page',
      ],
      ['Time to contain', between(discoveredMs, containedMs), 'discovery to the last credential closed'],
      ['Time to recover', between(containedMs, recoveredMs), 'containment to normal service'],
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
