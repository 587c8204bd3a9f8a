/** `keytrail known`: what an organisation knows about itself. */
import { Command } from 'commander';
import { CommandGroup } from './command-group.ts';
import { addReadOptions, PATHS } from './input-options.ts';
import type { ReadOptions } from './input-options.ts';

const HELP = `
The draft says what the logs suggest: networks that several people's credentials use on many days (offices, VPNs),
networks of build systems, accounts of vendors that assume roles with an external ID, principals that read broadly on
purpose. Edit it: only you know which of it is true. Then give it to investigate with --known.

Examples:
  keytrail known suggest logs/ --output networks.yml
  keytrail known check networks.yml
  keytrail investigate logs/ --known networks.yml

Exit code: 0 written, 2 could not run, 3 part of the input could not be read.`;

/** The `known` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function knownCommand(): Command {
  const group = new CommandGroup('known')
    .description('networks.yml: draft and check what you know about your own networks')
    .addHelpText('after', HELP);
  group.addCommand(
    addReadOptions(
      new Command('suggest')
        .description('draft networks.yml from logs, for you to edit')
        .argument('<paths...>', PATHS),
    )
      .addHelpText('after', HELP)
      .action(async (paths: string[], options: ReadOptions) => {
        const { suggestKnown } = await import('./known-suggest.ts');
        await suggestKnown(paths, options);
      }),
  );
  group.addCommand(
    new Command('check')
      .description('check a networks.yml: mistakes with file, line and column')
      .argument('<file>', 'networks.yml')
      .action(async (file: string) => {
        const { loadKnown } = await import('./known-load.ts');
        const { networks, vendorAccounts } = loadKnown(file);
        process.stdout.write(`${networks.length} networks, ${vendorAccounts.size} vendors: no mistakes.\n`);
      }),
  );
  return group;
}
