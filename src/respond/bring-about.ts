/** Applies one step, or brings it about again. */
import type { JsonObject } from '../json.ts';
import type { Action } from './action.ts';
import { AwsError } from './aws-error.ts';
import { drive } from './drive.ts';
import type { Mode, OutcomeState } from './journal-line.ts';
import { readOnly } from './operation.ts';
import type { Step } from './plan.ts';
import { stepRecord } from './step-record.ts';
import { atTime } from './step-time.ts';
import type { Outcome, Work } from './work.ts';

/** @throws KeytrailError when the run as a whole cannot go on. */
export async function bringAbout(work: Work, step: Step, mode: 'apply' | 'hold'): Promise<Outcome> {
  const action = work.action(step.action);
  const outcome =
    action === undefined
      ? { step, state: 'failed' as const, reason: `there is no action ${step.action}` }
      : await attempted(step, async () => applied(work, step, mode, action));
  const { state, reason, permission } = outcome;
  work.journal.write({
    what: 'outcome',
    mode,
    step: step.id,
    state,
    reason,
    ...(permission === undefined ? {} : { permission }),
  });
  return outcome;
}

async function applied(work: Work, step: Step, mode: Mode, action: Action): Promise<Outcome> {
  const { journal } = work;
  const reading = readOnly(work.caller);
  const start = stepRecord(journal.linesOf(step.id));
  const isFirst = start.before === undefined || start.calls.length === 0;
  const own = isFirst ? atTime(step, work.clock.now()) : { ...step, parameters: start.before.parameters };
  let first: JsonObject | undefined;
  if (isFirst) {
    first = await action.read(own, reading);
    journal.write({
      what: 'before',
      step: step.id,
      action: step.action,
      state: first,
      parameters: own.parameters,
    });
  }
  const { state, reason } = await drive(work, {
    mode,
    step: own,
    read: async () => {
      const now = first ?? (await action.read(own, reading));
      first = undefined;
      return now;
    },
    missing: (now) => {
      const verdict = action.verify(own, now);
      return verdict.state === 'holds'
        ? undefined
        : { calls: action.calls(own, now), reason: verdict.reason };
    },
    made: () => stepRecord(journal.linesOf(step.id)),
  });
  if (reason !== '') return { step, state: 'not yet', reason };
  const { calls, held, before } = stepRecord(journal.linesOf(step.id));
  if (!held) journal.write({ what: 'held', step: step.id });
  if (calls.some((call) => call.state !== 'refused'))
    return { step, state: 'done', reason: action.note(own, before?.state ?? {}) };
  const gone = bringsNothing(action, own, state);
  return { step, state: gone === '' ? 'already' : 'gone', reason: gone };
}

/**
 * Why a step that holds may not be what it seems: what the logs let one expect is not there at all; `''` when it is
 * there. Who was given another name can still do what he could.
 */
export function bringsNothing(action: Action, step: Step, state: JsonObject): string {
  const isGone = Object.entries(action.expected(step) ?? {}).some(
    ([name, value]) => value !== null && (state[name] ?? null) === null,
  );
  return isGone ? 'it is not there: it was removed, or has another name by now' : '';
}

/** What a step comes to, where an error of AWS is an outcome of this step alone. */
export async function attempted(step: Step, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { permission } = error;
    return {
      step,
      state: 'failed' satisfies OutcomeState,
      reason: sentenceOf(error),
      ...(permission === undefined ? {} : { permission }),
    };
  }
}

function sentenceOf({ kind, code, message }: AwsError): string {
  const said = `${code}${code === '' || message === '' ? '' : ': '}${message}`;
  switch (kind) {
    case 'denied':
      return `not permitted (${said})`;
    case 'limit':
      return `no room for one more (${said})`;
    case 'no answer':
      return `no answer, it may have been done or not (${said})`;
    case 'not sent':
      return `AWS cannot be reached (${said})`;
    case 'credentials':
      return `AWS does not accept the credentials of the responder (${said})`;
    case 'not found':
    case 'throttled':
    case 'conflict':
    case 'no client':
    case 'other':
      return said;
  }
}
