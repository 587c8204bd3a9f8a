/** Attack methodology: every tactic of ATT&CK, those not observed with what would have shown them. */
import type { Technique } from '../../investigate/incident.ts';
import { numberText } from '../../text.ts';
import { cite } from '../cite.ts';
import type { Block, Section, Text } from '../document.ts';
import type { Subject } from '../subject.ts';
import type { Tactic } from '../tactics.ts';
import { TACTICS, tacticOf } from '../tactics.ts';

export function methodologySection({ incident, investigation }: Subject): Section {
  const [seen, unseen]: [Tactic[], Tactic[]] = [[], []];
  for (const tactic of TACTICS) {
    (techniquesOf(incident.techniques, tactic).length > 0 ? seen : unseen).push(tactic);
  }
  const unknown = incident.techniques.filter(({ tactic }) => tacticOf(tactic) === null);
  const rows = [
    ...seen.flatMap((tactic) => techniquesOf(incident.techniques, tactic).map((t) => row(tactic.title, t))),
  ];
  rows.push(...unknown.map((technique) => row(technique.tactic, technique)));
  return {
    id: 'methodology',
    title: 'Attack methodology',
    blocks: [
      {
        kind: 'paragraph',
        text: `Techniques of MITRE ATT&CK ${investigation.judgement.attack}, counted over the intruder’s calls.`,
      },
      ...(rows.length === 0
        ? [{ kind: 'empty' as const, text: 'No call of the intruder stands for a technique of its own.' }]
        : [techniqueTable(rows)]),
      ...(unseen.length === 0 ? [] : [unseenTable(unseen)]),
    ],
  };
}

function techniquesOf(techniques: readonly Technique[], { id }: Tactic): readonly Technique[] {
  return techniques.filter(({ tactic }) => tacticOf(tactic)?.id === id);
}

function row(title: string, { id, name, attempted, succeeded, events }: Technique): Text[] {
  return [title, [{ technique: id }, ` ${name}`], numberText(succeeded), numberText(attempted), cite(events)];
}

function techniqueTable(rows: readonly (readonly Text[])[]): Block {
  return {
    kind: 'table',
    caption: 'Techniques that were seen',
    columns: [
      { title: 'Tactic' },
      { title: 'Technique' },
      { title: 'Succeeded', kind: 'number' },
      { title: 'Attempted', kind: 'number' },
      { title: 'Events', kind: 'code' },
    ],
    rows,
  };
}

function unseenTable(tactics: readonly Tactic[]): Block {
  return {
    kind: 'table',
    caption: 'Tactics not observed, and what would have shown them',
    columns: [{ title: 'Tactic' }, { title: 'Seen' }, { title: 'What would have shown it' }],
    rows: tactics.map(({ title, shownBy }) => [title, 'not observed', shownBy]),
  };
}
