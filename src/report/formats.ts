/** The formats of a report, by the name a user gives. */
import { renderCsv } from './csv.ts';
import { renderHtml } from './html/render.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown/render.ts';
import type { RenderReport } from './options.ts';
import { renderStix } from './stix/bundle.ts';

export type ReportFormat = 'html' | 'md' | 'json' | 'stix' | 'csv';

export const REPORT_FORMATS: { readonly [F in ReportFormat]: RenderReport } = {
  html: renderHtml,
  md: renderMarkdown,
  json: renderJson,
  stix: renderStix,
  csv: renderCsv,
};
