/** Tables that fit the terminal, or stay as wide as they are in a pipe. */
import Table from 'cli-table3';
import { styled } from './style.ts';

/** One column: its title, whether it may be cut to fit, and whether it holds numbers. */
export interface TableColumn {
  readonly title: string;
  readonly flexible?: boolean;
  readonly right?: boolean;
}

const NO_FRAME = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** No column is cut below this. */
const NARROWEST = 10;

/** A table as text, at most `width` columns wide where it can be; cells are clean one-line texts. */
export function tableText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): string {
  const widths = columns.map((column, n) =>
    Math.max(column.title.length, ...rows.map((row) => plainLength(row[n] ?? ''))),
  );
  if (width !== undefined) narrow(widths, columns, width - 2 * (columns.length - 1));
  const table = new Table({
    chars: NO_FRAME,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    head: columns.map((column) => styled('dim', column.title)),
    colWidths: widths,
    colAligns: columns.map((column) => (column.right === true ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function narrow(widths: number[], columns: readonly TableColumn[], room: number): void {
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  while (excess > 0) {
    let widest = -1;
    columns.forEach((column, n) => {
      if (column.flexible === true && widths[n]! > NARROWEST && (widest < 0 || widths[n]! > widths[widest]!))
        widest = n;
    });
    if (widest < 0) return;
    widths[widest]!--;
    excess--;
  }
}

/** Length without the codes for colours. */
function plainLength(text: string): number {
  // eslint-disable-next-line no-control-regex -- colour codes start with an escape character
  return text.replace(/\u001b\[[0-9;]*m/g, '').length;
}
