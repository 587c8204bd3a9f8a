/** The report in Markdown, as GitHub shows it. */
import type { Incident } from '../../investigate/incident.ts';
import type { Investigation } from '../../investigate/investigation.ts';
import { numberText, timeText } from '../../text.ts';
import { CREDENTIAL_KINDS } from '../credential-kinds.ts';
import type { Block, Column, Part, ReportDocument, Section, Text } from '../document.ts';
import type { TreeNode } from '../lineage-tree.ts';
import { lineageTrees } from '../lineage-tree.ts';
import { makeDocument } from '../make-document.ts';
import type { ReportOptions } from '../options.ts';
import { callText } from '../call-text.ts';
import { techniqueLink } from '../technique-link.ts';
import type { TimelineRow } from '../timeline-rows.ts';
import { runText } from '../run-text.ts';
import { eventText } from '../cite.ts';
import { markdownCode, markdownText } from './escape.ts';

/** Rows of one table; the JSON and the CSV hold all. */
const MOST_ROWS = 1000;

export function renderMarkdown(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string {
  return documentText(makeDocument(investigation, incident, options));
}

function documentText({ title, tlp, facts, parts }: ReportDocument): string {
  const several = parts.length > 1;
  const blocks = [
    `# ${markdownText(title)}`,
    `**TLP:${tlp.toUpperCase()}** · all times are UTC`,
    factsText(facts),
    ...parts.flatMap((part) => partTexts(part, several)),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function partTexts({ title, verdict, sections }: Part, several: boolean): string[] {
  const level = several ? 3 : 2;
  return [
    ...(several ? [`## ${markdownText(title)}`] : []),
    ...(verdict === null
      ? []
      : [
          [
            `- **How bad:** ${verdict.severity}, ${markdownText(verdict.severityReason)}. ${inline(verdict.bad)}`,
            `- **Still going on?** ${inline(verdict.ongoing)}`,
            `- **What to do first:**`,
            ...verdict.first.map((step, n) => `  ${n + 1}. ${inline(step)}`),
          ].join('\n'),
        ]),
    ...sections.flatMap((section) => sectionTexts(section, level)),
  ];
}

function sectionTexts({ title, blocks }: Section, level: number): string[] {
  return [`${'#'.repeat(level)} ${markdownText(title)}`, ...blocks.map((block) => blockText(block, level))];
}

function blockText(block: Block, level: number): string {
  switch (block.kind) {
    case 'paragraph':
      return inline(block.text);
    case 'heading':
      return `${'#'.repeat(level + 1)} ${markdownText(block.text)}`;
    case 'list':
      return block.items
        .map((item, n) => `${block.ordered === true ? `${n + 1}.` : '-'} ${inline(item)}`)
        .join('\n');
    case 'facts':
      return factsText(block.facts);
    case 'table':
      return `${markdownText(block.caption)}:\n\n${tableText(block.columns, block.rows)}`;
    case 'empty':
      return `*None.* ${inline(block.text)}`;
    case 'note':
      return `> ${inline(block.text)}`;
    case 'timeline':
      return tableText(TIMELINE_COLUMNS, block.rows.map(timelineCells));
    case 'timeline-picture':
      return block.picture.marks
        .map((entry, n) => `${n + 1}. ${markdownCode(timeText(entry.timeMs))} ${inline(callText(entry))}`)
        .join('\n');
    case 'lineage-picture':
      return lineageTrees(block.picture)
        .flatMap((tree) => treeLines(tree, 0))
        .join('\n');
  }
}

function factsText(facts: readonly { readonly name: string; readonly value: Text }[]): string {
  return facts.map(({ name, value }) => `- **${markdownText(name)}:** ${inline(value)}`).join('\n');
}

function tableText(columns: readonly Column[], rows: readonly (readonly Text[])[]): string {
  const lines = [
    columns.map(({ title }) => markdownText(title)),
    columns.map(({ kind }) => (kind === 'number' ? '--:' : '---')),
    ...rows.slice(0, MOST_ROWS).map((cells) => cells.map(inline)),
  ].map((cells) => `| ${cells.join(' | ')} |`);
  const more = rows.length - MOST_ROWS;
  return more > 0 ? `${lines.join('\n')}\n\n${numberText(more)} more are in the JSON.` : lines.join('\n');
}

const TIMELINE_COLUMNS: readonly Column[] = [
  { title: 'Time (UTC)', kind: 'time' },
  { title: 'Actor' },
  { title: 'What' },
  { title: 'From where' },
  { title: 'Credential', kind: 'code' },
  { title: 'Event', kind: 'code' },
];

function timelineCells(row: TimelineRow): Text[] {
  if (row.kind === 'run') {
    const [from, to] = [timeText(row.firstMs), timeText(row.lastMs)];
    return [from === to ? from : `${from} to ${to}`, row.actor, runText(row), '', '', ''];
  }
  const { entry } = row;
  return [
    timeText(entry.timeMs),
    entry.actor === 'intruder' ? [{ strong: 'intruder' }] : entry.actor,
    callText(entry),
    [{ code: [entry.address, entry.country, entry.network].filter((part) => part !== '').join(', ') }],
    [{ code: entry.credential }],
    [{ code: eventText(entry) }],
  ];
}

function treeLines({ id, kind, principal, edge, children, folded }: TreeNode, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const by = edge === null ? '' : ` by ${markdownCode(edge.mechanism)} (${edge.rule}, ${edge.confidence})`;
  const of = principal === '' ? '' : ` of ${markdownCode(principal)}`;
  return [
    `${indent}- ${kind === null ? 'credential' : CREDENTIAL_KINDS[kind].title} ${markdownCode(id)}${of}${by}`,
    ...children.flatMap((child) => treeLines(child, depth + 1)),
    ...folded.map(
      ({ mechanism, count }) => `${indent}  - ${numberText(count)} more by ${markdownCode(mechanism)}`,
    ),
  ];
}

function inline(text: Text): string {
  if (typeof text === 'string') return markdownText(text);
  return text
    .map((span) => {
      if (typeof span === 'string') return markdownText(span);
      if ('code' in span) return markdownCode(span.code);
      if ('strong' in span)
        return `**${markdownText(span.strong.trim())}**${span.strong.endsWith(' ') ? ' ' : ''}`;
      const link = techniqueLink(span.technique);
      return link === null ? markdownCode(span.technique) : `[${span.technique}](${link})`;
    })
    .join('');
}
