/** The one thing of a plan that is known only when it is applied: the time. A plan without it stays the same. */
import type { Step } from './plan.ts';

/** Stands in parameters for the time at which the step is first applied. */
export const TIME_OF_APPLYING = '{time of applying}';

/**
 * The step with the time of applying in its parameters. Whoever applies it keeps the result (the journal does), so
 * that a second run, `verify` and `undo` speak of the same time.
 *
 * @param nowMs milliseconds since 1970 (UTC)
 */
export function atTime(step: Step, nowMs: number): Step {
  const time = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    ...step,
    parameters: Object.fromEntries(
      Object.entries(step.parameters).map(([name, text]) => [name, text === TIME_OF_APPLYING ? time : text]),
    ),
  };
}
