/** The report as one HTML file that opens offline and asks nobody for anything. */
import type { Incident } from '../../investigate/incident.ts';
import type { Investigation } from '../../investigate/investigation.ts';
import { makeDocument } from '../make-document.ts';
import type { ReportOptions } from '../options.ts';
import { pageHtml } from './page.ts';

export function renderHtml(
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string {
  return pageHtml(makeDocument(investigation, incident, options));
}
