/** Executive summary: one page for who has to decide. */
import { timeText } from '../../text.ts';
import { countText } from '../count-text.ts';
import type { Section, Text } from '../document.ts';
import { durationText } from '../durations.ts';
import type { Subject } from '../subject.ts';
import { toldOf } from '../subject.ts';
import { verdictOn } from '../verdict.ts';

export function summarySection(subject: Subject): Section {
  const { incident } = subject;
  const verdict = verdictOn(subject);
  const { metrics } = incident;
  return {
    id: 'summary',
    title: 'Executive summary',
    blocks: [
      {
        kind: 'paragraph',
        text:
          incident.summary.length === 0
            ? incident.title
            : incident.summary.flatMap((sentence, n) => (n === 0 ? [sentence] : [' ', sentence])),
      },
      {
        kind: 'facts',
        facts: [
          {
            name: 'Severity',
            value: [{ strong: verdict.severity }, ` (proposed): ${verdict.severityReason}`],
          },
          { name: 'Status', value: verdict.ongoing },
          { name: 'Effect', value: verdict.bad },
          {
            name: 'When',
            value: `${timeText(metrics.firstUseMs)} to ${timeText(metrics.lastUseMs)} (${durationText(metrics.lastUseMs - metrics.firstUseMs)})`,
          },
          {
            name: 'Told apart',
            value: `${countText(metrics.intruderEvents, 'call')} of the intruder, ${countText(metrics.ownerEvents, 'call')} of the owner, ${metrics.undecidedEvents} undecided`,
          },
        ],
      },
      { kind: 'heading', text: 'To decide' },
      { kind: 'list', items: decisions(subject) },
    ],
  };
}

function decisions(subject: Subject): Text[] {
  const { incident } = subject;
  const asked: Text[] = [];
  if (toldOf(subject, 'contained') === null)
    asked.push('Whether the credentials are closed now, and what stops working with them.');
  if (
    incident.impact.some(
      ({ class: kind, certainty }) =>
        (kind === 'read' || kind === 'shared') && certainty !== 'not observable',
    )
  ) {
    asked.push(
      'Whether personal, health, card or other regulated data were in what was read or shared: clocks may run (see Metrics).',
    );
  }
  if (incident.impact.some(({ class: kind }) => kind === 'cost'))
    asked.push('Whether to ask AWS for a billing adjustment.');
  asked.push('Whether the severity proposed here is right for what these resources are worth.');
  return asked;
}
