/** Takes a plan back, or shows what that would do. */
import { actionOf } from '../respond/actions.ts';
import { AwsError } from '../respond/aws-error.ts';
import { readOnly } from '../respond/operation.ts';
import type { Step } from '../respond/plan.ts';
import { undoSteps, undoable } from '../respond/undo.ts';
import type { ApplyOptions } from './respond-acting.ts';
import { approval } from './respond-approve.ts';
import { checkedActors, chosen, linesOf, openResponse, recordsIn, working } from './respond-open.ts';
import type { OpenResponse } from './respond-open.ts';
import { STOPPED, Stop } from './respond-stop.ts';
import { callLines, jsonSteps, stepLines, sumLine } from './respond-show.ts';
import { openOutput } from './output.ts';
import type { Output } from './output.ts';
import { count } from './read-logs.ts';
import { clean, jsonText } from './show/text.ts';

/** Sets `process.exitCode`. @throws KeytrailError when it cannot run. */
export async function undoPlan(file: string, options: ApplyOptions): Promise<void> {
  const response = openResponse(file, options);
  const { plan, caller } = response;
  const journal = linesOf(response);
  const recordOf = recordsIn(journal);
  const wanted = new Set(chosen(plan, options.only).map(({ id }) => id));
  const steps = undoable(plan, (id) => journal.filter((line) => 'step' in line && line.step === id)).filter(
    ({ id }) => wanted.has(id),
  );
  const output = openOutput(undefined);
  try {
    const actors = await checkedActors(response, steps);
    if (options.apply !== true) await showOnly(response, steps, recordOf, output);
    else {
      const stop = new Stop();
      const what = `${count(steps.length, 'step')} for ${clean(plan.incident)} will be taken back:`;
      const approve = await approval(
        [what, ...steps.map(({ id, title }) => `  ${clean(id)} ${clean(title)}`)].join('\n'),
        plan.incident,
        options.yes === true,
        'Take it back?',
        stop,
      );
      const outcomes = await working(response, 'undo', actors, stop, async (work) =>
        undoSteps(work, plan, {
          only: wanted,
          approve,
          onOutcome: (outcome) => {
            if (options.json === true) return;
            void output.write(`${stepLines(outcome, output.columns)}\n`);
            void output.flush();
          },
          isEnded: () => stop.isAsked,
        }),
      );
      await output.write(
        options.json === true
          ? `${jsonText({ incident: plan.incident, steps: jsonSteps(outcomes) })}\n`
          : `${sumLine(outcomes)}\n`,
      );
      const wasCut = outcomes.length < steps.length && stop.isAsked;
      process.exitCode = wasCut ? STOPPED : outcomes.every(({ state }) => state === 'undone') ? 0 : 1;
    }
  } finally {
    await caller.close();
  }
  await output.close();
}

async function showOnly(
  { plan, caller }: OpenResponse,
  steps: readonly Step[],
  recordOf: ReturnType<typeof recordsIn>,
  output: Output,
): Promise<void> {
  await output.write(
    `Nothing is changed without --apply.\n${count(steps.length, 'step')} of the plan for ${clean(plan.incident)}:\n`,
  );
  for (const step of steps) {
    const action = actionOf(step.action);
    const { before } = recordOf(step.id);
    if (action === undefined || before === undefined) continue;
    if (action.undoes === null) {
      const outcome = { step, state: 'failed' as const, reason: 'it cannot be undone' };
      await output.write(`${stepLines(outcome, output.columns)}\n`);
      continue;
    }
    const own = { ...step, parameters: before.parameters };
    try {
      const { calls, drift } = action.undo(own, before.state, await action.read(own, readOnly(caller)));
      const state = drift.length > 0 ? ('drifted' as const) : ('not yet' as const);
      const lines = [
        stepLines({ step, state, reason: drift.join('; ') }, output.columns),
        ...calls.flatMap((call) => callLines(call, output.columns)),
      ];
      await output.write(`${lines.join('\n')}\n`);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const outcome = { step, state: 'failed' as const, reason: `${error.code}: ${error.message}` };
      await output.write(`${stepLines(outcome, output.columns)}\n`);
      process.exitCode = 1;
    }
  }
}
