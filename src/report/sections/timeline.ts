/** Timeline: the phases of the attack, a picture of it, and what happened in order. */
import type { TimelineEntry } from '../../investigate/incident.ts';
import { numberText, timeText } from '../../text.ts';
import { callText } from '../call-text.ts';
import { countText } from '../count-text.ts';
import type { Block, Section, Text } from '../document.ts';
import { momentsOf } from '../moments.ts';
import type { Subject } from '../subject.ts';
import { PHASES, phaseOf } from '../tactics.ts';
import { sourcesOfIncident } from '../../story/audit-record.ts';
import { timelineRows } from '../timeline-rows.ts';

/** Marked by number on the picture. */
const MOST_MARKS = 12;

export function timelineSection(subject: Subject): Section {
  const { incident, options } = subject;
  return {
    id: 'timeline',
    title: 'Timeline',
    blocks: [
      {
        kind: 'timeline-picture',
        picture: {
          entries: incident.timeline,
          marks: marksOf(incident.timeline),
          notes: momentsOf(subject),
        },
      },
      { kind: 'heading', text: 'Phases' },
      phaseTable(subject),
      { kind: 'heading', text: 'Detection and response' },
      responseBlock(subject),
      { kind: 'heading', text: 'What happened, in order' },
      ...(incident.timeline.length === 0
        ? [
            {
              kind: 'empty' as const,
              text: 'No event of these credentials is in the evidence that was read.',
            },
          ]
        : [
            {
              kind: 'timeline' as const,
              rows: timelineRows(incident.timeline),
              total: incident.timeline.length,
            },
          ]),
      ...(incident.metrics.ownerEventsCounted === 0
        ? []
        : [
            {
              kind: 'empty' as const,
              text: `${countText(incident.metrics.ownerEventsCounted, 'further read')} of the owner, none of them in doubt, ${incident.metrics.ownerEventsCounted === 1 ? 'is' : 'are'} counted only and not listed: those nearest to the beginning of the incident are.`,
            },
          ]),
      ...(options.notes === undefined || options.notes.length === 0
        ? [
            {
              kind: 'empty' as const,
              text: 'No notes of responders were given to this report, so their lane holds only what Keytrail itself would have raised.',
            },
          ]
        : []),
    ],
  };
}

/** The first of each of the intruder's weightiest calls, in order of time. */
function marksOf(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  const firsts = new Map<string, TimelineEntry>();
  const calls = timeline
    .filter(({ actor, weight }) => actor === 'intruder' && weight >= 2)
    .toSorted((a, b) => a.timeMs - b.timeMs);
  for (const entry of calls) {
    const key = `${entry.service}:${entry.action}:${entry.error === ''}`;
    if (!firsts.has(key)) firsts.set(key, entry);
  }
  return [...firsts.values()]
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, MOST_MARKS)
    .toSorted((a, b) => a.timeMs - b.timeMs);
}

function phaseTable(subject: Subject): Block {
  const ofIntruder = subject.incident.timeline.filter(({ actor }) => actor === 'intruder');
  return {
    kind: 'table',
    caption: 'Only the intruder’s calls count',
    columns: [
      { title: 'Phase' },
      { title: 'First', kind: 'time' },
      { title: 'Last', kind: 'time' },
      { title: 'Succeeded', kind: 'number' },
      { title: 'Failed', kind: 'number' },
      { title: 'Weightiest call' },
    ],
    rows: PHASES.map(({ id, title }) => {
      const entries = ofIntruder.filter((entry) => phaseOf(entry)?.id === id);
      if (id === 'initial-access' && entries.length === 0)
        return [title, ...firstUseCells(ofIntruder, leakText(subject))];
      return [title, ...phaseCells(entries)];
    }),
  };
}

/** How the key was got is not in these logs; that it was, its first use says. */
function firstUseCells(entries: readonly TimelineEntry[], leak: string): Text[] {
  const [first] = entries.toSorted((a, b) => a.timeMs - b.timeMs);
  if (first === undefined) return phaseCells([]);
  const call = callText(first);
  const time = timeText(first.timeMs);
  return [time, time, '–', '–', ['First use: ', ...(typeof call === 'string' ? [call] : call), leak]];
}

function leakText({ incident, options }: Subject): string {
  const source = options.audit && sourcesOfIncident(options.audit, incident).sources[0];
  return source === undefined
    ? '. How it leaked is not observed.'
    : '. Where it may have leaked from stands in the section on initial access.';
}

function phaseCells(entries: readonly TimelineEntry[]): Text[] {
  if (entries.length === 0) return ['–', '–', '0', '0', 'not observed'];
  const [first] = entries;
  let [from, to, failed, top] = [Infinity, -Infinity, 0, first!];
  for (const entry of entries) {
    from = Math.min(from, entry.timeMs);
    to = Math.max(to, entry.timeMs);
    if (entry.error !== '') failed++;
    if (entry.weight > top.weight) top = entry;
  }
  return [
    timeText(from),
    timeText(to),
    numberText(entries.length - failed),
    numberText(failed),
    callText(top),
  ];
}

function responseBlock(subject: Subject): Block {
  const moments = momentsOf(subject);
  if (moments.length === 0) {
    return { kind: 'empty', text: 'Nothing is known of detection or response.' };
  }
  return {
    kind: 'table',
    caption: `Detection and response: ${countText(moments.length, 'moment')}`,
    columns: [{ title: 'Time (UTC)', kind: 'time' }, { title: 'Who' }, { title: 'What' }],
    rows: moments.map(({ timeMs, by, text }) => [timeText(timeMs), by, text]),
  };
}
