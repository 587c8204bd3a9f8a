/** Blocks of a document in HTML. */
import { numberText } from '../../text.ts';
import type { Block, Fact } from '../document.ts';
import { htmlText } from './escape.ts';
import { lineagePictureHtml } from './lineage-picture.ts';
import { spansHtml } from './spans.ts';
import { timelineListHtml } from './timeline-list.ts';
import { timelinePictureHtml } from './timeline-picture.ts';

/** Rows of one table that are open, and in all: the JSON and the CSV hold the rest. */
const OPEN_ROWS = 30;
const MOST_ROWS = 2000;

/** `id` is unique in the page; `level` is that of headings inside the section; `heading` is the one just above. */
export function blockHtml(block: Block, id: string, level: number, heading: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${spansHtml(block.text)}</p>`;
    case 'heading':
      return `<h${level}>${htmlText(block.text)}</h${level}>`;
    case 'list': {
      const tag = block.ordered === true ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${spansHtml(item)}</li>`).join('')}</${tag}>`;
    }
    case 'facts':
      return factsHtml(block.facts);
    case 'table':
      return tableHtml(block, id, heading !== '' && block.caption.startsWith(heading));
    case 'empty':
      return `<p class="empty">${spansHtml(block.text)}</p>`;
    case 'note':
      return `<p class="note ${block.tone}">${spansHtml(block.text)}</p>`;
    case 'timeline':
      return timelineListHtml(block.rows, block.total);
    case 'timeline-picture':
      return timelinePictureHtml(block.picture, id);
    case 'lineage-picture':
      return lineagePictureHtml(block.picture, id);
  }
}

export function factsHtml(facts: readonly Fact[]): string {
  const rows = facts.map(
    ({ name, value }) => `<div><dt>${htmlText(name)}</dt><dd>${spansHtml(value)}</dd></div>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

type Table = Extract<Block, { readonly kind: 'table' }>;

/** A caption that says no more than the heading is for those who do not see where the table stands. */
function tableHtml(table: Table, id: string, isTitled: boolean): string {
  const { rows, caption } = table;
  const open = rowsHtml({ ...table, rows: rows.slice(0, OPEN_ROWS) }, id, isTitled);
  const rest = rows.slice(OPEN_ROWS, MOST_ROWS);
  if (rest.length === 0) return open;
  const left = rows.length - MOST_ROWS;
  const more = left > 0 ? `<p>${numberText(left)} more are in the JSON.</p>` : '';
  const continued = rowsHtml({ ...table, caption: `${caption}, continued`, rows: rest }, `${id}-more`, true);
  return `${open}<details><summary>${numberText(rest.length)} more rows</summary>${continued}${more}</details>`;
}

function rowsHtml({ caption, columns, rows }: Table, id: string, isTitled: boolean): string {
  const classes = columns.map(({ kind }) => (kind === undefined ? '' : ` class="${kind}"`));
  const head = columns.map(({ title }, n) => `<th scope="col"${classes[n]}>${htmlText(title)}</th>`);
  const body = rows.map(
    (cells) =>
      `<tr>${cells.map((cell, n) => `<td${classes[n] ?? ''}>${spansHtml(cell)}</td>`).join('')}</tr>`,
  );
  const titled = isTitled ? ' class="titled"' : '';
  return `<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><caption id="${id}"${titled}>${htmlText(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
