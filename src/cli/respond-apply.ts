/** Applies a plan, or shows what that would do. */
import { readOnly } from '../respond/operation.ts';
import { actionOf } from '../respond/actions.ts';
import { applySteps } from '../respond/apply.ts';
import type { Call, Caller } from '../respond/action.ts';
import { AwsError } from '../respond/aws-error.ts';
import { attempted, bringsNothing } from '../respond/bring-about.ts';
import { holdSteps } from '../respond/hold.ts';
import type { CounterMove } from '../respond/hold.ts';
import type { Plan, Step } from '../respond/plan.ts';
import { readJournal } from '../respond/journal.ts';
import type { StepRecord } from '../respond/step-record.ts';
import { atTime } from '../respond/step-time.ts';
import { Watch } from '../respond/watch.ts';
import { holds } from '../respond/work.ts';
import type { Outcome, Work } from '../respond/work.ts';
import type { ApplyOptions } from './respond-acting.ts';
import { approval } from './respond-approve.ts';
import { clock } from './clock.ts';
import { checkedActors, chosen, openResponse, recordsIn, working } from './respond-open.ts';
import type { OpenResponse } from './respond-open.ts';
import { callLines, isAllWell, jsonSteps, stepLines, sumLine } from './respond-show.ts';
import { STOPPED, Stop } from './respond-stop.ts';
import { openOutput } from './output.ts';
import type { Output } from './output.ts';
import { count } from './read-logs.ts';
import { clean, jsonText, some } from './show/text.ts';

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
  const stop = new Stop();
  const approve = await approval(
    intent(plan, steps, actors),
    plan.incident,
    options.yes === true,
    'Apply it?',
    stop,
  );
  const tell = options.json === true ? async () => undefined : async (text: string) => say(output, text);
  const moves: CounterMove[] = [];
  const outcomes = await working(response, 'apply', actors, stop, async (work) => {
    // What is there before the first step; what is new after it was made by others.
    const watch = options.hold === undefined ? undefined : new Watch(caller, [...actors.keys()], plan.scope);
    await firstLook(watch);
    const ended = await applySteps(work, plan, {
      only: new Set(steps.map(({ id }) => id)),
      approve,
      onOutcome: (outcome) => void tell(stepLines(outcome, output.columns)),
      isEnded: () => stop.isAsked,
    });
    if (options.hold !== undefined && !stop.isAsked) {
      await tell(`Holding for ${count(Math.round(options.hold / 1000), 'second')}; Ctrl-C ends it.`);
      moves.push(...(await hold(work, plan, steps, options.hold, watch, stop, tell)));
    }
    return ended;
  });
  const isHeld = moves.every(({ outcome }) => outcome !== undefined && isAllWell([outcome]));
  if (options.json === true)
    await output.write(
      `${jsonText({ incident: plan.incident, steps: jsonSteps(outcomes), counterMoves: moves.map(({ step, reason, outcome }) => ({ step: step?.id ?? null, reason, state: outcome?.state ?? null })) })}\n`,
    );
  else {
    await tell(sumLine(outcomes));
    if (options.hold !== undefined) await tell(count(moves.length, 'counter-move'));
    process.stderr.write(nextSteps(response, outcomes));
  }
  const wasCut = outcomes.some(({ state }) => state === 'skipped') && stop.isAsked;
  process.exitCode = wasCut ? STOPPED : isAllWell(outcomes) && isHeld ? 0 : 1;
}

/** Shown at once: at three in the morning nobody waits ten minutes for the first line. */
async function say(output: Output, text: string): Promise<void> {
  await output.write(`${text}\n`);
  await output.flush();
}

/** What is left for a person, in the order of the plan. */
function nextSteps({ file }: OpenResponse, outcomes: readonly Outcome[]): string {
  const byHand = outcomes.filter(({ state }) => state === 'manual').map(({ step }) => step.id);
  if (byHand.length === 0) return '';
  return (
    `By hand: ${some(byHand, 12)}; what to do: keytrail respond show ${clean(file)}\n` +
    `Then:    keytrail respond apply ${clean(file)} --done ${byHand[0]}\n`
  );
}

async function hold(
  work: Work,
  plan: Plan,
  steps: readonly Step[],
  forMs: number,
  watch: Watch | undefined,
  stop: Stop,
  tell: (text: string) => Promise<void>,
): Promise<CounterMove[]> {
  return holdSteps(
    work,
    { ...plan, steps },
    {
      forMs,
      everyMs: HOLD_EVERY_MS,
      watch,
      onMove: (move) => void tell(moveLine(move)),
      onBlind: ({ step, reason }) => {
        process.stderr.write(`keytrail: ${clean(step.id)} cannot be looked at: ${clean(reason)}\n`);
      },
      isEnded: () => stop.isAsked,
    },
  );
}

function moveLine({ step, reason, outcome }: CounterMove): string {
  const time = new Date(clock.now()).toISOString().slice(11, 19);
  return step === undefined
    ? `${time} counter-move: ${clean(reason)}`
    : `${time} counter-move against ${clean(step.id)}: ${clean(reason)}; now: ${outcome?.state ?? 'unknown'}`;
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
  { plan, caller, journalFile }: OpenResponse,
  steps: readonly Step[],
  actors: ReadonlyMap<string, string>,
  { json }: ApplyOptions,
  output: Output,
): Promise<void> {
  const reading = readOnly(caller);
  const recordOf = recordsIn(readJournal(journalFile));
  const shown: { readonly outcome: Outcome; readonly calls: readonly Call[] }[] = [];
  if (json !== true) await say(output, `Nothing is changed without --apply.\n${intent(plan, steps, actors)}`);
  for (const step of steps) {
    const found = await wouldBe(
      step,
      reading,
      recordOf,
      (id) => shown.find(({ outcome }) => outcome.step.id === id)?.outcome,
    );
    shown.push(found);
    if (json !== true)
      await say(
        output,
        [
          stepLines(found.outcome, output.columns),
          ...found.calls.flatMap((call) => callLines(call, output.columns)),
        ].join('\n'),
      );
  }
  const outcomes = shown.map(({ outcome }) => outcome);
  if (outcomes.some(({ state }) => state === 'failed')) process.exitCode = 1;
  if (json === true)
    await output.write(
      `${jsonText({ incident: plan.incident, steps: shown.map(({ outcome, calls }) => ({ step: outcome.step.id, state: outcome.state, reason: outcome.reason, calls })) })}\n`,
    );
  else await say(output, sumLine(outcomes));
}

/** What applying would come to, and the calls it would make; nothing is changed. */
async function wouldBe(
  step: Step,
  reading: Caller,
  recordOf: (id: string) => StepRecord,
  shown: (id: string) => Outcome | undefined,
): Promise<{ readonly outcome: Outcome; readonly calls: readonly Call[] }> {
  const { outcome: before } = recordOf(step.id);
  if (step.action === 'manual') {
    const isDone = before?.state === 'done';
    const outcome: Outcome = { step, state: isDone ? 'done' : 'manual', reason: isDone ? before.reason : '' };
    return { outcome, calls: [] };
  }
  const action = actionOf(step.action);
  if (action === undefined)
    return { outcome: { step, state: 'failed', reason: `there is no action ${step.action}` }, calls: [] };
  const waits = step.after.filter((id) => {
    const state = shown(id)?.state ?? recordOf(id).outcome?.state;
    return state === undefined || !(holds(state) || state === 'not yet');
  });
  const own = atTime(step, clock.now());
  let calls: readonly Call[] = [];
  const outcome = await attempted(step, async () => {
    const now = await action.read(own, reading);
    if (action.verify(own, now).state === 'holds') {
      const gone = bringsNothing(action, own, now);
      return { step, state: gone === '' ? 'already' : 'gone', reason: gone };
    }
    if (waits.length > 0) return { step, state: 'skipped', reason: `${waits.join(', ')} must hold first` };
    calls = action.calls(own, now);
    return { step, state: 'not yet', reason: '' };
  });
  return { outcome, calls };
}

/** A person says that a step is done. */
async function noteDone(response: OpenResponse, steps: readonly Step[], output: Output): Promise<void> {
  await working(response, 'apply', new Map(), new Stop(), async ({ journal }) => {
    for (const step of steps) {
      const outcome: Outcome = { step, state: 'done', reason: 'noted by a person' };
      journal.write({ what: 'outcome', mode: 'apply', step: step.id, state: 'done', reason: outcome.reason });
      await output.write(`${stepLines(outcome, output.columns)}\n`);
    }
  });
}
