/** Applies a plan, or shows what that would do. */
import { readOnly } from '../respond/operation.ts';
import { actionOf } from '../respond/actions.ts';
import { applySteps } from '../respond/apply.ts';
import { AwsError } from '../respond/aws-error.ts';
import { holdSteps } from '../respond/hold.ts';
import type { CounterMove } from '../respond/hold.ts';
import type { Plan, Step } from '../respond/plan.ts';
import { atTime } from '../respond/step-time.ts';
import { Watch } from '../respond/watch.ts';
import type { Outcome, Work } from '../respond/work.ts';
import type { ApplyOptions } from './respond-acting.ts';
import { approval } from './respond-approve.ts';
import { clock } from './clock.ts';
import { checkedActors, chosen, openResponse, working } from './respond-open.ts';
import type { OpenResponse } from './respond-open.ts';
import { callLine, isAllWell, jsonSteps, stepLines, sumLine } from './respond-show.ts';
import { openOutput } from './output.ts';
import type { Output } from './output.ts';
import { count } from './read-logs.ts';
import { clean, jsonText } from './show/text.ts';

/** Between two looks while it is held. */
const HOLD_EVERY_MS = 1000;

/** Sets `process.exitCode`. @throws KeytrailError when it cannot run. */
export async function applyPlan(file: string, options: ApplyOptions): Promise<void> {
  const response = openResponse(file, options);
  const { plan, caller } = response;
  const steps = chosen(plan, options.done ?? options.only);
  const output = openOutput(undefined);
  try {
    if (options.done !== undefined) await noteDone(response, steps, output);
    else {
      const actors = await checkedActors(response, steps);
      if (options.apply === true) await act(response, steps, actors, options, output);
      else await showOnly(response, steps, actors, options, output);
    }
  } finally {
    await caller.close();
  }
  await output.close();
}

async function act(
  response: OpenResponse,
  steps: readonly Step[],
  actors: ReadonlyMap<string, string>,
  options: ApplyOptions,
  output: Output,
): Promise<void> {
  const { plan, caller } = response;
  const approve = await approval(intent(plan, steps, actors), plan.incident, options.yes === true);
  const isText = options.json !== true;
  const moves: CounterMove[] = [];
  const outcomes = await working(response, 'apply', actors, async (work) => {
    // What is there before the first step; what is new after it was made by others.
    const watch = options.hold === undefined ? undefined : new Watch(caller, [...actors.keys()], plan.scope);
    await firstLook(watch);
    const ended = await applySteps(work, plan, {
      only: new Set(steps.map(({ id }) => id)),
      approve,
      onOutcome: (outcome) => {
        if (isText) void output.write(`${stepLines(outcome)}\n`);
      },
    });
    if (options.hold !== undefined) {
      if (isText) await output.write(`Holding for ${count(Math.round(options.hold / 1000), 'second')}.\n`);
      moves.push(...(await hold(work, plan, steps, options, watch, output)));
    }
    return ended;
  });
  const isHeld = moves.every(({ outcome }) => outcome !== undefined && isAllWell([outcome]));
  if (isText)
    await output.write(
      `${sumLine(outcomes)}\n${options.hold === undefined ? '' : `${count(moves.length, 'counter-move')}\n`}`,
    );
  else
    await output.write(
      `${jsonText({ incident: plan.incident, steps: jsonSteps(outcomes), counterMoves: moves.map(({ step, reason, outcome }) => ({ step: step?.id ?? null, reason, state: outcome?.state ?? null })) })}\n`,
    );
  process.exitCode = isAllWell(outcomes) && isHeld ? 0 : 1;
}

async function hold(
  work: Work,
  plan: Plan,
  steps: readonly Step[],
  { hold: forMs = 0, json }: ApplyOptions,
  watch: Watch | undefined,
  output: Output,
): Promise<CounterMove[]> {
  let isEnded = false;
  const end = (): void => {
    isEnded = true;
  };
  process.once('SIGINT', end);
  try {
    return await holdSteps(
      work,
      { ...plan, steps },
      {
        forMs,
        everyMs: HOLD_EVERY_MS,
        watch,
        onMove: (move) => {
          if (json !== true) void output.write(moveLine(move));
        },
        onBlind: ({ step, reason }) => {
          process.stderr.write(`keytrail: ${clean(step.id)} cannot be looked at: ${clean(reason)}\n`);
        },
        isEnded: () => isEnded,
      },
    );
  } finally {
    process.removeListener('SIGINT', end);
  }
}

function moveLine({ step, reason, outcome }: CounterMove): string {
  const time = new Date(clock.now()).toISOString().slice(11, 19);
  return step === undefined
    ? `${time} counter-move: ${clean(reason)}\n`
    : `${time} counter-move against ${clean(step.id)}: ${clean(reason)}; now: ${outcome?.state ?? 'unknown'}\n`;
}

/** Without the permission to list, nothing outside of the plan is seen: that is said, and no reason to stop. */
async function firstLook(watch: Watch | undefined): Promise<void> {
  try {
    await watch?.look();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    process.stderr.write(
      `keytrail: what is new outside of the plan will not be seen: ${clean(error.code)}\n`,
    );
  }
}

function intent(plan: Plan, steps: readonly Step[], actors: ReadonlyMap<string, string>): string {
  const who = [...actors].map(([account, arn]) => `  in ${clean(account)} as ${clean(arn)}`);
  return [`${count(steps.length, 'step')} of the plan for ${clean(plan.incident)}:`, ...who].join('\n');
}

async function showOnly(
  { plan, caller }: OpenResponse,
  steps: readonly Step[],
  actors: ReadonlyMap<string, string>,
  { json }: ApplyOptions,
  output: Output,
): Promise<void> {
  const reading = readOnly(caller);
  const rows: object[] = [];
  if (json !== true)
    await output.write(`Nothing is changed without --apply.\n${intent(plan, steps, actors)}\n`);
  for (const step of steps) {
    const action = actionOf(step.action);
    if (action === undefined || step.action === 'manual') {
      const outcome: Outcome = { step, state: 'manual', reason: '' };
      if (json !== true) await output.write(`${stepLines(outcome)}\n`);
      rows.push({ step: step.id, state: 'manual', calls: [] });
      continue;
    }
    const own = atTime(step, clock.now());
    try {
      const now = await action.read(own, reading);
      const calls = action.calls(own, now);
      const state = action.verify(own, now).state === 'holds' ? ('already' as const) : ('not yet' as const);
      if (json !== true)
        await output.write(
          `${[stepLines({ step, state, reason: '' }), ...calls.map(callLine)].join('\n')}\n`,
        );
      rows.push({ step: step.id, state, calls });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message, permission } = error;
      const reason = `${code}: ${message}`;
      const failed = {
        step,
        state: 'failed' as const,
        reason,
        ...(permission === undefined ? {} : { permission }),
      };
      if (json !== true) await output.write(`${stepLines(failed)}\n`);
      rows.push({ step: step.id, state: 'failed', reason, calls: [] });
      process.exitCode = 1;
    }
  }
  if (json === true) await output.write(`${jsonText({ incident: plan.incident, steps: rows })}\n`);
}

/** A person says that a step is done. */
async function noteDone(response: OpenResponse, steps: readonly Step[], output: Output): Promise<void> {
  await working(response, 'apply', new Map(), async ({ journal }) => {
    for (const step of steps) {
      const outcome: Outcome = { step, state: 'done', reason: 'noted by a person' };
      journal.write({ what: 'outcome', mode: 'apply', step: step.id, state: 'done', reason: outcome.reason });
      await output.write(`${stepLines(outcome)}\n`);
    }
  });
}
