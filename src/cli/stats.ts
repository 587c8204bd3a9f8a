/** `keytrail stats`: what is in these logs, before anything is looked for. */
import { Command, InvalidArgumentError } from 'commander';
import { addInputOptions } from './input-options.ts';
import type { InputOptions } from './input-options.ts';

const HELP = `
Examples:
  keytrail stats logs/                            what a folder of logs holds: time span and gaps, accounts, credentials …
  keytrail stats logs/ --limit 0                  every row of every section
  keytrail stats logs/ --credential AKIA…         one access key: networks, tools, APIs, errors
  keytrail stats logs/ --from 2026-11-01 --to 2026-11-07 --account 111122223333
  keytrail stats export.zip --json --output stats.json

Exit code: 0 done, 2 could not run, 3 finished, but part of the input could not be read. What it tells is no verdict,
so there is no exit code for "something found".
It only reads the files you name; nothing is sent anywhere.`;

export interface StatsOptions extends InputOptions {
  readonly limit: number;
}

/** The `stats` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function statsCommand(): Command {
  return addInputOptions(
    new Command('stats').description(
      'what is in these logs: time, gaps, credentials, networks, tools, errors',
    ),
  )
    .option(
      '--limit <number>',
      'rows of each section; 0 for all. Other formats than the table list all long-lived keys',
      rowLimit,
      10,
    )
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: StatsOptions) => {
      const { stats } = await import('./stats-run.ts');
      await stats(paths, options);
    });
}

function rowLimit(text: string): number {
  const rows = Number(text);
  if (!Number.isInteger(rows) || rows < 0) throw new InvalidArgumentError('Give a whole number, 0 for all.');
  return rows;
}
