/** Found events for programs: JSON, one JSON value a line, CSV. */
import type { Summary } from '../cloudtrail/summary.ts';
import type { ShowSearch } from './search-run.ts';
import { csvHead, csvLine, EVENT_COLUMNS } from './show/csv.ts';
import { timeJson } from './show/text.ts';

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

const COLUMNS = ['time', ...EVENT_COLUMNS];

export const showSearchCsv: ShowSearch = async (result, output) => {
  await output.write(csvHead(COLUMNS));
  for (const { text, timeMs, file, record } of result.entries()) {
    const summary: Summary = JSON.parse(text);
    await output.write(csvLine(COLUMNS, { ...summary, time: timeJson(timeMs), file, record }));
  }
};
