/** Indicators of compromise, by where a hunter uses them, and the networks that calls came from. */
import type { Indicator, IndicatorType } from '../../investigate/incident.ts';
import { numberText, timeText } from '../../text.ts';
import type { Block, Section } from '../document.ts';
import { networksOf } from '../networks.ts';
import type { Subject } from '../subject.ts';

interface IndicatorGroup {
  readonly title: string;
  readonly types: readonly IndicatorType[];
  readonly none: string;
}

const GROUPS: readonly IndicatorGroup[] = [
  { title: 'Behavioural', types: ['behaviour'], none: 'No pattern of calls was told apart as an indicator.' },
  {
    title: 'Network',
    types: ['ipv4', 'ipv6', 'asn'],
    none: 'No address of the intruder is in the logs: calls came through AWS services only.',
  },
  { title: 'Tool', types: ['user-agent', 'sid'], none: 'No user agent or session mark is telling.' },
  {
    title: 'Names and identifiers',
    types: ['principal-name', 'resource-name', 'account', 'access-key'],
    none: 'Nothing was named by the intruder.',
  },
];

export function indicatorsSection({ incident }: Subject): Section {
  return {
    id: 'indicators',
    title: 'Indicators of compromise',
    blocks: [
      ...GROUPS.flatMap(({ title, types, none }): Block[] => {
        const indicators = incident.indicators.filter(({ type }) => types.includes(type));
        return [
          { kind: 'heading', text: title },
          indicators.length === 0 ? { kind: 'empty', text: none } : indicatorTable(title, indicators),
        ];
      }),
      { kind: 'heading', text: 'Files' },
      {
        kind: 'empty',
        text: 'None from this source: CloudTrail records calls, not files. Hashes have to come from the hosts.',
      },
      { kind: 'heading', text: 'Networks' },
      networkTable(incident.timeline),
    ],
  };
}

function indicatorTable(title: string, indicators: readonly Indicator[]): Block {
  return {
    kind: 'table',
    caption: `${title} indicators`,
    columns: [
      { title: 'Type' },
      { title: 'Value', kind: 'code' },
      { title: 'Confidence' },
      { title: 'First', kind: 'time' },
      { title: 'Last', kind: 'time' },
      { title: 'Events', kind: 'number' },
      { title: 'What it is worth' },
    ],
    rows: indicators.map(({ type, value, confidence, firstMs, lastMs, count, note }) => [
      type,
      [{ code: value }],
      confidence,
      timeText(firstMs),
      timeText(lastMs),
      numberText(count),
      note,
    ]),
  };
}

function networkTable(timeline: Subject['incident']['timeline']): Block {
  const networks = networksOf(timeline);
  if (networks.length === 0) return { kind: 'empty', text: 'No call of the timeline has an address.' };
  return {
    kind: 'table',
    caption: 'Networks that these credentials were used from, those of the intruder first',
    columns: [
      { title: 'Network' },
      { title: 'Country' },
      { title: 'Addresses', kind: 'code' },
      { title: 'Intruder', kind: 'number' },
      { title: 'Owner', kind: 'number' },
      { title: 'Undecided', kind: 'number' },
      { title: 'First', kind: 'time' },
      { title: 'Last', kind: 'time' },
    ],
    rows: networks.map(({ network, country, addresses, otherAddresses, calls, firstMs, lastMs }) => [
      network === '' ? 'unknown' : network,
      country === '' ? 'unknown' : country,
      [
        ...addresses.flatMap((address, n) => (n === 0 ? [{ code: address }] : [', ', { code: address }])),
        ...(otherAddresses > 0 ? [` and ${numberText(otherAddresses)} more`] : []),
      ],
      numberText(calls.intruder),
      numberText(calls.owner),
      numberText(calls.undecided),
      timeText(firstMs),
      timeText(lastMs),
    ]),
  };
}
