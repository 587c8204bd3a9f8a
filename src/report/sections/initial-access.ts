/** Initial access: where the key leaked from, as far as audits of repositories, files and machines tell. */
import { placeText } from '../../exposure/words.ts';
import type { AuditRecord, IncidentSources, Searched } from '../../story/audit-record.ts';
import { sourcesOfIncident } from '../../story/audit-record.ts';
import type { LeakSource, RuledOut, StoryPlace } from '../../story/key-story.ts';
import { bytesText, numberText, timeText } from '../../text.ts';
import { cite } from '../cite.ts';
import { countText } from '../count-text.ts';
import type { Block, Section, Text } from '../document.ts';
import { durationText } from '../durations.ts';
import type { Subject } from '../subject.ts';

/** Rows of a table; the JSON and `sources.csv` hold all. */
const MOST_ROWS = 50;

export function initialAccessSection(subject: Subject): Section {
  const { audit } = subject.options;
  return {
    id: 'initial-access',
    title: 'Initial access',
    blocks: audit === undefined ? [notSearched(subject)] : blocksOf(audit, subject),
  };
}

function notSearched({ incident }: Subject): Block {
  return {
    kind: 'empty',
    text: `How the key left its owner’s hands is not in these logs, and no audit was joined with them; its first use by the intruder was at ${timeText(incident.metrics.firstUseMs)}. An audit of repositories, files and machines with --case looks for where it lay before.`,
  };
}

function blocksOf(audit: AuditRecord, { incident }: Subject): Block[] {
  const found = sourcesOfIncident(audit, incident);
  const [likeliest] = found.sources;
  return [
    ...(likeliest === undefined ? [noneFound(found)] : likeliestBlocks(likeliest, found)),
    ...(found.sources.length < 2 ? [] : [sourceTable(found.sources)]),
    ...(found.ruledOut.length === 0 ? [] : [ruledOutTable(found.ruledOut)]),
    searchedTable(audit.searched),
  ];
}

function noneFound({ keys, ruledOut }: IncidentSources): Block {
  if (keys.length === 0)
    return {
      kind: 'empty',
      text: 'No key of this incident leaked by itself: there is no source to look for.',
    };
  const names = keys.flatMap(({ keyId }, n) => (n === 0 ? [{ code: keyId }] : [', ', { code: keyId }]));
  const later = ruledOut.length === 0 ? '' : ' before its first odd use';
  return {
    kind: 'empty',
    text: [
      'No place was found from which ',
      ...names,
      ` could have leaked${later}. That speaks only for what was searched, which stands below.`,
    ],
  };
}

function likeliestBlocks(source: LeakSource, { keys, sources }: IncidentSources): Block[] {
  const { keyId, place, confidence, reasons } = source;
  const key = keys.find((each) => each.keyId === keyId)!;
  const { git } = place;
  const event = key.story?.odd?.event ?? null;
  return [
    {
      kind: 'paragraph',
      text: [
        { strong: `${CONFIDENCE[confidence]}: ` },
        { code: keyId },
        ' may have leaked from ',
        { code: placeText(place) },
        '.',
        ...(sources.length > 1
          ? [` ${countText(sources.length - 1, 'other place stands', 'other places stand')} below.`]
          : []),
      ],
    },
    {
      kind: 'facts',
      facts: [
        { name: 'Where', value: [{ code: placeText(place) }] },
        ...(git === null
          ? [{ name: 'File last changed', value: timeOrUnknown(place.modifiedMs) }]
          : [
              { name: 'Commit', value: git.commit === null ? 'none' : [{ code: git.commit }] },
              { name: 'Author', value: git.author ?? 'unknown' },
              { name: 'Author date', value: timeOrUnknown(git.authoredMs) },
              { name: 'Committed', value: timeOrUnknown(git.timeMs) },
              { name: 'Reached from', value: refsText(place) },
              {
                name: 'Pushed to',
                value:
                  git.remotes.length === 0
                    ? 'nowhere, as far as the repository tells'
                    : git.remotes.join(', '),
              },
            ]),
        {
          name: 'First odd use',
          value: [timeText(key.firstMs), ...(event === null ? [] : [', ', ...cite([event])])],
        },
        {
          name: 'Between',
          value: source.leadSeconds === null ? 'unknown' : durationText(1000 * source.leadSeconds),
        },
      ],
    },
    { kind: 'list', items: [...reasons] },
  ];
}

const CONFIDENCE: { readonly [C in LeakSource['confidence']]: string } = {
  likely: 'Likely source',
  possible: 'Possible source',
  unlikely: 'Unlikely, but nothing better was found',
};

function refsText({ git }: StoryPlace): Text {
  if (git === null || git.dangling) return 'no ref: dangling';
  return git.refs.flatMap((ref, n) => (n === 0 ? [{ code: ref }] : [', ', { code: ref }]));
}

function timeOrUnknown(ms: number | null): string {
  return ms === null ? 'unknown' : timeText(ms);
}

function sourceTable(sources: readonly LeakSource[]): Block {
  return {
    kind: 'table',
    caption: `Places it may have leaked from, the likeliest first${ofMany(sources.length)}`,
    columns: [
      { title: 'Confidence' },
      { title: 'Key', kind: 'code' },
      { title: 'Where', kind: 'code' },
      { title: 'Who can read it' },
      { title: 'Since', kind: 'time' },
      { title: 'Before the first odd use' },
    ],
    rows: sources
      .slice(0, MOST_ROWS)
      .map(({ confidence, keyId, place, reach, sinceMs, leadSeconds }): Text[] => [
        confidence,
        [{ code: keyId }],
        [{ code: placeText(place) }],
        REACH[reach],
        timeOrUnknown(sinceMs),
        leadSeconds === null ? 'unknown' : durationText(1000 * leadSeconds),
      ]),
  };
}

const REACH: { readonly [R in LeakSource['reach']]: string } = {
  public: 'everybody, unless it is private there',
  shared: 'all who can read a copy',
  private: 'who can read this copy',
};

function ruledOutTable(ruledOut: readonly RuledOut[]): Block {
  return {
    kind: 'table',
    caption: `Places it did not leak from${ofMany(ruledOut.length)}`,
    columns: [{ title: 'Key', kind: 'code' }, { title: 'Where', kind: 'code' }, { title: 'Why not' }],
    rows: ruledOut
      .slice(0, MOST_ROWS)
      .map(({ keyId, place, reason }): Text[] => [[{ code: keyId }], [{ code: placeText(place) }], reason]),
  };
}

function ofMany(count: number): string {
  return count > MOST_ROWS ? `; the first ${numberText(MOST_ROWS)} of ${numberText(count)}` : '';
}

function searchedTable(searched: readonly Searched[]): Block {
  return {
    kind: 'table',
    caption: 'What was searched for keys',
    columns: [
      { title: 'What', kind: 'code' },
      { title: 'Files', kind: 'number' },
      { title: 'Archives', kind: 'number' },
      { title: 'Git repositories', kind: 'number' },
      { title: 'Git objects', kind: 'number' },
      { title: 'Environments', kind: 'number' },
      { title: 'Size', kind: 'number' },
      { title: 'Could not be read', kind: 'number' },
    ],
    rows: searched.map((each): Text[] => [
      [{ code: each.what }],
      numberText(each.files),
      numberText(each.archives),
      numberText(each.repositories),
      numberText(each.objects),
      numberText(each.environments),
      bytesText(each.bytes),
      numberText(each.problems),
    ]),
  };
}
