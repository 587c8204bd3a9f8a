/** `keytrail timeline`: what happened, in order of time, intruder and owner apart. */
import { Command, Option } from 'commander';
import { oneMore } from './input-options.ts';

const HELP = `
What the intruder did is marked with !, what nobody can decide with ?. Long runs of the same call are one line; --all
shows each call, those of the owner and those that change nothing too.

Examples:
  keytrail timeline leak
  keytrail timeline leak --all
  keytrail timeline leak --credential AKIA… --format csv --output timeline.csv

Exit code: 0 nothing to show, 1 something shown, 2 could not run.`;

export const TIMELINE_FORMATS = ['table', 'json', 'ndjson', 'csv'] as const;

export interface TimelineOptions {
  readonly incident?: string;
  readonly credential?: readonly string[];
  readonly all?: boolean;
  readonly format: (typeof TIMELINE_FORMATS)[number];
  readonly json?: boolean;
  readonly output?: string;
}

/** The `timeline` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function timelineCommand(): Command {
  return new Command('timeline')
    .description('what happened, in order of time, intruder and owner apart')
    .argument('<case>', 'case folder')
    .option('--incident <id>', 'only this incident')
    .option('--credential <key>', 'only calls of this credential (repeatable)', oneMore)
    .option('--all', 'every call, the owner’s too')
    .addOption(
      new Option('--format <format>', 'how to show it').choices([...TIMELINE_FORMATS]).default('table'),
    )
    .option('--json', 'the same as --format json')
    .option('--output <file>', 'write it to a file')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: TimelineOptions) => {
      const { timeline } = await import('./timeline-run.ts');
      await timeline(folder, options);
    });
}
