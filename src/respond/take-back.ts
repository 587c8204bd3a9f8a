/** Undoes one step: restores what was there before, where it is still as the step left it. */
import { attempted } from './bring-about.ts';
import { drive } from './drive.ts';
import { readOnly } from './operation.ts';
import type { Step } from './plan.ts';
import { stepRecord } from './step-record.ts';
import type { Outcome, Work } from './work.ts';

/**
 * @param step that the journal says has changed something
 * @throws KeytrailError when the run as a whole cannot go on.
 */
export async function takeBack(work: Work, step: Step): Promise<Outcome> {
  const outcome = await attempted(step, async () => takenBack(work, step));
  const { state, reason, permission } = outcome;
  work.journal.write({
    what: 'outcome',
    mode: 'undo',
    step: step.id,
    state,
    reason,
    ...(permission === undefined ? {} : { permission }),
  });
  return outcome;
}

async function takenBack(work: Work, step: Step): Promise<Outcome> {
  const action = work.action(step.action);
  const { before } = stepRecord(work.journal.linesOf(step.id));
  if (action === undefined || before === undefined)
    return { step, state: 'failed', reason: `nothing is known of what ${step.action} found` };
  if (action.undoes === null) return { step, state: 'failed', reason: 'it cannot be undone' };
  const own = { ...step, parameters: before.parameters };
  const reading = readOnly(work.caller);
  // As it is before anything is taken back: afterwards nothing is as the step left it.
  let drift: readonly string[] | undefined;
  const { reason } = await drive(work, {
    mode: 'undo',
    step: own,
    read: async () => action.read(own, reading),
    missing: (now) => {
      const back = action.undo(own, before.state, now);
      drift ??= back.drift;
      return back.calls.length === 0
        ? undefined
        : { calls: back.calls, reason: 'the state before is not back yet' };
    },
    made: () => ({ calls: stepRecord(work.journal.linesOf(step.id)).undoCalls, held: false }),
  });
  if (reason !== '') return { step, state: 'not yet', reason };
  return drift === undefined || drift.length === 0
    ? { step, state: 'undone', reason: '' }
    : { step, state: 'drifted', reason: drift.join('; ') };
}
