/** Shows what is in a case: evidence, incidents, runs. */
import { CaseFolder } from '../case/case-folder.ts';
import type { EvidenceRow } from '../case/evidence-row.ts';
import type { JournalEntry } from '../case/case-folder.ts';
import type { Incident } from '../investigate/incident.ts';
import type { AuditRecord } from '../story/audit-record.ts';
import type { CaseOptions } from './case.ts';
import { openOutput } from './output.ts';
import { count } from './read-logs.ts';
import { bandText } from './show/bands.ts';
import { styled } from './show/style.ts';
import { bytesText, clean, jsonText, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** Runs shown, the last ones. */
const SHOWN_RUNS = 10;

export async function showCase(folder: string, options: CaseOptions): Promise<void> {
  const found = CaseFolder.open(folder);
  const evidence = found.evidence();
  const journal = found.journal();
  const result = found.hasInvestigation ? found.investigation() : undefined;
  const audit = found.audit();
  const output = openOutput(undefined);
  if (options.json === true) {
    const incidents = result?.incidents.map(({ id, band, title, firstMs, lastMs }) => ({
      id,
      band,
      title,
      firstMs,
      lastMs,
    }));
    const keys = audit?.keys.map(({ keyId, score, sentence }) => ({ keyId, score, sentence })) ?? null;
    await output.write(
      `${jsonText({ ...found.file, evidence, incidents: incidents ?? null, keys, journal })}\n`,
    );
  } else {
    const lines = [
      styled('bold', clean(folder)),
      `made ${clean(found.file.created.slice(0, 16).replace('T', ' '))} UTC by Keytrail ${clean(found.file.version)}`,
      '',
      ...evidenceLines(evidence),
      '',
      ...(result === undefined
        ? ['Nothing was judged yet.']
        : incidentLines(result.incidents, output.columns)),
      '',
      ...(audit === undefined ? [] : [...auditLines(audit, output.columns), '']),
      ...journalLines(journal, output.columns),
    ];
    await output.write(`${lines.join('\n')}\n`);
  }
  await output.close();
}

function evidenceLines(rows: readonly EvidenceRow[]): string[] {
  const sum = (of: (row: EvidenceRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const problems = sum((row) => row.problems.length);
  return [
    styled('bold', 'Evidence'),
    `  ${count(rows.length, 'file')}, ${bytesText(sum((row) => row.bytes))}, ${count(
      sum((row) => row.events),
      'event',
    )}`,
    ...(problems > 0 ? [`  ${count(problems, 'problem')} while reading; see the report`] : []),
  ];
}

function incidentLines(incidents: readonly Incident[], columns: number | undefined): string[] {
  if (incidents.length === 0) return [styled('bold', 'Incidents'), '  none'];
  return [
    styled('bold', 'Incidents'),
    ...incidents.flatMap(({ id, band, title, firstMs, lastMs }) => [
      `  ${id}  ${bandText(band)}  ${timeText(firstMs).slice(0, 16)} to ${timeText(lastMs).slice(0, 16)} UTC`,
      ...wrapped(clean(title), '    ', columns),
    ]),
  ];
}

/** Keys of the audits shown, those to look at first. */
const SHOWN_KEYS = 5;

function auditLines({ searched, keys }: AuditRecord, columns: number | undefined): string[] {
  return [
    styled('bold', 'Audit'),
    ...wrapped(`searched: ${searched.map(({ what }) => clean(what)).join('; ')}`, '  ', columns),
    ...keys
      .slice(0, SHOWN_KEYS)
      .flatMap(({ score, sentence }) => wrapped(clean(`${score} points: ${sentence}`), '  ', columns)),
    ...(keys.length > SHOWN_KEYS ? [`  and ${keys.length - SHOWN_KEYS} more keys (all are in --json)`] : []),
  ];
}

function journalLines(journal: readonly JournalEntry[], columns: number | undefined): string[] {
  const shown = journal.slice(-SHOWN_RUNS);
  return [
    styled('bold', 'Runs'),
    ...shown.flatMap(({ time, run, what, ...details }) => {
      const rest = Object.entries(details).map(([name, value]) => `${name}: ${String(value)}`);
      const text = `${time.slice(0, 19).replace('T', ' ')}  run ${run} ${what}  ${rest.join('  ')}`;
      return wrapped(clean(text.trimEnd()), '  ', columns);
    }),
  ];
}
