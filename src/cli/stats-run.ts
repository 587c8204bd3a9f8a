/** Counts what is in logs and shows it. */
import { builtFile } from '../built-file.ts';
import { loadNetworkTables, loadUserNetworks } from '../network/load.ts';
import { openNetworks } from '../network/lookup.ts';
import type { NetworkSource } from '../network/tables.ts';
import { Counts } from '../stats/counts.ts';
import type { PackedCounts } from '../stats/counts.ts';
import { makeReport } from '../stats/report.ts';
import type { StatsReport } from '../stats/report.ts';
import { formatOf, wishOf } from './input-options.ts';
import { writingTo } from './output.ts';
import type { Output } from './output.ts';
import { exitCodeOf, inputNotes, readLogs } from './read-logs.ts';
import type { Read } from './read-logs.ts';
import type { StatsOptions } from './stats.ts';
import { showStatsCsv, showStatsJson, showStatsNdjson } from './stats-formats.ts';

export interface StatsShown {
  readonly read: Read;
  readonly output: Output;
  readonly options: StatsOptions;
  /** The published data that the networks were told by. */
  readonly networkSources: readonly NetworkSource[];
}

/** Shows a report in one format. */
export type ShowStats = (report: StatsReport, to: StatsShown) => Promise<void>;

const SHOW: { readonly [format in 'table' | 'json' | 'ndjson' | 'csv']: ShowStats } = {
  // What draws tables is loaded with the first.
  table: async (...shown) => (await import('./stats-table.ts')).showStatsTable(...shown),
  json: showStatsJson,
  ndjson: showStatsNdjson,
  csv: showStatsCsv,
};

export async function stats(paths: readonly string[], options: StatsOptions): Promise<void> {
  const wish = wishOf(options, Date.now());
  const read = await writingTo(options.output, async (output) => {
    const networks = openNetworks(loadNetworkTables(), loadUserNetworks(options.networks ?? []));
    const task = builtFile('stats/task.js');
    const logs = await readLogs(paths, { options, wish, task, settings: undefined });
    const counts = new Counts();
    for (const found of logs.found) counts.merge(found as PackedCounts);
    const report = makeReport(counts, (address) => networks.lookup(address), wish.credentials.length === 0);
    await SHOW[formatOf(options)](report, { read: logs, output, options, networkSources: networks.sources });
    return logs;
  });
  if (options.quiet !== true) for (const note of inputNotes(read)) process.stderr.write(`${note}\n`);
  process.exitCode = exitCodeOf(read, false);
}
