#!/usr/bin/env node
/** The `keytrail` command. */
import { Command } from 'commander';
import { KeytrailError } from '../error.ts';
import { rulesCommand } from './rules.ts';

const program = new Command('keytrail').addCommand(rulesCommand());
try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof KeytrailError)) throw error;
  process.stderr.write(`keytrail: ${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
  process.exitCode = 2;
}
