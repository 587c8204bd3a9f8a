/** Texts of a document in HTML. */
import { timeText } from '../../text.ts';
import type { Text } from '../document.ts';
import { techniqueLink } from '../technique-link.ts';
import { htmlText } from './escape.ts';

export function spansHtml(text: Text): string {
  if (typeof text === 'string') return htmlText(text);
  return text
    .map((span) => {
      if (typeof span === 'string') return htmlText(span);
      if ('code' in span) return codeHtml(span.code);
      if ('strong' in span) return `<strong>${htmlText(span.strong)}</strong>`;
      return techniqueHtml(span.technique);
    })
    .join('');
}

export function codeHtml(text: string): string {
  return text === '' ? '–' : `<code>${breakable(htmlText(text))}</code>`;
}

/** Lets long names break behind their separators, and nowhere else as long as they fit: a key in two lines misleads. */
function breakable(html: string): string {
  if (html.length <= 24) return html;
  return html.replaceAll(/(?:[^\s&:/@.,=]|&[^;]+;){32}|[:/@.,=]+/g, '$&<wbr>');
}

/** A link that is followed only when someone clicks on it, and does not tell where from. */
export function techniqueHtml(id: string): string {
  const link = techniqueLink(id);
  return link === null ? codeHtml(id) : `<a href="${link}" rel="noreferrer">${id}</a>`;
}

export function timeHtml(ms: number): string {
  return Number.isFinite(ms)
    ? `<time datetime="${new Date(ms).toISOString()}">${timeText(ms)}</time>`
    : timeText(ms);
}
