/** Found events for programs: JSON, one JSON value a line, CSV. */
import type { Summary } from '../search/summary.ts';
import type { ShowSearch } from './search-run.ts';
import { csvCell, timeJson } from './show/text.ts';

/** An array of the events as they stand in the logs, without secrets. */
export const showSearchJson: ShowSearch = async (result, output) => {
  let separator = '[\n';
  for (const { text } of result.entries()) {
    await output.write(separator + text);
    separator = ',\n';
  }
  await output.write(separator === '[\n' ? '[]\n' : '\n]\n');
};

export const showSearchNdjson: ShowSearch = async (result, output) => {
  for (const { text } of result.entries()) await output.write(`${text}\n`);
};

const COLUMNS = [
  'time',
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

export const showSearchCsv: ShowSearch = async (result, output) => {
  await output.write(`${COLUMNS.join(',')}\n`);
  for (const { text, timeMs, file, record } of result.entries()) {
    const summary: Summary = JSON.parse(text);
    const cells: { readonly [column: string]: string | number } = {
      ...summary,
      time: timeJson(timeMs) ?? '',
      file,
      record,
    };
    await output.write(`${COLUMNS.map((column) => csvCell(String(cells[column] ?? ''))).join(',')}\n`);
  }
};
