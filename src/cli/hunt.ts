/** `keytrail hunt`: what the rules know to be bad, who did it, and when. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { LEVELS } from '../sigma/rule.ts';
import type { Level } from '../sigma/rule.ts';
import { addInputOptions, oneMore } from './input-options.ts';
import type { InputOptions } from './input-options.ts';

const HELP = `
Examples:
  keytrail hunt logs/                             everything below a folder, findings in order of time
  keytrail hunt logs/ --from 30d --level high     what would be worth waking someone, last 30 days
  keytrail hunt logs/ --credential AKIA…          what one access key did
  keytrail hunt export.zip --json --output hunt.json
  keytrail hunt logs/ --rules my-rules/           our rules and yours
  aws cloudtrail lookup-events | keytrail hunt -

Exit code: 0 nothing found, 1 something found, 2 could not run, 3 finished, but part of the input could not be read.
It only reads the files you name; nothing is sent anywhere.`;

export interface HuntOptions extends InputOptions {
  readonly rules?: readonly string[];
  readonly builtin: boolean;
  readonly level: Level;
  readonly limit: number;
}

/** The `hunt` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function huntCommand(): Command {
  return addInputOptions(
    new Command('hunt').description('match Sigma rules: who did what the rules know to be bad'),
  )
    .option('--rules <path>', 'Sigma rule file or folder, added to the built-in rules (repeatable)', oneMore)
    .option('--no-builtin', 'leave the built-in rules out')
    .addOption(
      new Option('--level <level>', 'only rules of this level and above').choices([...LEVELS]).default('low'),
    )
    .option('--limit <number>', 'findings shown in the table, the gravest kept; 0 for all', rowCount, 50)
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: HuntOptions) => {
      const { hunt } = await import('./hunt-run.ts');
      await hunt(paths, options);
    });
}

function rowCount(text: string): number {
  const rows = Number(text);
  if (text.trim() === '' || !Number.isInteger(rows) || rows < 0)
    throw new InvalidArgumentError('Give a number, 0 for all.');
  return rows;
}
