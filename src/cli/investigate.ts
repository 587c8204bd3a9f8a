/** `keytrail investigate`: which credentials leaked, and what was done with them. */
import { Command, Option } from 'commander';
import { addReadOptions, oneMore, PATHS } from './input-options.ts';
import type { ReadOptions } from './input-options.ts';

const HELP = `
Without a hint it judges every credential by what is usual for it. A hint says where you know something is wrong:
--credential, --principal and --address start from there whatever the score; --since counts only what came later.

With --case the evidence (SHA-256 of every file), the result and the report are kept in a folder; a second run reads
only files that are new. Without it, nothing is kept.

Examples:
  keytrail investigate logs/ --case leak              which keys leaked; report in leak/report.html
  keytrail investigate logs/ --credential AKIA…       this key leaked: what was done with it?
  keytrail investigate --case leak                    judge again, reading nothing
  keytrail investigate logs/ --known networks.yml     with what you know about your own networks
  keytrail investigate logs/ --json --output leak.json

Exit code: 0 nothing found, 1 an incident found, 2 could not run, 3 finished, but part of the input could not be read.
It only reads the files you name and writes into the case folder; nothing is sent anywhere.`;

export const INVESTIGATE_FORMATS = ['table', 'json', 'html', 'md', 'stix'] as const;

export interface InvestigateOptions extends ReadOptions {
  readonly case?: string;
  readonly credential?: readonly string[];
  readonly principal?: readonly string[];
  readonly address?: readonly string[];
  readonly since?: string;
  readonly known?: string;
  readonly rules?: readonly string[];
  readonly builtin: boolean;
  readonly format: (typeof INVESTIGATE_FORMATS)[number];
  readonly json?: boolean;
}

/** The `investigate` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function investigateCommand(): Command {
  const command = new Command('investigate')
    .description('which credentials leaked, since when, and what was done with them')
    .argument('[paths...]', `${PATHS}; none to judge again what a case holds`)
    .option('--case <folder>', 'keep evidence, result and report in this folder, and go on with it')
    .option('--credential <key>', 'this access key ID leaked (repeatable)', oneMore)
    .option('--principal <name>', 'this user or role, by ARN or name, was misused (repeatable)', oneMore)
    .option('--address <address>', 'this address, or CIDR block, is the intruder’s (repeatable)', oneMore)
    .option('--since <time>', 'what is told by the other hints holds since then')
    .option('--known <file>', 'networks.yml: what you know about your own networks (see known suggest)');
  return addReadOptions(command)
    .option('--rules <path>', 'Sigma rule file or folder, added to the built-in rules (repeatable)', oneMore)
    .option('--no-builtin', 'leave the built-in rules out')
    .addOption(
      new Option('--format <format>', 'how to show the result')
        .choices([...INVESTIGATE_FORMATS])
        .default('table'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: InvestigateOptions) => {
      const { investigate } = await import('./investigate-run.ts');
      await investigate(paths, options);
    });
}
