/** A command that is a family of commands. */
import { Command } from 'commander';

/** Sub-commands take over settings, such as how mistakes end the program, together with it. */
export class CommandGroup extends Command {
  override copyInheritedSettings(source: Command): this {
    super.copyInheritedSettings(source);
    for (const command of this.commands) command.copyInheritedSettings(source);
    return this;
  }
}
