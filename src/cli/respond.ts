/** `keytrail respond`: from an incident to a plan, and from a plan to a closed incident. */
import type { Command } from 'commander';
import { CommandGroup } from './command-group.ts';
import { applyCommand, closeCommand, undoCommand, verifyCommand } from './respond-acting.ts';

export function respondCommand(): Command {
  const group = new CommandGroup('respond').description(
    'contain, eradicate and recover: apply a plan, prove it, take it back',
  );
  for (const command of [applyCommand(), verifyCommand(), undoCommand(), closeCommand()])
    group.addCommand(command);
  return group;
}
