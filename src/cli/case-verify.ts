/** Hashes the evidence of a case again. */
import { AUDIT, CaseFolder } from '../case/case-folder.ts';
import { verifyEvidence } from '../case/verify.ts';
import type { Verified } from '../case/verify.ts';
import type { CaseOptions } from './case.ts';
import { openOutput } from './output.ts';
import { count } from './read-logs.ts';
import { ProgressLine } from './show/progress.ts';
import { styled } from './show/style.ts';
import { bytesText, clean, jsonText } from './show/text.ts';

export async function verifyCase(folder: string, options: CaseOptions): Promise<void> {
  const opened = CaseFolder.open(folder);
  const rows = opened.evidence();
  const audit = opened.auditState();
  const line = options.quiet === true ? undefined : ProgressLine.onTerminal();
  const wrong: Verified[] = [];
  let [done, bytes] = [0, 0];
  for await (const each of verifyEvidence(rows)) {
    if (each.state !== 'intact') wrong.push(each);
    done++;
    bytes += each.row.bytes;
    line?.show(`${done} of ${count(rows.length, 'file')}  ${bytesText(bytes)}`);
  }
  line?.clear();
  process.exitCode = wrong.length > 0 || (audit !== undefined && audit.state !== 'intact') ? 1 : 0;
  const output = openOutput(undefined);
  await output.write(
    options.json === true ? jsonOf(rows.length, wrong, audit) : textOf(rows.length, bytes, wrong, audit),
  );
  await output.close();
}

type AuditState = ReturnType<CaseFolder['auditState']>;

function textOf(files: number, bytes: number, wrong: readonly Verified[], audit: AuditState): string {
  const lines = wrong.map(
    ({ row, state }) => `${styled('red', state.padEnd('missing'.length))}  ${clean(row.path)}`,
  );
  const intact = files - wrong.length;
  const sum =
    wrong.length === 0
      ? `${count(files, 'file')} (${bytesText(bytes)}), all as they were read.`
      : `${count(intact, 'file')} of ${files} as they were read, ${count(wrong.length, 'file')} not.`;
  return `${[...lines, sum, ...auditLines(audit)].join('\n')}\n`;
}

function auditLines(audit: AuditState): string[] {
  if (audit === undefined) return [];
  return audit.state === 'intact'
    ? [`${AUDIT}, what audits found, is as it was written.`]
    : [
        `${styled('red', audit.state.padEnd('missing'.length))}  ${AUDIT}: not what the journal says was written`,
      ];
}

function jsonOf(files: number, wrong: readonly Verified[], audit: AuditState): string {
  return `${jsonText({
    files,
    intact: files - wrong.length,
    wrong: wrong.map(({ row, state, sha256 }) => ({
      state,
      path: row.path,
      expected: row.sha256,
      found: sha256 === '' ? null : sha256,
    })),
    audit: audit === undefined ? null : { ...audit, found: audit.found === '' ? null : audit.found },
  })}\n`;
}
