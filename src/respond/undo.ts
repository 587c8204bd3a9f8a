/** Takes the steps of a plan back, the last first. */
import type { JournalLine } from './journal-line.ts';
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
  /** Whether no more steps are to be begun. */
  readonly isEnded: () => boolean;
}

/** Steps of the plan that have changed something, in the order in which they are to be taken back. */
export function undoable({ steps }: Plan, linesOf: (step: string) => readonly JournalLine[]): Step[] {
  return steps
    .filter(({ id }) => hasChanged(stepRecord(linesOf(id))))
    .toSorted((a, b) => firstCall(linesOf(b.id)) - firstCall(linesOf(a.id)));
}

/** Number of the first call since the state before was recorded. */
function firstCall(lines: readonly JournalLine[]): number {
  const since = lines.findLastIndex(({ what }) => what === 'before');
  const call = lines.slice(since).find((line) => line.what === 'request');
  return call?.what === 'request' ? call.number : 0;
}

/** One after the other; @throws KeytrailError when the run as a whole cannot go on. */
export async function undoSteps(
  work: Work,
  plan: Plan,
  { only, approve, onOutcome, isEnded }: UndoOrder,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of undoable(plan, (id) => work.journal.linesOf(id))) {
    if (only !== undefined && !only.has(step.id)) continue;
    const approved = !isEnded() && ((await approve?.(step)) ?? true);
    if (isEnded()) break;
    if (approve !== undefined)
      work.journal.write({ what: 'approval', step: step.id, approved, how: 'asked' });
    const outcome: Outcome = approved ? await takeBack(work, step) : { step, state: 'declined', reason: '' };
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}
