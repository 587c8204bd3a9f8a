/** The page around the parts of a report. */
import type { ReportDocument } from '../document.ts';
import { htmlText } from './escape.ts';

export function pageHtml({ title }: ReportDocument): string {
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${htmlText(title)}</title></head><body><h1>${htmlText(title)}</h1></body></html>\n`;
}
