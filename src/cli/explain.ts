/** `keytrail explain`: why this verdict. */
import { Command } from 'commander';

const HELP = `
WHAT is the ID of a finding or of an incident, a credential (or the ARN of whom it belongs to), or an event ID. The
beginning of it is enough.

Examples:
  keytrail explain leak AKIA…          what speaks for and against the owner of this key
  keytrail explain leak 4f2c…          why this call is held to be the intruder's

Exit code: 0 nothing is known of it, 1 explained, 2 could not run.`;

export interface ExplainOptions {
  readonly json?: boolean;
  readonly output?: string;
}

/** The `explain` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function explainCommand(): Command {
  return new Command('explain')
    .description('why this verdict: every term, its evidence, and what would make it harmless')
    .argument('<case>', 'case folder')
    .argument('<what>', 'finding, incident, credential or event')
    .option('--json', 'print JSON')
    .option('--output <file>', 'write it to a file')
    .addHelpText('after', HELP)
    .action(async (folder: string, what: string, options: ExplainOptions) => {
      const { explain } = await import('./explain-run.ts');
      await explain(folder, what, options);
    });
}
