/** Incident details: the facts that a register of incidents asks for. */
import { timeText } from '../../text.ts';
import { decibansText } from '../decibans.ts';
import type { Section, Text } from '../document.ts';
import type { Subject } from '../subject.ts';

export function detailsSection({ incident, investigation, options }: Subject): Section {
  return {
    id: 'details',
    title: 'Incident details',
    blocks: [
      {
        kind: 'facts',
        facts: [
          { name: 'Incident', value: [{ code: incident.id }, ` ${incident.title}`] },
          { name: 'Band and score', value: `${incident.band}, ${decibansText(incident.score)} decibans` },
          {
            name: 'Discovered',
            value:
              options.discoveredMs === undefined
                ? 'not told; give the time when people learned of it'
                : timeText(options.discoveredMs),
          },
          { name: 'First use by the intruder', value: timeText(incident.metrics.firstUseMs) },
          { name: 'Last use by the intruder', value: timeText(incident.metrics.lastUseMs) },
          { name: 'Accounts', value: codes(incident.accounts) },
          { name: 'Regions', value: codes(incident.regions) },
          { name: 'Sector', value: options.sector ?? 'not told' },
          {
            name: 'Logs',
            value:
              investigation.fromMs === null || investigation.toMs === null
                ? 'no events'
                : `${timeText(investigation.fromMs)} to ${timeText(investigation.toMs)}`,
          },
        ],
      },
      ...(incident.joins.length === 0
        ? []
        : [
            { kind: 'heading' as const, text: 'Why this is one incident' },
            { kind: 'list' as const, items: incident.joins },
          ]),
    ],
  };
}

function codes(ids: readonly string[]): Text {
  if (ids.length === 0) return 'none named in the events';
  return ids.flatMap((id, n) => (n === 0 ? [{ code: id }] : [', ', { code: id }]));
}
