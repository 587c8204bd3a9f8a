/** The result of an audit as a table for spreadsheets: one row for each credential. */
import type { ExposedCredential } from '../exposure/credentials.ts';
import type { KeyStory } from '../story/key-story.ts';
import type { AuditResult, AuditShown } from './audit-run.ts';
import { placeText } from '../exposure/words.ts';
import { csvCell, timeText } from './show/text.ts';

const COLUMNS = [
  'level',
  'kind',
  'key_id',
  'account',
  'secret_hint',
  'known',
  'places',
  'first_place',
  'first_commit',
  'first_author',
  'first_time',
  'reasons',
  'fingerprint',
  'score',
  'user',
  'created',
  'active',
  'first_use',
  'last_use',
  'days_used',
  'networks',
  'tools',
  'band',
  'incident',
  'first_odd_use',
  'seconds_from_source',
  'source',
  'source_confidence',
  'story',
];

/** A row for each credential; behind them, keys of IAM or the logs that were not found in what was searched. */
export async function showAuditCsv(
  { credentials, stories }: AuditResult,
  { output }: AuditShown,
): Promise<void> {
  await output.write(`${COLUMNS.join(',')}\r\n`);
  const byKey = new Map((stories ?? []).map((story) => [story.keyId, story]));
  for (const credential of credentials) {
    const story = credential.keyId === null ? undefined : byKey.get(credential.keyId);
    await writeRow([...cellsOf(credential), ...storyCells(story)], output);
  }
  for (const story of stories ?? []) {
    if (story.exposure !== null) continue;
    const cells = COLUMNS.slice(0, FOUND_COLUMNS).map(() => '');
    cells[COLUMNS.indexOf('key_id')] = story.keyId;
    cells[COLUMNS.indexOf('account')] = story.account ?? '';
    await writeRow([...cells, ...storyCells(story)], output);
  }
}

/** Columns of what was found; behind them are those of the story. */
const FOUND_COLUMNS = COLUMNS.indexOf('score');

async function writeRow(cells: readonly string[], output: AuditShown['output']): Promise<void> {
  await output.write(`${cells.map(csvCell).join(',')}\r\n`);
}

function cellsOf(credential: ExposedCredential): string[] {
  const { level, kind, keyId, account, secretHint, known, places, reasons, fingerprint } = credential;
  const first = places[0]!;
  return [
    level,
    kind,
    keyId ?? '',
    account ?? '',
    secretHint ?? '',
    known ?? '',
    String(places.length),
    placeText(first),
    first.git?.commit ?? '',
    first.git?.author ?? '',
    time(first.git?.timeMs),
    reasons.join(' '),
    fingerprint,
  ];
}

function storyCells(story: KeyStory | undefined): string[] {
  if (story === undefined) return COLUMNS.slice(FOUND_COLUMNS).map(() => '');
  const { score, owner, use, odd, sources, sentence } = story;
  const [source] = sources;
  const distinct = (texts: readonly string[]): string => [...new Set(texts)].join('; ');
  return [
    String(score),
    owner?.user ?? owner?.arn ?? '',
    time(owner?.createdMs),
    owner?.active == null ? '' : String(owner.active),
    time(use?.firstMs),
    time(use?.lastMs),
    use === null ? '' : String(use.days),
    distinct(use?.contexts.map(({ network }) => network) ?? []),
    distinct(use?.contexts.map(({ tool }) => tool) ?? []),
    odd?.band ?? '',
    odd?.incident ?? '',
    time(odd?.firstMs),
    source?.leadSeconds == null ? '' : String(source.leadSeconds),
    source === undefined ? '' : placeText(source.place),
    source?.confidence ?? '',
    sentence,
  ];
}

function time(ms: number | null | undefined): string {
  return ms == null ? '' : timeText(ms);
}
