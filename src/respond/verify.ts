/** Looks whether the steps of a plan hold in AWS now. */
import { bringsNothing } from './bring-about.ts';
import type { Action, Caller, Verdict } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { Clock } from './clock.ts';
import { readOnly } from './operation.ts';
import type { Plan, Step } from './plan.ts';
import { inOrder } from './schedule.ts';
import type { StepRecord } from './step-record.ts';
import { holds } from './work.ts';

export interface Verified {
  readonly step: Step;
  /** `unknown`: AWS could not be asked, or only a person can say. */
  readonly state: Verdict['state'] | 'unknown';
  readonly reason: string;
  readonly permission?: string;
}

export interface Looking {
  readonly caller: Caller;
  readonly action: (name: string) => Action | undefined;
  readonly recordOf: (step: string) => StepRecord;
  readonly clock: Clock;
}

/** Reads of this many things at once. */
const WIDTH = 8;
const LOOK_MS = 1000;

/**
 * Looks at each step, and at those that do not hold again until they do or `waitMs` have passed.
 *
 * @throws KeytrailError when there is no way into an account.
 */
export async function verifySteps(
  looking: Looking,
  steps: Plan['steps'],
  waitMs: number,
): Promise<Verified[]> {
  const endMs = looking.clock.now() + waitMs;
  const found = new Map<string, Verified>();
  for (;;) {
    const open = steps.filter(({ id }) => found.get(id)?.state !== 'holds');
    const unordered = open.map((step) => ({ ...step, after: [] }));
    const looked = await inOrder(unordered, WIDTH, async (step) => verifyStep(looking, step));
    for (const [n, each] of looked.entries()) found.set(each.step.id, { ...each, step: open[n]! });
    const isOpen = looked.some(({ state }) => state === 'not yet' || state === 'drifted');
    if (!isOpen || looking.clock.now() >= endMs) break;
    await looking.clock.sleep(LOOK_MS);
  }
  return steps.map(({ id }) => found.get(id)!);
}

/** Looks at one step. @throws KeytrailError when there is no way into its account. */
export async function verifyStep(looking: Looking, step: Step): Promise<Verified> {
  const { before, outcome } = looking.recordOf(step.id);
  if (step.action === 'manual')
    return outcome?.state === 'done'
      ? { step, state: 'holds', reason: outcome.reason }
      : { step, state: 'unknown', reason: 'a person has to do it, and say so' };
  const action = looking.action(step.action);
  if (action === undefined) return { step, state: 'unknown', reason: `there is no action ${step.action}` };
  const own = before === undefined ? step : { ...step, parameters: before.parameters };
  try {
    const now = await action.read(own, readOnly(looking.caller));
    const verdict = action.verify(own, now);
    if (verdict.state === 'holds') return { step, state: 'holds', reason: bringsNothing(action, own, now) };
    // It held once: someone has changed it since.
    const state = outcome !== undefined && holds(outcome.state) ? 'drifted' : verdict.state;
    return { step, state, reason: verdict.reason };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { permission } = error;
    return {
      step,
      state: 'unknown',
      reason: `${error.code}: ${error.message}`,
      ...(permission === undefined ? {} : { permission }),
    };
  }
}
