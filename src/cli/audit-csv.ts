/** The result of an audit as a table for spreadsheets: one row for each credential. */
import type { ExposedCredential } from '../exposure/credentials.ts';
import { findingFingerprint } from '../iam/finding.ts';
import type { IamRow } from '../iam/rows.ts';
import type { KeyStory } from '../story/key-story.ts';
import type { AuditResult, AuditShown } from './audit-run.ts';
import { usePart, useState } from './audit-iam-words.ts';
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
  'user',
  'status',
  'created',
  'last_use',
  'last_used_time',
  'last_used_service',
  'last_used_region',
  'powers',
  'remedies',
  'score',
  'owner',
  'first_seen',
  'last_seen',
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

/**
 * A row for each credential that was found, then one for each that an account has, then one for each key that only the
 * logs have. The story of a key stands in each of its rows.
 */
export async function showAuditCsv(
  { credentials, iam, stories }: AuditResult,
  { output }: AuditShown,
): Promise<void> {
  await output.write(`${COLUMNS.join(',')}\r\n`);
  const byKey = new Map((stories ?? []).map((story) => [story.keyId, story]));
  const told = new Set<string>();
  const write = async (cells: readonly string[], keyId: string | null): Promise<void> => {
    if (keyId !== null) told.add(keyId);
    const all = [...cells, ...storyCells(keyId === null ? undefined : byKey.get(keyId))];
    await output.write(`${all.map(csvCell).join(',')}\r\n`);
  };
  for (const credential of credentials) await write(foundCells(credential), credential.keyId);
  for (const row of iam?.rows ?? []) await write(iamCells(row), row.key?.id ?? null);
  for (const { keyId, account } of stories ?? [])
    if (!told.has(keyId))
      await write(['', 'key', keyId, account ?? '', ...NOT_AT_REST, '', '', ...NOT_IN_ACCOUNT], keyId);
}

function foundCells(credential: ExposedCredential): string[] {
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
    ...NOT_IN_ACCOUNT,
  ];
}

/** Cells that only rows of what lies about have. */
const NOT_AT_REST = Array.from({ length: 7 }, () => '');
/** Cells that only rows of accounts have. */
const NOT_IN_ACCOUNT = Array.from({ length: 9 }, () => '');

/** A row of an account: `iam-key`, `iam-user` or `iam-root`. */
function iamCells({ snapshot, user, key, severity, findings }: IamRow): string[] {
  const kind = user === null ? 'iam-root' : key === null ? 'iam-user' : 'iam-key';
  const use = key?.lastUsed ?? (user === null ? snapshot.root.keysLastUsed : undefined);
  return [
    severity ?? '',
    kind,
    key?.id ?? '',
    snapshot.account,
    ...NOT_AT_REST,
    findings.map(({ check, reason }) => `${check}: ${reason}`).join(' '),
    findings.map((finding) => findingFingerprint(finding)).join(' '),
    user?.name ?? '',
    key === null ? '' : key.active ? 'active' : 'inactive',
    (key ?? user)?.created ?? '',
    useState(use),
    usePart(use, 'time'),
    usePart(use, 'service'),
    usePart(use, 'region'),
    [...new Set((user?.powers ?? []).map((power) => power.kind))].join(' '),
    [...new Set(findings.map(({ remedy }) => remedy))].join(' '),
  ];
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join('; ');
}

function storyCells(story: KeyStory | undefined): string[] {
  if (story === undefined) return COLUMNS.slice(COLUMNS.indexOf('score')).map(() => '');
  const { score, owner, use, odd, sources, sentence } = story;
  const [source] = sources;
  return [
    String(score),
    owner?.user ?? owner?.arn ?? '',
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
