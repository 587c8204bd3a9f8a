/** Impact assessment: what the logs support, in four parts, and what a person must add. */
import type { ImpactItem } from '../../investigate/incident.ts';
import { cite } from '../cite.ts';
import { countText } from '../count-text.ts';
import type { Block, Section, Text } from '../document.ts';
import { CERTAINTY_ORDER, IMPACT_WORDS } from '../impact-words.ts';
import type { Subject } from '../subject.ts';

interface PartOfImpact {
  readonly part: 'data' | 'operational' | 'financial';
  readonly title: string;
  readonly none: string;
  /** What no log says. */
  readonly add: string;
}

const PARTS: readonly PartOfImpact[] = [
  {
    part: 'financial',
    title: 'Financial',
    none: 'No call that runs up cost was seen. Sending by SES and SNS and transfer out of S3 are not in these logs.',
    add: 'the cost of the period by service and region (Cost Explorer, GetCostAndUsage), and of the work on the incident.',
  },
  {
    part: 'data',
    title: 'Data',
    none: 'No read or share of data was seen. Where data events are off, that does not say that there was none.',
    add: 'what these resources hold, whose data they are, and which regimes apply; S3 server access logs and Storage Lens where data events are off.',
  },
  {
    part: 'operational',
    title: 'Operational',
    none: 'No resource was created, changed or deleted, and no attempt at it was seen.',
    add: 'which services people missed, for how long, and what the response itself interrupted.',
  },
];

export function impactSection({ incident }: Subject): Section {
  return {
    id: 'impact',
    title: 'Impact assessment',
    blocks: [
      {
        kind: 'note',
        tone: 'caution',
        text: 'Only the intruder’s calls are counted. “Not observable” means that these logs cannot say either way, which is not “no”.',
      },
      ...PARTS.flatMap((part) => partBlocks(part, incident.impact)),
      { kind: 'heading', text: 'Reputational' },
      {
        kind: 'empty',
        text: 'No log speaks of it. A person must add: who outside knows or must be told, mail or abuse sent in the organisation’s name, and contracts that ask for notice.',
      },
    ],
  };
}

function partBlocks({ part, title, none, add }: PartOfImpact, impact: readonly ImpactItem[]): Block[] {
  const items = impact
    .filter((item) => IMPACT_WORDS[item.class].part === part)
    .toSorted((a, b) => rank(a) - rank(b));
  return [
    { kind: 'heading', text: title },
    items.length === 0 ? { kind: 'empty', text: none } : impactTable(title, items),
    { kind: 'paragraph', text: [{ strong: 'A person must add: ' }, add] },
  ];
}

/** The surest first, attempts last. */
function rank({ class: kind, certainty }: ImpactItem): number {
  return CERTAINTY_ORDER.indexOf(certainty) + (kind === 'attempted' ? CERTAINTY_ORDER.length : 0);
}

function impactTable(title: string, items: readonly ImpactItem[]): Block {
  const rotate = items.filter((item) => item.rotate).length;
  return {
    kind: 'table',
    caption: `${title} impact${rotate > 0 ? `; ${countText(rotate, 'secret')} to rotate` : ''}`,
    columns: [
      { title: 'What' },
      { title: 'Certainty' },
      { title: 'Resource', kind: 'code' },
      { title: 'Where', kind: 'code' },
      { title: 'In words' },
      { title: 'Events', kind: 'code' },
    ],
    rows: items.map((item) => [
      item.rotate
        ? [IMPACT_WORDS[item.class].title, ', ', { strong: 'rotate' }]
        : IMPACT_WORDS[item.class].title,
      item.certainty,
      resourceText(item),
      [{ code: `${item.account} ${item.region}`.trim() }],
      item.sentence,
      cite(item.events),
    ]),
  };
}

function resourceText({ service, resource }: ImpactItem): Text {
  return resource === '' ? `${service} as a whole` : [{ code: resource }];
}
