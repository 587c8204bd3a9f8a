/** What a step calls, as far as a plan alone can tell: exports cannot read AWS. */
import type { Call } from './action.ts';
import { actionOf } from './actions.ts';
import type { Step } from './plan.ts';

export interface StepCommands {
  /** What it reads, to see how it is. Where a read depends on what another gave, only the first. */
  readonly reads: readonly Call[];
  /** What it calls; `null` where that depends on what is there. */
  readonly calls: readonly Call[] | null;
}

/** The calls of a step, from the state that the logs let one expect. */
export async function commandsOf(step: Step): Promise<StepCommands> {
  const action = actionOf(step.action);
  if (action === undefined) return { reads: [], calls: null };
  const reads: Call[] = [];
  // A caller that knows nothing: every list is empty, so that only what is always read is noted.
  await action.read(step, {
    call: (call) => {
      reads.push(call);
      return Promise.resolve({});
    },
  });
  const before = action.expected(step);
  if (before === null) return { reads, calls: action.name === 'manual' ? [] : null };
  return { reads, calls: action.calls(step, before) };
}
