/** `keytrail search`: events by field, keyword, pattern, credential, principal, address and time. */
import { Command, InvalidArgumentError } from 'commander';
import { addInputOptions, oneMore } from './input-options.ts';
import type { InputOptions } from './input-options.ts';

const HELP = `
All that you ask for must hold together; several values of one option are alternatives. Without any, all events are
shown. Fields and modifiers are those of Sigma rules, with network.* and agent.* (see docs/search.md).

Examples:
  keytrail search logs/ --credential AKIA…              what one access key did, in order of time
  keytrail search logs/ --principal alice --error       what alice was refused
  keytrail search logs/ --address 203.0.113.0/24 --from 7d
  keytrail search logs/ --event 'Create*' --event 'iam:Attach*'
  keytrail search logs/ --keyword my-bucket --json      whole events, secrets left out
  keytrail search logs/ --where 'agent.tool=aws-cli' --where 'network.country!=NL'
  keytrail search logs/ --where 'requestParameters.userName|re=^adm' --count

Exit code: 0 nothing found, 1 something found, 2 could not run, 3 finished, but part of the input could not be read.
It only reads the files you name; nothing is sent anywhere.`;

export interface SearchOptions extends InputOptions {
  readonly where?: readonly string[];
  readonly keyword?: readonly string[];
  readonly regex?: readonly string[];
  readonly principal?: readonly string[];
  readonly address?: readonly string[];
  readonly event?: readonly string[];
  readonly eventId?: readonly string[];
  /** True for any error. */
  readonly error?: readonly string[] | true;
  readonly limit?: number;
  readonly count?: boolean;
}

/** The `search` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function searchCommand(): Command {
  return addInputOptions(
    new Command('search').description('find events by field, text, credential, principal, address'),
  )
    .option(
      '--where <test>',
      "FIELD=VALUE, e.g. 'eventName=Create*' or 'userAgent|contains=kali' (repeatable)",
      oneMore,
    )
    .option('--keyword <text>', 'this text in any value, upper or lower case (repeatable)', oneMore)
    .option('--regex <pattern>', 'this pattern (RE2) in any value (repeatable)', oneMore)
    .option('--principal <name>', 'ARN, or name of a user, role, session or service (repeatable)', oneMore)
    .option('--address <address>', 'IP address, CIDR block or service name (repeatable)', oneMore)
    .option('--event <name>', 'CreateUser, iam:CreateUser, Create* (repeatable)', oneMore)
    .option('--event-id <id>', 'the event with this ID (repeatable)', oneMore)
    .option('--error [code]', 'calls that failed, or that failed with this code (repeatable)', oneMoreCode)
    .option(
      '--limit <number>',
      'only the earliest events; 0 for all (default: 100 in the table, else all)',
      limitNumber,
    )
    .option('--count', 'only the number of events')
    .addHelpText('after', HELP)
    .action(async (paths: string[], options: SearchOptions) => {
      const { search } = await import('./search-run.ts');
      await search(paths, options);
    });
}

/** As `oneMore`, for an option that may stand without a value. */
function oneMoreCode(code: string, earlier: readonly string[] | true | undefined): readonly string[] {
  return oneMore(code, earlier === true ? [] : earlier);
}

function limitNumber(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(limit))
    throw new InvalidArgumentError('Give a whole number, or 0 for all.');
  return limit === 0 ? Infinity : limit;
}
