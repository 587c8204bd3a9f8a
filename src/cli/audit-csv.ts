/** The result of an audit as a table for spreadsheets: one row for each credential. */
import { findingFingerprint } from '../iam/finding.ts';
import type { IamRow } from '../iam/rows.ts';
import type { AuditResult, AuditShown } from './audit-run.ts';
import { usePart, useState } from './audit-iam-words.ts';
import { placeText } from './audit-words.ts';
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
];

export async function showAuditCsv({ credentials, iam }: AuditResult, { output }: AuditShown): Promise<void> {
  await output.write(`${COLUMNS.join(',')}\r\n`);
  for (const {
    level,
    kind,
    keyId,
    account,
    secretHint,
    known,
    places,
    reasons,
    fingerprint,
  } of credentials) {
    const first = places[0]!;
    const cells = [
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
      first.git?.timeMs == null ? '' : timeText(first.git.timeMs),
      reasons.join(' '),
      fingerprint,
      ...NOT_IN_ACCOUNT,
    ];
    await output.write(`${cells.map(csvCell).join(',')}\r\n`);
  }
  for (const row of iam?.rows ?? []) await output.write(`${iamCells(row).map(csvCell).join(',')}\r\n`);
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
