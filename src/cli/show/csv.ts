/** Lines of CSV files. */
import { csvCell } from './text.ts';

/** The columns in which an event's own parts stand, whatever stands beside them. */
export const EVENT_COLUMNS: readonly string[] = [
  'eventSource',
  'eventName',
  'errorCode',
  'principal',
  'credential',
  'sourceIPAddress',
  'userAgent',
  'account',
  'region',
  'eventId',
  'file',
  'record',
];

/** The line that names the columns. */
export function csvHead(columns: readonly string[]): string {
  return `${columns.join(',')}\n`;
}

/** One line; cells that no column asks for are left out, and columns without a cell stay empty. */
export function csvLine(
  columns: readonly string[],
  cells: { readonly [column: string]: string | number | null },
): string {
  return `${columns.map((column) => csvCell(String(cells[column] ?? ''))).join(',')}\n`;
}
