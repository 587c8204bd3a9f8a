/** Applies the steps of a plan. */
import { bringAbout } from './bring-about.ts';
import { PHASES } from './plan.ts';
import type { Plan, Step } from './plan.ts';
import { inOrder } from './schedule.ts';
import { stepRecord } from './step-record.ts';
import { holds } from './work.ts';
import type { Outcome, Work } from './work.ts';

export interface ApplyOrder {
  /** IDs of the steps to apply; undefined for all. */
  readonly only: ReadonlySet<string> | undefined;
  /** Asks before a step; undefined when all were approved in advance. */
  readonly approve: ((step: Step) => Promise<boolean>) | undefined;
  /** Told as soon as a step has ended. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Whether no more steps are to be begun. */
  readonly isEnded: () => boolean;
}

/** Steps of this many things are applied at once, when nobody is asked. */
const WIDTH = 8;

/** @throws KeytrailError when the run as a whole cannot go on. */
export async function applySteps(work: Work, plan: Plan, order: ApplyOrder): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const wanted = plan.steps.filter(({ id }) => order.only?.has(id) ?? true);
  const run = async (step: Step): Promise<Outcome> => {
    const outcome = await applyOne(work, step, order, outcomes);
    outcomes.set(step.id, outcome);
    order.onOutcome(outcome);
    return outcome;
  };
  for (const phase of PHASES)
    await inOrder(
      wanted.filter((step) => step.phase === phase),
      order.approve === undefined ? WIDTH : 1,
      run,
    );
  return wanted.map(({ id }) => outcomes.get(id)!);
}

async function applyOne(
  work: Work,
  step: Step,
  { approve, isEnded }: ApplyOrder,
  outcomes: ReadonlyMap<string, Outcome>,
): Promise<Outcome> {
  const { journal } = work;
  // Not in the journal: what is known of the step stays known.
  const unbegun: Outcome = { step, state: 'skipped', reason: 'the run was ended before it began' };
  if (isEnded()) return unbegun;
  const before = stepRecord(journal.linesOf(step.id)).outcome;
  const ended = (state: 'manual' | 'skipped' | 'declined', reason: string): Outcome => {
    journal.write({ what: 'outcome', mode: 'apply', step: step.id, state, reason });
    return { step, state, reason };
  };
  if (step.action === 'manual')
    return before?.state === 'done'
      ? { step, state: 'done', reason: before.reason }
      : ended('manual', 'a person has to do it; then: --done');
  const missing = step.after.filter((id) => {
    const state = outcomes.get(id)?.state ?? stepRecord(journal.linesOf(id)).outcome?.state;
    return state === undefined || !holds(state);
  });
  if (missing.length > 0) return ended('skipped', `${missing.join(', ')} must hold first`);
  if (approve !== undefined && !(before !== undefined && holds(before.state))) {
    const approved = await approve(step);
    if (isEnded()) return unbegun;
    journal.write({ what: 'approval', step: step.id, approved, how: 'asked' });
    if (!approved) return ended('declined', '');
  }
  return bringAbout(work, step, 'apply');
}
