/** The commands that make a plan and look at it; none of them calls AWS. */
import { Command, Option } from 'commander';
import { PHASES } from '../respond/plan.ts';

const HELP = {
  plan: `
Nothing is called, and nothing is changed: the plan is a file to be read first.

Examples:
  keytrail respond plan leak                         plan.yml in the case folder
  keytrail respond plan leak --phase contain --output -
  keytrail respond plan leak --protect 'arn:aws:iam::*:role/break-glass*'
  keytrail respond plan leak --scp 999988887777 --responder arn:aws:iam::111122223333:role/ir

Exit code: 0 written, 1 there is no incident, 2 could not run.`,
  show: `
Examples:
  keytrail respond show leak/plan.yml

Exit code: 0 the plan may be applied, 1 something in it is refused, 2 could not run.`,
  export: `
Examples:
  keytrail respond export leak/plan.yml --format sh --output plan.sh
  keytrail respond export leak/plan.yml --format json
  keytrail respond export leak/plan.yml --format ssm --account 111122223333`,
  policy: `
Examples:
  keytrail respond policy leak/plan.yml
  keytrail respond policy leak/plan.yml --role reader`,
  contain: `
Without a case, the user is the one you name. Nothing is called: apply the plan with keytrail respond apply.

Examples:
  keytrail contain AKIAIOSFODNN7EXAMPLE --principal arn:aws:iam::111122223333:user/ci-build
  keytrail contain AKIAIOSFODNN7EXAMPLE --principal arn:aws:iam::111122223333:user/ci-build --output plan.yml`,
} as const;

export interface PlanCommandOptions {
  readonly incident?: string;
  readonly phase?: (typeof PHASES)[number];
  readonly scp?: string;
  readonly responder?: string;
  readonly protect?: readonly string[];
  readonly known?: string;
  readonly output?: string;
  readonly quiet?: boolean;
}

export interface ExportOptions {
  readonly format: 'sh' | 'json' | 'ssm';
  readonly account?: string;
  readonly output?: string;
}

export interface PolicyOptions {
  readonly role: 'reader' | 'responder' | 'both';
}

export interface ContainOptions {
  readonly principal: string;
  readonly scp?: string;
  readonly responder?: string;
  readonly protect?: readonly string[];
  readonly output?: string;
}

function protecting(command: Command): Command {
  return command
    .option('--protect <arn...>', 'ARN patterns of principals that no step may touch (* and ?)')
    .option('--scp <account>', 'add service control policies, made in this management account')
    .option('--responder <arn>', 'who may still act under those policies; needed with --scp');
}

export function planCommand(): Command {
  return protecting(
    new Command('plan')
      .description('make the plan for an incident of a case')
      .argument('<case>', 'case folder')
      .option('--incident <id>', 'this incident; the gravest without')
      .addOption(new Option('--phase <phase>', 'only its steps').choices([...PHASES])),
  )
    .option(
      '--known <file>',
      'networks.yml: break-glass principals are protected, own and vendor accounts stay',
    )
    .option('--output <file>', 'write it there instead of into the case; - for standard output')
    .option('--quiet', 'do not say where it lies')
    .addHelpText('after', HELP.plan)
    .action(async (folder: string, options: PlanCommandOptions) => {
      const { makePlan } = await import('./respond-plan.ts');
      await makePlan(folder, options);
    });
}

export function showCommand(): Command {
  return new Command('show')
    .description('steps, why, evidence, what they break, permissions they need')
    .argument('<plan>', 'plan file')
    .addHelpText('after', HELP.show)
    .action(async (file: string) => {
      const { showPlan } = await import('./respond-plan-show.ts');
      await showPlan(file);
    });
}

export function exportCommand(): Command {
  return new Command('export')
    .description('the same steps as AWS CLI commands, JSON, or an automation of Systems Manager')
    .argument('<plan>', 'plan file')
    .addOption(new Option('--format <format>', 'of the export').choices(['sh', 'json', 'ssm']).default('sh'))
    .option('--account <id>', 'for ssm: the account that the automation is for')
    .option('--output <file>', 'write it there instead of to standard output')
    .addHelpText('after', HELP.export)
    .action(async (file: string, options: ExportOptions) => {
      const { exportPlan } = await import('./respond-export.ts');
      await exportPlan(file, options);
    });
}

export function policyCommand(): Command {
  return new Command('policy')
    .description('the least IAM policy that checking and applying the plan needs')
    .argument('<plan>', 'plan file')
    .addOption(
      new Option('--role <role>', 'for whom').choices(['reader', 'responder', 'both']).default('both'),
    )
    .addHelpText('after', HELP.policy)
    .action(async (file: string, options: PolicyOptions) => {
      const { printPolicies } = await import('./respond-export.ts');
      await printPolicies(file, options);
    });
}

/** `keytrail contain`: a plan for one key, before there is a case. */
export function containCommand(): Command {
  return protecting(
    new Command('contain')
      .description('plan the containment of one leaked key, before there is a case')
      .argument('<key>', 'access key ID')
      .requiredOption('--principal <arn>', 'ARN of the user that the key belongs to'),
  )
    .option('--output <file>', 'write it there instead of to standard output')
    .addHelpText('after', HELP.contain)
    .action(async (key: string, options: ContainOptions) => {
      const { planKey } = await import('./respond-plan.ts');
      await planKey(key, options);
    });
}
