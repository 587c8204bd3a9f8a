/** The result of an audit as a table for spreadsheets: one row for each credential. */
import type { AuditResult, AuditShown } from './audit-run.ts';
import { placeText } from './audit-words.ts';
import { csvCell, timeText } from './show/text.ts';

const COLUMNS = [
  ...['level', 'kind', 'key_id', 'account', 'secret_hint', 'known', 'places', 'first_place', 'first_commit'],
  ...['first_author', 'first_time', 'reasons', 'fingerprint'],
];

export async function showAuditCsv({ credentials }: AuditResult, { output }: AuditShown): Promise<void> {
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
    ];
    await output.write(`${cells.map(csvCell).join(',')}\r\n`);
  }
}
