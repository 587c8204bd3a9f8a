/** `keytrail rules`: look at rules, check them, and try them on their own examples. */
import { Command, Option } from 'commander';
import { LEVELS } from '../sigma/rule.ts';
import { CommandGroup } from './command-group.ts';

const EXAMPLES = {
  rules: `
Examples:
  keytrail rules list --level high          what would be worth waking someone
  keytrail rules show 'Access key created'  one rule in full
  keytrail rules lint my-rules              mistakes, with file and line
  keytrail rules test my-rules              each rule against its hit.ndjson and miss.ndjson`,
  list: `
Examples:
  keytrail rules list
  keytrail rules list --level medium --tag attack.t1098
  keytrail rules list bucket --json`,
  show: `
Examples:
  keytrail rules show access_key_created
  keytrail rules show 0e95725d-7320-415d-80f7-004da920fc11 --rules my-rules`,
  lint: `
Examples:
  keytrail rules lint my-rules
  keytrail rules lint my-rules/one.yml --json

Exit code: 0 no errors (warnings do not count), 1 errors, 2 could not run.`,
  test: `
A rule's folder holds rule.yml, hit.ndjson (one event a line, each must be matched) and miss.ndjson (none may be).
The events of a correlation are looked at together.

Examples:
  keytrail rules test my-rules
  keytrail rules test my-rules/persistence/access-key-created

Exit code: 0 all passed, 1 some failed, 2 could not run.`,
} as const;

/** The `rules` command with its sub-commands. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function rulesCommand(): Command {
  const rules = new CommandGroup('rules')
    .description('list, show, check and test Sigma rules')
    .addHelpText('after', EXAMPLES.rules);
  rules.addCommand(listCommand());
  rules.addCommand(showCommand());
  rules.addCommand(lintCommand());
  rules.addCommand(testCommand());
  return rules;
}

function listCommand(): Command {
  return new Command('list')
    .description('list rules: level, title, techniques and id')
    .argument('[text]', 'only rules with this text in title, description, name or id')
    .addOption(new Option('--level <level>', 'only this level and above').choices([...LEVELS]))
    .option(
      '--tag <tag>',
      'only rules with this tag, or one below it such as attack.t1098.001 for attack.t1098',
    )
    .addOption(rulesOption())
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES.list)
    .action(async (text: string | undefined, options: ListOptions) => {
      const { listRules } = await import('./rules-list.ts');
      listRules({ ...options, text });
    });
}

/** What `rules list` was asked for. */
export interface ListOptions {
  readonly text?: string | undefined;
  readonly level?: string;
  readonly tag?: string;
  readonly rules?: readonly string[];
  readonly json?: boolean;
}

function showCommand(): Command {
  return new Command('show')
    .description('show one rule in full')
    .argument('<rule>', 'id, name or title of the rule')
    .addOption(rulesOption())
    .option('--json', 'print the checked rule as JSON')
    .addHelpText('after', EXAMPLES.show)
    .action(async (wanted: string, options: { rules?: string[]; json?: boolean }) => {
      const { showRule } = await import('./rules-show.ts');
      showRule(wanted, options);
    });
}

function lintCommand(): Command {
  return new Command('lint')
    .description('check rule files for mistakes, with file, line and column')
    .argument('[paths...]', 'rule files or folders (default: the built-in rules)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES.lint)
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { lintRules } = await import('./rules-lint.ts');
      lintRules(paths, options);
    });
}

function testCommand(): Command {
  return new Command('test')
    .description('try rules on their own hit.ndjson and miss.ndjson')
    .argument('[folders...]', 'folders to look for rule folders in (default: the built-in rules)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES.test)
    .action(async (folders: string[], options: { json?: boolean }) => {
      const { testRules } = await import('./rules-test.ts');
      testRules(folders, options);
    });
}

function rulesOption(): Option {
  return new Option('--rules <path...>', 'rule files or folders instead of the built-in rules');
}
