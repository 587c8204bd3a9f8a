/** The commands that act on AWS, or look there: apply, verify, undo, close. */
import { Command } from 'commander';
import { durationOption } from './duration.ts';

const ACCESS = `
Which credentials are used: those of the environment or --profile. In other accounts the role of --role is assumed
from there, or what --in says for one account. Never use the leaked credential; it is refused.
The journal is kept in the case, in response-INCIDENT.ndjson.`;

const EXAMPLES = {
  apply: `
Without --apply it shows what would be done, and changes nothing.

Examples:
  keytrail respond apply leak/plan.yml
  keytrail respond apply leak/plan.yml --apply --profile responder
  keytrail respond apply leak/plan.yml --apply --only C01 C02 --yes --hold 10m
  keytrail respond apply leak/plan.yml --done R03

A run that was ended is gone on with by the same command. Ctrl-C finishes what was begun, once more ends it at once.
Exit code: 0 all steps hold or are for a person, 1 some do not, 2 could not run, 130 ended by Ctrl-C.
${ACCESS}`,
  verify: `
Examples:
  keytrail respond verify leak/plan.yml
  keytrail respond verify leak/plan.yml --wait 2m --json

Exit code: 0 every step holds, 1 some do not or cannot be looked at, 2 could not run.
${ACCESS}`,
  undo: `
Takes back what was applied, the last first, where it is still as it was left. Without --apply it shows what it would do.

Examples:
  keytrail respond undo leak/plan.yml
  keytrail respond undo leak/plan.yml --only C02 --apply

Exit code: 0 all is as it was before, 1 some is not, 2 could not run, 130 ended by Ctrl-C.
${ACCESS}`,
  close: `
Investigate the newest logs first, so that the case knows what happened since:
keytrail investigate logs/ --case leak

Examples:
  keytrail respond close leak
  keytrail respond close leak --quiet-for 60m --waive R02="rotated on the day before, ticket 4711"
  keytrail respond close leak --waive AKIAI44QH8DHBEXAMPLE="the new key of ci-build"

The result is kept in the case, in closing-INCIDENT.json, and is part of the next report.
Exit code: 0 it may be closed, 1 it may not, 2 could not run.
${ACCESS}`,
} as const;

export interface AccessOptions {
  readonly case?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly role?: string;
  readonly in?: readonly string[];
  readonly json?: boolean;
}

export interface ApplyOptions extends AccessOptions {
  readonly apply?: boolean;
  readonly only?: readonly string[];
  readonly yes?: boolean;
  readonly hold?: number;
  readonly done?: readonly string[];
}

export interface VerifyOptions extends AccessOptions {
  readonly wait: number;
}

export interface CloseOptions extends AccessOptions {
  readonly incident?: string;
  readonly plan?: string;
  readonly waive?: readonly string[];
  readonly quietFor: number;
}

export function applyCommand(): Command {
  return withAccess(new Command('apply'))
    .description('apply the steps of a plan')
    .argument('<plan>', 'plan file')
    .option('--apply', 'do it; without, it is only shown')
    .option('--only <step...>', 'only these steps')
    .option('--yes', 'do not ask before each step')
    .option('--hold <time>', 'then keep it so for this long, such as 10m', durationOption)
    .option('--done <step...>', 'note that a person has done these steps, and do nothing else')
    .addHelpText('after', EXAMPLES.apply)
    .action(async (plan: string, options: ApplyOptions) => {
      const { applyPlan } = await import('./respond-apply.ts');
      await applyPlan(plan, options);
    });
}

export function verifyCommand(): Command {
  return withAccess(new Command('verify'))
    .description('look whether the steps of a plan hold in AWS now')
    .argument('<plan>', 'plan file')
    .option('--wait <time>', 'look again until they do, for this long at most', durationOption, 0)
    .addHelpText('after', EXAMPLES.verify)
    .action(async (plan: string, options: VerifyOptions) => {
      const { verifyPlan } = await import('./respond-verify.ts');
      await verifyPlan(plan, options);
    });
}

export function undoCommand(): Command {
  return withAccess(new Command('undo'))
    .description('take back what was applied')
    .argument('<plan>', 'plan file')
    .option('--apply', 'do it; without, it is only shown')
    .option('--only <step...>', 'only these steps')
    .option('--yes', 'do not ask before each step')
    .addHelpText('after', EXAMPLES.undo)
    .action(async (plan: string, options: ApplyOptions) => {
      const { undoPlan } = await import('./respond-undo.ts');
      await undoPlan(plan, options);
    });
}

export function closeCommand(): Command {
  return withAccess(new Command('close'), false)
    .description('may the incident be closed? what is still open')
    .argument('<case>', 'case folder')
    .option('--incident <id>', 'which of the case')
    .option('--plan <file>', 'plan file; plan.yml of the case without')
    .option('--quiet-for <time>', 'how long no credential may have called', durationOption, 30 * 60_000)
    .option('--waive <step=reason...>', 'steps that need not be done, or new things that are right, and why')
    .addHelpText('after', EXAMPLES.close)
    .action(async (folder: string, options: CloseOptions) => {
      const { closeIncident } = await import('./respond-close.ts');
      await closeIncident(folder, options);
    });
}

function withAccess(command: Command, hasCase = true): Command {
  if (hasCase) command.option('--case <folder>', 'case folder; that of the plan without');
  return command
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--region <region>', 'for calls that have no region of their own')
    .option('--role <name>', 'role to assume in other accounts')
    .option('--in <account=way...>', 'profile, or ARN of a role, for one account')
    .option('--json', 'print JSON');
}
