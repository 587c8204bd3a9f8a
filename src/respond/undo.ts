/** Takes the steps of a plan back, the last first. */
import type { Plan, Step } from './plan.ts';
import { hasChanged, stepRecord } from './step-record.ts';
import { takeBack } from './take-back.ts';
import type { Outcome, Work } from './work.ts';

export interface UndoOrder {
  /** IDs of the steps to take back; undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
  /** Asks before a step; undefined when all were approved in advance. */
  readonly approve: ((step: Step) => Promise<boolean>) | undefined;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Steps of the plan that have changed something, in the order in which they are to be taken back. */
export function undoable({ steps }: Plan, { journal }: Pick<Work, 'journal'>): Step[] {
  const began = (step: Step): number =>
    journal.linesOf(step.id).findLastIndex(({ what }) => what === 'before') < 0
      ? 0
      : firstCall(journal.linesOf(step.id));
  return steps
    .filter(({ id }) => hasChanged(stepRecord(journal.linesOf(id))))
    .toSorted((a, b) => began(b) - began(a));
}

/** Number of the first call since the state before was recorded. */
function firstCall(lines: ReturnType<Work['journal']['linesOf']>): number {
  const since = lines.findLastIndex(({ what }) => what === 'before');
  const call = lines.slice(since).find((line) => line.what === 'request');
  return call?.what === 'request' ? call.number : 0;
}

/** One after the other; @throws KeytrailError when the run as a whole cannot go on. */
export async function undoSteps(
  work: Work,
  plan: Plan,
  { only, approve, onOutcome }: UndoOrder,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of undoable(plan, work)) {
    if (only !== undefined && !only.has(step.id)) continue;
    const approved = (await approve?.(step)) ?? true;
    if (approve !== undefined)
      work.journal.write({ what: 'approval', step: step.id, approved, how: 'asked' });
    const outcome: Outcome = approved
      ? await takeBack(work, step)
      : { step, state: 'declined', reason: '' };
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}
