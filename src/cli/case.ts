/** `keytrail case`: what is in a case folder, and whether its evidence still holds. */
import { Command } from 'commander';
import { CommandGroup } from './command-group.ts';

const EXAMPLES = {
  case: `
Examples:
  keytrail case show leak            evidence, incidents and runs of one case
  keytrail case list cases           all cases in a folder
  keytrail case verify leak          hash the evidence again`,
  verify: `
Every file is hashed again and compared with what was read: intact, changed or missing.

Examples:
  keytrail case verify leak
  keytrail case verify leak --json

Exit code: 0 all intact, 1 some changed or missing, 2 could not run.`,
  list: `
Examples:
  keytrail case list
  keytrail case list cases --json`,
  show: `
Examples:
  keytrail case show leak
  keytrail case show leak --json`,
} as const;

export interface CaseOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The `case` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function caseCommand(): Command {
  const group = new CommandGroup('case')
    .description('look at a case folder, and prove its evidence')
    .addHelpText('after', EXAMPLES.case);
  group.addCommand(
    new Command('verify')
      .description('hash the evidence again: does it still hold?')
      .argument('<case>', 'case folder')
      .option('--json', 'print JSON')
      .option('--quiet', 'no progress')
      .addHelpText('after', EXAMPLES.verify)
      .action(async (folder: string, options: CaseOptions) => {
        const { verifyCase } = await import('./case-verify.ts');
        await verifyCase(folder, options);
      }),
  );
  group.addCommand(
    new Command('list')
      .description('list the cases in a folder')
      .argument('[folder]', 'where to look', '.')
      .option('--json', 'print JSON')
      .addHelpText('after', EXAMPLES.list)
      .action(async (folder: string, options: CaseOptions) => {
        const { listCases } = await import('./case-list.ts');
        await listCases(folder, options);
      }),
  );
  group.addCommand(
    new Command('show')
      .description('show what is in a case: evidence, incidents, runs')
      .argument('<case>', 'case folder')
      .option('--json', 'print JSON')
      .addHelpText('after', EXAMPLES.show)
      .action(async (folder: string, options: CaseOptions) => {
        const { showCase } = await import('./case-show.ts');
        await showCase(folder, options);
      }),
  );
  return group;
}
