#!/usr/bin/env node
/** The `keytrail` command: reads the command line, runs one command, and is the only place that turns errors to text. */
import { Command } from 'commander';
import { KeytrailError } from '../error.ts';
import { auditCommand } from './audit.ts';
import { caseCommand } from './case.ts';
import { setUpEngine } from './engine.ts';
import { explainCommand } from './explain.ts';
import { huntCommand } from './hunt.ts';
import { investigateCommand } from './investigate.ts';
import { knownCommand } from './known.ts';
import { allowClosedPipes } from './output.ts';
import { reportCommand } from './report.ts';
import { containCommand } from './respond-planning.ts';
import { respondCommand } from './respond.ts';
import { rulesCommand } from './rules.ts';
import { searchCommand } from './search.ts';
import { simulateCommand } from './simulate.ts';
import { statsCommand } from './stats.ts';
import { timelineCommand } from './timeline.ts';
import { clean } from './show/text.ts';
import { version } from './version.ts';

setUpEngine();

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
const commands = [
  investigateCommand(),
  reportCommand(),
  timelineCommand(),
  explainCommand(),
  respondCommand(),
  containCommand(),
  caseCommand(),
  knownCommand(),
  huntCommand(),
  auditCommand(),
  statsCommand(),
  searchCommand(),
  rulesCommand(),
  simulateCommand(),
];
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
