/** `keytrail audit`: which AWS credentials lie about, and where; and which an account has. */
import os from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ExposureLevel } from '../exposure/exposure.ts';

const HELP = `
Examples:
  keytrail audit .                               this folder: files, archives, saved images, git repositories
  keytrail audit --env --home                    this machine: environments, AWS tools, shells, editors, assistants
  keytrail audit --staged                        what is about to be committed (see .pre-commit-hooks.yaml)
  keytrail audit --iam --profile security        the account's own view of its keys
  keytrail audit --iam --org --role Audit        that of all accounts
  keytrail audit --iam --policy                  the least permissions that takes
  keytrail audit . --case leak                   joined with the logs of a case: which key leaked from where
  keytrail audit . --format sarif --output audit.sarif
  keytrail audit . --write-baseline baseline.json
  keytrail audit . --baseline baseline.json --fail-on high

What is not to be told again stands in .keytrailignore, one line each: <key ID or fingerprint> [until DATE] <reason>.
Exit code: 0 nothing found, 1 found (of the level of --fail-on or worse), 2 could not run, 3 finished, but part could
not be read.
It only reads. No key that is found is used. Nothing is sent anywhere, but with --iam IDs of keys to AWS. Secrets are
shown by their last four characters at most.
What --iam reads, with which permissions, and what it checks: docs/audit-iam.md.`;

export const AUDIT_FORMATS = ['table', 'json', 'sarif', 'csv', 'html'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

export interface AuditOptions {
  readonly env?: boolean;
  readonly home?: boolean;
  readonly staged?: boolean;
  readonly iam?: boolean;
  readonly org?: boolean;
  readonly policy?: boolean;
  readonly profile?: string;
  readonly region?: string;
  readonly role?: string;
  readonly in?: readonly string[];
  readonly git: boolean;
  readonly cache?: string;
  readonly obeyGitignore?: boolean;
  readonly case?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly ignoreFile?: string;
  readonly failOn: ExposureLevel;
  readonly format: AuditFormat;
  readonly json?: boolean;
  readonly output?: string;
  readonly quiet?: boolean;
  readonly threads: number;
}

/** The `audit` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function auditCommand(): Command {
  return new Command('audit')
    .description(
      'which AWS credentials lie about, in files, git history, this machine; and which an account has',
    )
    .argument('[paths...]', 'folders of any depth, files, git repositories, archives, images saved to disk')
    .option('--env', 'the environments of this process and of your other ones')
    .option('--home', 'the places of your home folder where keys lie: AWS tools, shells, editors, assistants')
    .option('--staged', 'what is staged in the git repository here')
    .option('--iam', "the account's own view of its keys, asked with your credentials")
    .option('--org', 'with --iam: all accounts of the organization')
    .option('--role <name>', 'role to assume in them (default: OrganizationAccountAccessRole)')
    .option('--in <account=way...>', 'with --iam: profile, or ARN of a role, for one more account')
    .option('--profile <name>', 'with --iam: profile of the AWS configuration')
    .option('--region <region>', 'with --iam: for calls that have no region of their own')
    .option('--policy', 'with --iam: print the least IAM policy that it needs, and ask nothing')
    .option('--no-git', 'do not read the objects of git repositories')
    .option('--cache <folder>', 'remember there which packs of git repositories hold nothing, and skip those')
    .option('--obey-gitignore', 'leave out files that git ignores, which often are those with keys')
    .option(
      '--case <folder>',
      'join with the logs of this case: whose each key is, how it was used, where it leaked',
    )
    .option('--baseline <file>', 'leave out what an earlier audit wrote there')
    .option('--write-baseline <file>', 'write what was found as a baseline')
    .option('--ignore-file <file>', 'instead of .keytrailignore here')
    .addOption(
      new Option('--fail-on <level>', 'the least level that exit code 1 is for')
        .choices(['high', 'medium', 'low', 'info'])
        .default('low'),
    )
    .addOption(
      new Option('--format <format>', 'how to show the result').choices([...AUDIT_FORMATS]).default('table'),
    )
    .option('--json', 'the same as --format json')
    .option('--output <file>', 'write the result to a file')
    .option('--quiet', 'no progress and no notes')
    .option('--threads <number>', 'threads to read with', threadCount, os.availableParallelism())
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: AuditOptions) => {
      const { audit } = await import('./audit-run.ts');
      await audit(paths, options);
    });
}

function threadCount(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 256)
    throw new InvalidArgumentError('Give a number from 1 to 256.');
  return threads;
}
