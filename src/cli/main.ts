#!/usr/bin/env node
/** The `keytrail` command: reads the command line, runs one command, and is the only place that turns errors to text. */
import { Command } from 'commander';
import { KeytrailError } from '../error.ts';
import { allowClosedPipes } from './output.ts';
import { clean } from './show/text.ts';
import { version } from './version.ts';

/** In the order of the help. Loading all of them takes longer than many a command, so only the one that is asked for is. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  investigate: async () => (await import('./investigate.ts')).investigateCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  timeline: async () => (await import('./timeline.ts')).timelineCommand(),
  explain: async () => (await import('./explain.ts')).explainCommand(),
  respond: async () => (await import('./respond.ts')).respondCommand(),
  contain: async () => (await import('./respond-planning.ts')).containCommand(),
  case: async () => (await import('./case.ts')).caseCommand(),
  known: async () => (await import('./known.ts')).knownCommand(),
  hunt: async () => (await import('./hunt.ts')).huntCommand(),
  audit: async () => (await import('./audit.ts')).auditCommand(),
  stats: async () => (await import('./stats.ts')).statsCommand(),
  search: async () => (await import('./search.ts')).searchCommand(),
  rules: async () => (await import('./rules.ts')).rulesCommand(),
  simulate: async () => (await import('./simulate.ts')).simulateCommand(),
};

const HELP = `
Examples:
  keytrail investigate logs/ --case leak   which credentials leaked, and what was done with them
  keytrail hunt logs/                      what the rules know to be bad in a folder of CloudTrail logs
  keytrail investigate --help              more examples, exit codes

Documentation: docs/ in the package. Nothing you read leaves this machine.`;

allowClosedPipes();

// A defect must not look like a finding, whose exit code is that of Node's crashes.
process.on('uncaughtException', (error) => {
  process.stderr.write(
    `keytrail: internal error, please report it\n${clean(error.stack ?? String(error)).replaceAll('\\u{a}', '\n')}\n`,
  );
  process.exit(2);
});

const program = new Command('keytrail')
  .description('From the first odd call with a leaked AWS access key to a closed incident.')
  .version(version)
  .addHelpText('after', HELP)
  .showHelpAfterError('(keytrail --help shows what there is)')
  .exitOverride((error) => {
    // Mistakes on the command line are "could not run"; help and version are not mistakes.
    process.exit(error.exitCode === 0 ? 0 : 2);
  });
const [, , asked = ''] = process.argv;
const wanted = Object.hasOwn(COMMANDS, asked) ? [COMMANDS[asked]!] : Object.values(COMMANDS);
const commands = await Promise.all(wanted.map((load) => load()));
for (const command of commands) program.addCommand(command.copyInheritedSettings(program));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof KeytrailError)) throw error;
  process.stderr.write(
    `keytrail: ${clean(error.message)}\n${error.hint === undefined ? '' : `${clean(error.hint)}\n`}`,
  );
  process.exitCode = 2;
}
