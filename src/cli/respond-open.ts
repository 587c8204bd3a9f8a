/** What every command on a response needs: the plan, the journal of its case, and a way into AWS. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SdkCaller } from '../aws/sdk-caller.ts';
import { lockFile } from '../case/lock.ts';
import { KeytrailError } from '../error.ts';
import { actionOf } from '../respond/actions.ts';
import { Journal, readJournal } from '../respond/journal.ts';
import type { JournalLine, Mode } from '../respond/journal-line.ts';
import type { Plan, Step } from '../respond/plan.ts';
import { checkPlan } from '../respond/check-plan.ts';
import { preflight } from '../respond/preflight.ts';
import type { Responder } from '../respond/preflight.ts';
import { changedSteps, stepRecord } from '../respond/step-record.ts';
import type { StepRecord } from '../respond/step-record.ts';
import { PATIENCE } from '../respond/work.ts';
import type { Work } from '../respond/work.ts';
import { awsCaller } from './aws-caller.ts';
import { clock } from './clock.ts';
import type { AccessOptions } from './respond-acting.ts';
import { goOn } from './output.ts';
import { loadPlan } from './respond-plan-file.ts';
import type { Stop } from './respond-stop.ts';
import { clean } from './show/text.ts';
import { version } from './version.ts';

export interface OpenResponse {
  readonly plan: Plan;
  /** As it was named. */
  readonly file: string;
  /** SHA-256 of the plan file, in hexadecimal. */
  readonly hash: string;
  readonly caller: SdkCaller;
  readonly journalFile: string;
}

/** @throws KeytrailError when the plan cannot be read, or is refused. */
export function openResponse(file: string, options: AccessOptions): OpenResponse {
  const plan = loadPlan(file);
  const folder = options.case ?? path.dirname(file);
  return {
    plan,
    file,
    hash: createHash('sha256').update(readFileSync(file)).digest('hex'),
    caller: callerFor(plan.incident, options),
    journalFile: journalFileOf(folder, plan.incident),
  };
}

/** Where the journal of an incident's response is. */
export function journalFileOf(folder: string, incident: string): string {
  // It is in the name of a file, and comes from one that was edited.
  if (!/^[A-Za-z0-9-]{1,64}$/.test(incident)) throw new KeytrailError(`no incident is called ${incident}`);
  return path.join(folder, `response-${incident}.ndjson`);
}

export function callerFor(incident: string, options: AccessOptions): SdkCaller {
  return awsCaller(options, [['case', incident]]);
}

/** The records of a journal that is only read. */
export function recordsIn(lines: readonly JournalLine[]): (step: string) => StepRecord {
  return (step) => stepRecord(lines.filter((line) => 'step' in line && line.step === step));
}

export function linesOf({ journalFile }: OpenResponse): readonly JournalLine[] {
  return readJournal(journalFile);
}

/** The steps with the given IDs; all without. @throws KeytrailError when the plan has no such step. */
export function chosen({ steps }: Plan, only: readonly string[] | undefined): readonly Step[] {
  if (only === undefined) return steps;
  const wanted = new Set(only.map((id) => id.toUpperCase()));
  const found = steps.filter(({ id }) => wanted.has(id.toUpperCase()));
  const missing = [...wanted].filter((id) => !found.some((step) => step.id.toUpperCase() === id));
  if (missing.length === 0) return found;
  throw new KeytrailError(`the plan has no step ${missing.join(', ')}`, {
    hint: `It has ${steps.map(({ id }) => id).join(', ')}.`,
  });
}

/**
 * Looks who would act, and refuses what must not be.
 *
 * @returns ARN of the caller, by account
 * @throws KeytrailError when it must not begin.
 */
export async function checkedActors(
  { plan, caller, journalFile }: OpenResponse,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, string>> {
  const changed = changedSteps(plan.steps, recordsIn(readJournal(journalFile)));
  if (changed.length > 0)
    throw new KeytrailError(`the plan was changed since it was applied: ${changed.join('; ')}`, {
      hint: 'Undo with the plan as it was, or give the new steps IDs of their own.',
    });
  const accounts = [
    ...new Set(steps.filter(({ action }) => action !== 'manual').map(({ account }) => account)),
  ];
  const responders = await Promise.all(accounts.map(async (account) => caller.identity(account)));
  const { refusals: own, unchecked } = await preflight(plan, steps, responders, caller);
  const refusals = [...new Set([...own, ...responders.flatMap((each) => refusedFor(plan, steps, each))])];
  for (const each of unchecked) process.stderr.write(`keytrail: not checked: ${clean(each)}\n`);
  if (refusals.length > 0)
    throw new KeytrailError(refusals.join('; '), {
      hint: 'Use credentials of the response that are no part of the incident, or leave those steps out with --only.',
    });
  return new Map(responders.map(({ account, arn }) => [account, arn]));
}

/** Why the steps in the account of a responder must not be applied by it. */
function refusedFor(plan: Plan, steps: readonly Step[], responder: Responder): string[] {
  const own = steps.filter(({ account }) => account === responder.account);
  return checkPlan({ ...plan, steps: own }, { caller: responder })
    .filter(({ severity }) => severity === 'refused')
    .map(({ step, message }) => (step === '' ? message : `step ${step}: ${message}`));
}

/**
 * Runs work that changes something: alone on the response of this case, in its journal, and to its end although nobody
 * reads the output any more.
 */
export async function working<T>(
  { plan, hash, caller, journalFile }: OpenResponse,
  mode: Mode,
  actors: ReadonlyMap<string, string>,
  stop: Stop,
  run: (work: Work) => Promise<T>,
): Promise<T> {
  const lock = lockFile(path.join(path.dirname(journalFile), 'response.lock'), 'the response of this case');
  try {
    const journal = Journal.open(journalFile, clock);
    try {
      journal.write({
        what: 'run',
        mode,
        incident: plan.incident,
        plan: hash,
        version,
        callers: Object.fromEntries(actors),
      });
      stop.listen();
      const work: Work = {
        caller,
        action: actionOf,
        journal,
        clock,
        patience: PATIENCE,
        actors,
        checkLock: () => {
          lock.check();
        },
      };
      return await goOn(async () => run(work));
    } finally {
      stop.forget();
      journal.close();
    }
  } finally {
    lock.release();
  }
}
