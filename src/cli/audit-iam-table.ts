/** What accounts say, for the terminal: one block for each key, user or root with findings, then the others in short. */
import { SEVERITIES } from '../iam/checks.ts';
import type { IamRow } from '../iam/rows.ts';
import type { KeyOwner } from '../iam/snapshot.ts';
import { rowFacts, rowName, rowOwner } from './audit-iam-words.ts';
import type { IamResult } from './audit-run.ts';
import type { Output } from './output.ts';
import { severityText } from './show/severity.ts';
import { styled } from './show/style.ts';
import { tableText } from './show/table.ts';
import { clean, numberText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** Rows in short before "and N more". */
const SHOWN_BRIEFLY = 50;

export async function showIamTable(iam: IamResult, output: Output): Promise<void> {
  const worse = iam.rows.filter(({ severity }) => severity !== null && severity !== 'info');
  for (const row of worse) await output.write(`${blockOf(row, output.columns).join('\n')}\n\n`);
  const others = iam.rows.filter((row) => !worse.includes(row));
  await writeBriefly('Nothing worse than info', others.map(briefly), output);
  await writeBriefly(
    'Keys that were found, and that no user of these accounts has',
    iam.owners.map(ownerText),
    output,
  );
  await output.write(`${summaryOf(iam)}\n`);
}

function blockOf(row: IamRow, columns: number | undefined): string[] {
  const severity = row.severity!;
  const head = `${severityText(severity, 6)} ${styled('bold', clean(rowName(row)))}  ${clean(rowOwner(row))}`;
  return [
    head,
    ...wrapped(rowFacts(row).map(clean).join(' · '), '  ', columns),
    ...row.findings.flatMap(({ check, severity: level, reason, evidence, remedy }) => [
      ...wrapped(`${severityText(level)} ${check}: ${clean(reason)}`, '  ', columns),
      ...evidence.flatMap((fact) => wrapped(clean(fact), '    ', columns).map((line) => styled('dim', line))),
      ...wrapped(`→ ${clean(remedy)}`, '    ', columns),
    ]),
  ];
}

function briefly(row: IamRow): string[] {
  const findings = row.findings.map(({ check }) => check).join(', ');
  return [
    `  ${clean(rowName(row))}`,
    clean(rowOwner(row)),
    clean([...rowFacts(row), ...(findings === '' ? [] : [findings])].join(' · ')),
  ];
}

function ownerText({ keyId, account, user, lastUsed, unread }: KeyOwner): string[] {
  const of = account === null ? 'account not known' : `account ${account}`;
  const used = lastUsed.state === 'used' ? `, last used ${lastUsed.time.slice(0, 10)}` : '';
  return [`  ${clean(keyId)}`, of, clean(user === null ? (unread?.reason ?? '') : `user ${user}${used}`)];
}

async function writeBriefly(title: string, rows: readonly string[][], output: Output): Promise<void> {
  if (rows.length === 0) return;
  const columns = [{ title: '' }, { title: '' }, { title: '', flexible: true }];
  const table = tableText(columns, rows.slice(0, SHOWN_BRIEFLY), output.columns)
    .split('\n')
    .slice(1)
    .join('\n');
  const more = rows.length - SHOWN_BRIEFLY;
  await output.write(
    `${styled('dim', `${title}:`)}\n${table}${more > 0 ? `\n  and ${numberText(more)} more (all are in --json)` : ''}\n\n`,
  );
}

function summaryOf({ snapshots, refused, findings }: IamResult): string {
  const users = snapshots.flatMap((snapshot) => snapshot.users);
  const keys = users.reduce((sum, user) => sum + (user.keys?.length ?? 0), 0);
  const counts = SEVERITIES.map(
    (severity) => [severity, findings.filter((each) => each.severity === severity).length] as const,
  )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${numberText(number)} ${severity}`);
  const of = [
    count(snapshots.length, 'account'),
    count(users.length, 'user'),
    count(keys, 'access key'),
    ...(refused.length > 0 ? [`${count(refused.length, 'account')} not entered`] : []),
  ].join(', ');
  return `${of}: ${counts.length === 0 ? 'no findings' : `findings: ${counts.join(', ')}`}`;
}

function count(value: number, one: string): string {
  return `${numberText(value)} ${value === 1 ? one : `${one}s`}`;
}
