/** `keytrail simulate`: a labelled archive, to try the other commands on and to measure them. */
import { Command, InvalidArgumentError } from 'commander';

const HELP = `
The folder then has AWSLogs/, as CloudTrail delivers it to S3; labels.ndjson, one line per event of an intruder; and
incidents.json: what happened to whose credentials, and what was left behind. The same options give the same bytes.
Accounts, people and keys do not exist. Addresses belong to real providers, who have nothing to do with it.

Examples:
  keytrail simulate --out made/                                     30 days, 3 accounts, every kind of attack
  keytrail simulate --seed 7 --days 60 --users 300 --out made/      another, larger organisation
  keytrail simulate --attacks none --out made/                      nothing but ordinary use
  keytrail simulate --attacks takeover,slow --out made/ --json      two attacks; the summary as JSON
  keytrail simulate --attacks list                                  the kinds of attack

Exit code: 0 done, 2 could not run.`;

export interface SimulateOptions {
  readonly seed: number;
  readonly days: number;
  readonly accounts: number;
  readonly users: number;
  readonly attacks: string;
  readonly pace: number;
  readonly minutesPerFile: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** The `simulate` command; throws KeytrailError when it cannot run. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('make a labelled archive: ordinary use of AWS, and attacks in it')
    .option('--seed <number>', 'another number, another archive', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--days <number>', 'length in days', wholeNumber(5, 730), 30)
    .option('--accounts <number>', 'AWS accounts of the organisation', wholeNumber(1, 50), 3)
    .option(
      '--users <number>',
      'IAM users with a long-lived key, over all accounts',
      wholeNumber(1, 20_000),
      60,
    )
    .option('--attacks <kinds>', 'all, none, or names with commas between them; list shows them', 'all')
    .option('--pace <number>', 'how busy everybody is; 0.5 is half as much as usual', positive, 1)
    .option('--minutes-per-file <number>', 'time that a log file covers; divides a day', minutesPerFile, 15)
    .option('--out <folder>', 'where it goes: a new or empty folder')
    .option('--json', 'summary as JSON')
    .addHelpText('after', HELP)
    .action(async (options: SimulateOptions) => {
      const { runSimulate } = await import('./simulate-run.ts');
      await runSimulate(options);
    });
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    return value;
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value < 0.1 || value > 100)
    throw new InvalidArgumentError('Give a number from 0.1 to 100.');
  return value;
}

function minutesPerFile(text: string): number {
  const minutes = wholeNumber(1, 1440)(text);
  if (1440 % minutes !== 0)
    throw new InvalidArgumentError('Give a number that divides 1440: 5, 15, 60, 360.');
  return minutes;
}
