/** What could not be seen, of an incident or of the logs as a whole. */
import type { BlindSpot } from '../../investigate/incident.ts';
import { timeText } from '../../text.ts';
import type { Block, Section, Text } from '../document.ts';

const KINDS: { readonly [K in BlindSpot['kind']]: string } = {
  'skipped-file': 'file skipped',
  gap: 'gap in the logs',
  'logging-stopped': 'logging stopped',
  'no-data-events': 'no data events',
  truncated: 'fields cut off',
  'no-history': 'no history',
  unjoined: 'lineage not joined',
  rule: 'rule left out',
  retention: 'before the logs begin',
};

export function blindSpotsSection(spots: readonly BlindSpot[]): Section {
  const block: Block =
    spots.length === 0
      ? {
          kind: 'empty',
          text: 'No gap was found in what was read. What CloudTrail does not record stays unseen: sending by SES and SNS, data events that are off, what runs on hosts.',
        }
      : {
          kind: 'table',
          caption: 'Blind spots: each is a reason why “not seen” is not “did not happen”',
          columns: [
            { title: 'Kind' },
            { title: 'Where', kind: 'code' },
            { title: 'From', kind: 'time' },
            { title: 'To', kind: 'time' },
            { title: 'What it means' },
          ],
          rows: spots.map(({ kind, account, region, fromMs, toMs, sentence }): Text[] => [
            KINDS[kind],
            account + region === '' ? '–' : [{ code: `${account} ${region}`.trim() }],
            fromMs === null ? '–' : timeText(fromMs),
            toMs === null ? '–' : timeText(toMs),
            sentence,
          ]),
        };
  return { id: 'blind-spots', title: 'What could not be seen', blocks: [block] };
}
