/** How it was judged: what the verdicts were reached with, and the terms of each finding. */
import type { Finding } from '../../investigate/finding.ts';
import type { Incident } from '../../investigate/incident.ts';
import type { Investigation } from '../../investigate/investigation.ts';
import { numberText } from '../../text.ts';
import { cite } from '../cite.ts';
import { decibansText } from '../decibans.ts';
import type { Block, Section, Text } from '../document.ts';

/** Findings told term by term in documents; the JSON has all. */
const MOST_FINDINGS = 40;

export function judgementSection(investigation: Investigation, incidents: readonly Incident[]): Section {
  const { judgement, subjects } = investigation;
  const { page, watch, log } = judgement.thresholds;
  const findings = incidents.flatMap((incident) => incident.findings);
  const shown = findings.toSorted((a, b) => b.score - a.score).slice(0, MOST_FINDINGS);
  return {
    id: 'judgement',
    title: 'How it was judged',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Each credential, network and tool together make a context. Its score is a sum of terms, each how much more likely what was seen is for an intruder than for the owner, in decibans: ten are a factor of ten, and the sum of zero is even odds.',
      },
      {
        kind: 'facts',
        facts: [
          { name: 'Program', value: `Keytrail ${judgement.version}, ${numberText(judgement.rules)} rules` },
          { name: 'ATT&CK', value: judgement.attack },
          {
            name: 'Address data',
            value: judgement.networks.length === 0 ? 'none' : judgement.networks.join('; '),
          },
          {
            name: 'Bands',
            value: `page from ${decibansText(page)}, watch from ${decibansText(watch)}, log from ${decibansText(log)} decibans`,
          },
          { name: 'Judged', value: `${numberText(subjects)} credentials and principals` },
          {
            name: 'Known networks',
            value:
              judgement.known.length === 0
                ? 'none were given'
                : judgement.known.flatMap((file, n) => [n === 0 ? '' : ', ', { code: file }]),
          },
        ],
      },
      ...(shown.length === 0
        ? [{ kind: 'empty' as const, text: 'No finding reached an incident.' }]
        : shown.flatMap(findingBlocks)),
      ...(findings.length > shown.length
        ? [
            {
              kind: 'paragraph' as const,
              text: `${numberText(findings.length - shown.length)} more findings are in the JSON.`,
            },
          ]
        : []),
    ],
  };
}

function findingBlocks(finding: Finding): Block[] {
  const title = `${finding.id}: ${finding.band}, ${decibansText(finding.score)} decibans`;
  return [
    { kind: 'heading', text: title },
    {
      kind: 'paragraph',
      text: [
        { code: finding.subject },
        ' from ',
        { code: finding.network === '' ? 'any network' : finding.network },
        ' with ',
        { code: finding.tool === '' ? 'any tool' : finding.tool },
        ...(finding.benignIf.length === 0 ? [] : [`. Harmless if: ${finding.benignIf.join('; or ')}`]),
      ],
    },
    {
      kind: 'table',
      caption: `Terms of ${finding.id}`,
      columns: [
        { title: 'Decibans', kind: 'number' },
        { title: 'Term' },
        { title: 'About' },
        { title: 'Why' },
        { title: 'Events', kind: 'code' },
      ],
      rows: finding.terms
        .toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats))
        .map(({ nats, name, about, sentence, evidence }): Text[] => [
          decibansText(nats),
          name,
          about,
          sentence,
          cite(evidence),
        ]),
    },
  ];
}
