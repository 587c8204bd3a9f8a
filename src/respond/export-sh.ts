/** The plan as a shell script of AWS CLI commands, for those who run nothing else. */
import { clean } from '../text.ts';
import type { Call } from './action.ts';
import { cliOperation, cliService, quoted } from './command-line.ts';
import { LOOPS } from './export-loops.ts';
import type { Plan, Step } from './plan.ts';
import { commandsOf } from './step-commands.ts';
import { TIME_OF_APPLYING } from './step-time.ts';

/**
 * A script for a POSIX shell. It prints what it would do, unless `APPLY` is the incident's ID. Every text of the plan is
 * quoted; comments are on one line, with control characters escaped.
 */
export async function planScript(plan: Plan): Promise<string> {
  const steps: string[] = [];
  for (const step of plan.steps) steps.push(...(await stepLines(step)), '');
  return [
    '#!/bin/sh',
    `# Response plan for incident ${clean(plan.incident)} as commands of the AWS CLI (version 2).`,
    `# Prints what it would do. To do it: APPLY=${quoted(plan.incident)} sh plan.sh`,
    '# For an account that the default profile is not in: PROFILE_111122223333=name',
    '# Undoing needs what was there before: keep the output of the checks.',
    'set -u',
    `incident=${quoted(plan.incident)}`,
    'now=$(date -u +%Y-%m-%dT%H:%M:%SZ)',
    '',
    'aws_in() {',
    '  account=$1',
    '  shift',
    '  eval "profile=\\${PROFILE_$account:-}"',
    '  if [ -n "$profile" ]; then set -- --profile "$profile" "$@"; fi',
    '  aws "$@"',
    '}',
    '',
    'run() {',
    '  if [ "${APPLY:-}" = "$incident" ]; then',
    '    aws_in "$@" || echo "FAILED: $*" >&2',
    '  else',
    '    echo "would run: $*"',
    '  fi',
    '}',
    '',
    '# Every account is the one that is meant.',
    ...plan.accounts.flatMap((account) => [
      `if [ "$(aws_in ${quoted(account)} sts get-caller-identity --query Account --output text)" != ${quoted(account)} ]; then`,
      `  echo ${quoted(`set PROFILE_${account} to a profile of account ${account}`)} >&2`,
      '  exit 2',
      'fi',
    ]),
    '',
    ...steps,
  ].join('\n');
}

async function stepLines(step: Step): Promise<string[]> {
  const { reads, calls } = await commandsOf(step);
  const loop = LOOPS[step.action];
  return [
    `# ${clean(step.id)} ${clean(step.title)}`,
    `#   Why: ${clean(step.why)}`,
    `#   Stops: ${clean(step.stops)}`,
    `#   Leaves alive: ${clean(step.leavesAlive)}`,
    ...step.breaks.map((each) => `#   Breaks: ${clean(each)}`),
    ...(step.after.length > 0 ? [`#   After: ${shortened(step.after)}`] : []),
    `echo ${quoted(`== ${clean(step.id)} ${clean(step.title)}`)}`,
    ...(step.action === 'manual' ? byHand(step) : []),
    ...(loop !== undefined
      ? loop(step)
      : calls === null
        ? [
            `echo ${quoted('depends on what is there: use keytrail respond apply, or do it by what the check shows')}`,
          ]
        : calls.map((call) => `run ${command(call, step)}`)),
    ...(reads.length > 0 ? ['# Check:'] : []),
    ...reads.map((call) => `aws_in ${command(call, step)}`),
  ];
}

function byHand({ parameters }: Step): string[] {
  return [
    `echo ${quoted(`by hand: ${clean(parameters['task'] ?? '')}`)}`,
    `echo ${quoted(`done when: ${clean(parameters['check'] ?? '')}`)}`,
    ...(parameters['command'] ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `#   ${clean(line)}`),
  ];
}

/** Account, service, operation, and the input as one word. */
function command({ service, operation, input }: Call, { account, region }: Step): string {
  const place = region === '' ? [] : ['--region', quoted(region)];
  const words = [quoted(account), cliService(service), cliOperation(operation), ...place];
  const json = JSON.stringify(input);
  if (json === '{}') return words.join(' ');
  const word = quoted(json).replaceAll(TIME_OF_APPLYING, `'"$now"'`);
  return [...words, '--cli-input-json', word].join(' ');
}

/** IDs that a line has room for. */
const MOST_IDS = 20;

function shortened(ids: readonly string[]): string {
  const more = ids.length - MOST_IDS;
  const shown = ids.slice(0, MOST_IDS).map(clean).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
