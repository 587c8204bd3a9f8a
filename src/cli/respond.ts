/** `keytrail respond`: from an incident to a plan, and from a plan to a closed incident. */
import type { Command } from 'commander';
import { CommandGroup } from './command-group.ts';
import { applyCommand, closeCommand, undoCommand, verifyCommand } from './respond-acting.ts';
import { exportCommand, planCommand, policyCommand, showCommand } from './respond-planning.ts';

export function respondCommand(): Command {
  const group = new CommandGroup('respond').description(
    'contain, eradicate and recover: make a plan, apply it, prove it, take it back',
  );
  const commands = [
    planCommand(),
    showCommand(),
    applyCommand(),
    verifyCommand(),
    undoCommand(),
    exportCommand(),
    policyCommand(),
    closeCommand(),
  ];
  for (const command of commands) group.addCommand(command);
  return group;
}
