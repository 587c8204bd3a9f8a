/** Runs a hunt and shows what it found. */
import { builtFile } from '../built-file.ts';
import { planHunt } from '../hunt/plan.ts';
import type { HuntPlan } from '../hunt/plan.ts';
import { HuntResult } from '../hunt/result.ts';
import type { HuntSettings } from '../hunt/task.ts';
import { SpillFile, spillError } from '../cloudtrail/spill-file.ts';
import { KeytrailError } from '../error.ts';
import type { PackedMatches } from '../hunt/match-recorder.ts';
import type { HuntOptions } from './hunt.ts';
import { showHuntCsv, showHuntJson, showHuntNdjson } from './hunt-formats.ts';
import { formatOf, wishOf } from './input-options.ts';
import { writingTo } from './output.ts';
import type { Output } from './output.ts';
import { exitCodeOf, inputNotes, Logs } from './read-logs.ts';
import type { Read } from './read-logs.ts';
import { huntRules } from './hunt-rules.ts';

/** Shows a result in one format. */
export type ShowHunt = (
  result: HuntResult,
  read: Read,
  to: { output: Output; options: HuntOptions },
) => Promise<void>;

const SHOW: { readonly [format in 'table' | 'json' | 'ndjson' | 'csv']: ShowHunt } = {
  // What draws tables is loaded with the first.
  table: async (...shown) => (await import('./hunt-table.ts')).showHuntTable(...shown),
  json: showHuntJson,
  ndjson: showHuntNdjson,
  csv: showHuntCsv,
};

export async function hunt(paths: readonly string[], options: HuntOptions): Promise<void> {
  const wish = wishOf(options, Date.now());
  const task = builtFile('hunt/task.js');
  const logs = await Logs.find(paths, { options, wish, task });
  try {
    const { rules, notes } = await huntRules(options);
    await huntIn(logs, { plan: planHunt(rules, options.level), options, notes: [...notes] });
  } finally {
    logs.close();
  }
}

async function huntIn(
  logs: Logs,
  { plan, options, notes }: { plan: HuntPlan; options: HuntOptions; notes: string[] },
): Promise<void> {
  const spillFile = openSpillFile(notes);
  try {
    const read = await writingTo(options.output, async (output) => {
      const settings: HuntSettings = {
        rules: plan.eventRules.map(({ condition, fields }) => ({ condition, fields })),
        needed: plan.needed,
        reports: plan.reports,
        networks: options.networks ?? [],
        spill: spillFile?.spill ?? null,
      };
      const logsRead = await logs.read(settings);
      const packed = logsRead.found as readonly PackedMatches[];
      const result = new HuntResult(plan, { packed, file: spillFile, level: options.level });
      // Said before anything is shown: who reads the result may stop reading.
      process.exitCode = exitCodeOf(logsRead, result.count > 0);
      await SHOW[formatOf(options)](result, logsRead, { output, options });
      return logsRead;
    });
    if (options.quiet !== true)
      for (const note of [...notes, ...inputNotes(read)]) process.stderr.write(`${note}\n`);
  } catch (error) {
    throw spillError(error, 'no space is left for the matches');
  } finally {
    spillFile?.close();
  }
}

/** Where threads put matches aside. Without such a place a hunt needs more memory, and says so. */
function openSpillFile(notes: string[]): SpillFile | null {
  try {
    return new SpillFile();
  } catch (error) {
    if (!(error instanceof KeytrailError)) throw error;
    notes.push(`${error.message}: all matches are held in memory`);
    return null;
  }
}
