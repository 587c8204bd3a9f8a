/** The files of a report: which formats there are, and what their files are called. */
import type { CaseFolder } from '../case/case-folder.ts';
import type { Incident } from '../investigate/incident.ts';
import type { Investigation } from '../investigate/investigation.ts';
import { REPORT_FORMATS } from '../report/formats.ts';
import type { ReportFormat } from '../report/formats.ts';
import type { ReportOptions } from '../report/options.ts';

const FILES: { readonly [F in ReportFormat]: string } = {
  html: 'report.html',
  md: 'report.md',
  json: 'report.json',
  stix: 'report.stix.json',
  csv: 'report.csv',
};

/** One file of a report. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** The files of a report in one format: one, or several where the format is several tables. */
export function reportFiles(
  format: ReportFormat,
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): ReportFile[] {
  const rendered = REPORT_FORMATS[format](investigation, incident, options);
  if (typeof rendered === 'string') return [{ name: FILES[format], text: rendered }];
  return Object.entries(rendered).map(([name, text]) => ({ name, text }));
}

/**
 * What a report is told of when it was made: the time of the judgement, or of the last thing that was done about it
 * after that, so that the same case gives the same bytes whenever it is asked for.
 */
export function reportTimes(
  investigation: Investigation,
  judgedMs: number,
  responses: ReportOptions['responses'] = {},
): ReportOptions['generated'] {
  const done = Object.values(responses).map(({ lastMs }) => lastMs ?? 0);
  return { atMs: Math.max(judgedMs, ...done), dataCutOffMs: investigation.toMs ?? judgedMs };
}

/** What a report is told of the audits that were joined with the case. */
export function auditIn(folder: CaseFolder): Pick<ReportOptions, 'audit'> {
  const audit = folder.audit();
  return audit === undefined ? {} : { audit };
}
