/** Runs a search and shows what it found. */
import { builtFile } from '../built-file.ts';
import { SpillFile, spillError } from '../cloudtrail/spill-file.ts';
import type { SearchSettings } from '../search/task.ts';
import { formatOf, wishOf } from './input-options.ts';
import { writingTo } from './output.ts';
import type { Output } from './output.ts';
import { exitCodeOf, inputNotes, readLogs } from './read-logs.ts';
import { searchCondition } from './search-condition.ts';
import { showSearchCsv, showSearchJson, showSearchNdjson } from './search-formats.ts';
import { SearchResult } from './search-result.ts';
import type { SearchOptions } from './search.ts';
import { numberText } from './show/text.ts';

/** Shows a result in one format. */
export type ShowSearch = (result: SearchResult, output: Output) => Promise<void>;

const SHOW: { readonly [format in 'table' | 'json' | 'ndjson' | 'csv']: ShowSearch } = {
  // What draws tables is loaded with the first.
  table: async (...shown) => (await import('./search-table.ts')).showSearchTable(...shown),
  json: showSearchJson,
  ndjson: showSearchNdjson,
  csv: showSearchCsv,
};

/** Events a table shows unless told otherwise. */
const TABLE_LIMIT = 100;

/** Characters of found events that all threads together hold before they use a temporary file. */
const ROOM = 32 * 1024 * 1024;

export async function search(paths: readonly string[], options: SearchOptions): Promise<void> {
  const wish = wishOf(options, Date.now());
  const plan = await planSearch(options);
  const spillFile = plan.keep === 'nothing' ? undefined : new SpillFile();
  try {
    const { read, result } = await writingTo(options.output, async (output) => {
      const task = builtFile('search/task.js');
      const settings: SearchSettings = { ...plan, spill: spillFile?.spill ?? null };
      const logs = await readLogs(paths, { options, wish, task, settings });
      const found = new SearchResult(logs.found, settings, spillFile);
      if (options.count === true) await output.write(`${found.count}\n`);
      else await SHOW[formatOf(options)](found, output);
      return { read: logs, result: found };
    });
    if (options.quiet !== true)
      for (const note of [...limitNote(result, options), ...inputNotes(read)])
        process.stderr.write(`${note}\n`);
    process.exitCode = exitCodeOf(read, result.count > 0);
  } catch (error) {
    throw spillError(error, 'no space is left for the events found');
  } finally {
    spillFile?.close();
  }
}

/**
 * What the threads are to do.
 * @throws KeytrailError for an option that cannot be understood.
 */
async function planSearch(options: SearchOptions): Promise<Omit<SearchSettings, 'spill'>> {
  const isTable = formatOf(options) === 'table';
  const limit = options.limit ?? (isTable ? TABLE_LIMIT : Infinity);
  const shows = isTable || formatOf(options) === 'csv' ? 'summary' : 'event';
  return {
    condition: await searchCondition(options),
    networks: options.networks ?? [],
    keep: options.count === true ? 'nothing' : shows,
    limit,
    counts: options.count === true || limit !== Infinity,
    room: Math.ceil(ROOM / options.threads),
  };
}

/** A table says itself that there is more. */
function limitNote(result: SearchResult, options: SearchOptions): string[] {
  if (options.count === true || formatOf(options) === 'table' || result.shown === result.count) return [];
  return [`the earliest ${numberText(result.shown)} of ${numberText(result.count)} events, as --limit says`];
}
