/** Shows the result of an investigation, and writes its report into the case. */
import type { CaseFolder } from '../case/case-folder.ts';
import type { Investigation } from '../investigate/investigation.ts';
import type { ReportOptions } from '../report/options.ts';
import { reportJsonPieces } from '../report/json.ts';
import type { InvestigateOptions } from './investigate.ts';
import type { Output } from './output.ts';
import { count } from './read-logs.ts';
import { auditIn, reportFiles, reportTimes } from './report-files.ts';
import { bandText } from './show/bands.ts';
import { incidentText } from './show/incident.ts';
import { shortPrincipal } from './show/principal.ts';
import { styled } from './show/style.ts';
import { clean, timeText } from './show/text.ts';
import { wrapped } from './show/wrap.ts';

/** Incidents that are shown in full; the others in a line each. */
const SHOWN_IN_FULL = 3;
const SHOWN_LINES = 20;

export async function showInvestigation(
  investigation: Investigation,
  {
    options,
    output,
    folder,
    judgedMs,
  }: {
    options: InvestigateOptions;
    output: Output;
    folder: CaseFolder | undefined;
    judgedMs: number;
  },
): Promise<void> {
  const told = {
    generated: reportTimes(investigation, judgedMs),
    ...(folder === undefined ? {} : auditIn(folder)),
  };
  const html = folder && writeHtml(folder, investigation, told);
  const format = options.json === true ? 'json' : options.format;
  if (format === 'table') {
    await output.write(`${tableText(investigation, output.columns).join('\n')}\n`);
    await output.write(`${nextLines(investigation, folder?.path, html).join('\n')}\n`);
    return;
  }
  if (format === 'json') {
    for (const piece of reportJsonPieces(investigation, null, told)) await output.write(piece);
    return;
  }
  for (const { text } of reportFiles(format, investigation, null, told)) await output.write(text);
}

function writeHtml(folder: CaseFolder, investigation: Investigation, told: ReportOptions): string {
  const [html] = reportFiles('html', investigation, null, told);
  return folder.writeReport(html!.name, html!.text);
}

function tableText(investigation: Investigation, columns: number | undefined): string[] {
  const { incidents, toMs } = investigation;
  if (incidents.length === 0) return nothingFound(investigation, columns);
  const rest = incidents.slice(SHOWN_IN_FULL);
  return [
    ...incidents.slice(0, SHOWN_IN_FULL).flatMap((incident) => [incidentText(incident, toMs, columns), '']),
    ...rest
      .slice(0, SHOWN_LINES)
      .flatMap(({ id, band, title, firstMs }) => [
        `${bandText(band)}  ${id}  ${timeText(firstMs).slice(0, 16)} UTC`,
        ...wrapped(clean(title), '      ', columns),
      ]),
    ...(rest.length > SHOWN_LINES ? [`and ${rest.length - SHOWN_LINES} more incidents`] : []),
  ];
}

function nothingFound({ findings, subjects }: Investigation, columns: number | undefined): string[] {
  const [first] = findings;
  return [
    `No incident: ${count(subjects, 'credential or principal', 'credentials and principals')} judged.`,
    ...(first === undefined
      ? []
      : wrapped(
          `The most unusual: ${shortPrincipal(first.subject)} from ${clean(first.network)} with ${clean(first.tool)}, ${timeText(first.firstMs).slice(0, 16)} UTC.`,
          '',
          columns,
        )),
  ];
}

/** Where the report lies, and what to do next. */
function nextLines(
  { incidents }: Investigation,
  folder: string | undefined,
  html: string | undefined,
): string[] {
  if (folder === undefined) {
    return incidents.length === 0
      ? []
      : [styled('dim', 'Nothing was kept. Again with --case DIR: report, evidence, timeline, explanations.')];
  }
  const [first] = incidents;
  const key = first?.credentials[0]?.credential.id;
  const place = clean(folder);
  return [
    `Report    ${clean(html ?? '')}`,
    ...(first === undefined ? [] : [`Next      keytrail timeline ${place}`]),
    ...(key === undefined ? [] : [`          keytrail explain ${place} ${clean(key)}`]),
    ...(first === undefined ? [] : [`          keytrail respond plan ${place}`]),
  ];
}
