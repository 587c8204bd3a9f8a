/** Writes the report of a case. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CaseFolder } from '../case/case-folder.ts';
import { KeytrailError } from '../error.ts';
import { REPORT_FORMATS } from '../report/formats.ts';
import type { ReportFormat } from '../report/formats.ts';
import { incidentsOf } from './case-incident.ts';
import { writingTo } from './output.ts';
import { auditIn, reportFiles, reportTimes } from './report-files.ts';
import { responsesIn } from './report-response.ts';
import type { ReportFile } from './report-files.ts';
import type { ReportOptions } from './report.ts';
import { clean } from './show/text.ts';

export async function report(folder: string, options: ReportOptions): Promise<void> {
  const found = CaseFolder.open(folder);
  const investigation = found.investigation();
  const [incident = null] =
    options.incident === undefined ? [] : incidentsOf(investigation, options.incident);
  const { responses, problems } = responsesIn(
    folder,
    incident === null ? investigation.incidents : [incident],
  );
  const generated = reportTimes(investigation, found.judgedMs(), responses);
  const told = { generated, responses, responseProblems: problems, ...auditIn(found) };
  const formats = (
    options.format === 'all' ? Object.keys(REPORT_FORMATS) : [options.format]
  ) as readonly ReportFormat[];
  const files = formats.flatMap((format) => reportFiles(format, investigation, incident, told));
  for (const problem of problems) process.stderr.write(`keytrail: ${clean(problem)}\n`);
  process.exitCode = problems.length > 0 ? 3 : investigation.incidents.length > 0 ? 1 : 0;
  const written =
    options.output === undefined
      ? files.map(({ name, text }) => found.writeReport(name, text))
      : await writeTo(options.output, files);
  if (options.quiet !== true) for (const file of written) process.stderr.write(`wrote ${clean(file)}\n`);
}

/** One file goes where the option says; several into the folder it names. */
async function writeTo(output: string, files: readonly ReportFile[]): Promise<string[]> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) {
    await writingTo(output === '-' ? undefined : output, async (file) => file.write(only.text));
    return output === '-' ? [] : [output];
  }
  if (output === '-')
    throw new KeytrailError('several files do not fit on standard output', {
      hint: 'Give --output a folder, or one --format.',
    });
  mkdirSync(output, { recursive: true });
  const written: string[] = [];
  for (const { name, text } of files) {
    const file = path.join(output, name);
    await writingTo(file, async (to) => to.write(text));
    written.push(file);
  }
  return written;
}
