/**
 * Brings a step from where it is to where it shall be: look, make the calls that are missing, look again. It is the same
 * after a crash, a lost answer or a look at a stale copy, since only what is seen, and what the journal says was just
 * done, decides what is done next.
 */
import type { JsonObject } from '../json.ts';
import type { Call } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { Mode } from './journal-line.ts';
import { hashOf, makeCall } from './make-call.ts';
import type { Step } from './plan.ts';
import type { MadeCall } from './step-record.ts';
import type { Patience, Work } from './work.ts';

export interface Course {
  readonly mode: Mode;
  /** With the parameters that it is applied with. */
  readonly step: Step;
  read(): Promise<JsonObject>;
  /** What is still to be done in the state that was read; undefined when nothing is. */
  missing(state: JsonObject): { readonly calls: readonly Call[]; readonly reason: string } | undefined;
  /** Calls that the journal knows, and whether the goal was seen after them. */
  made(): { readonly calls: readonly MadeCall[]; readonly held: boolean };
}

/** So often a call is refused because of what is there, or lost, before it counts as failed. */
const REFUSALS = 4;

/**
 * @returns the state that was seen last, and why it is not the one wanted; `''` when it is.
 * @throws AwsError when a call or a look fails.
 */
export async function drive(work: Work, course: Course): Promise<{ state: JsonObject; reason: string }> {
  const { clock, patience } = work;
  const endMs = clock.now() + patience.holdsMs;
  let refusals = 0;
  let waitMs = patience.lookMs;
  for (;;) {
    const state = await course.read();
    const missing = course.missing(state);
    if (missing === undefined) return { state, reason: '' };
    // What was made again has another ID, by which it is not what it was: that must not make it once more.
    if (
      course.mode === 'undo' &&
      missing.calls.every((call) => isMaking(call) && isAnswered(call, course.made()))
    )
      return { state, reason: '' };
    const due = dueCalls(missing.calls, course.made(), clock.now(), patience);
    let isUncertain = due.length === 0;
    for (const call of due) {
      try {
        await makeCall(work, course.mode, course.step, call);
      } catch (error) {
        if (!(error instanceof AwsError) || !isAboutWhatIsThere(error) || ++refusals >= REFUSALS) throw error;
        // Something is not as it was seen, or may have been done: look before anything else is done.
        isUncertain = true;
        break;
      }
    }
    if (!isUncertain) continue;
    if (clock.now() >= endMs) return { state, reason: missing.reason };
    await clock.sleep(waitMs);
    waitMs = Math.min(waitMs * 1.5, patience.lookMs * 10);
  }
}

function isAboutWhatIsThere({ kind }: AwsError): boolean {
  return kind === 'no answer' || kind === 'conflict' || kind === 'not found';
}

/** The calls to make now: those made just before are waited for, and what comes after one of unknown end, too. */
function dueCalls(
  calls: readonly Call[],
  { calls: made, held }: ReturnType<Course['made']>,
  nowMs: number,
  patience: Patience,
): Call[] {
  const due: Call[] = [];
  for (const call of calls) {
    const hash = hashOf(call);
    const last = made.findLast((each) => each.hash === hash);
    const staleMs = isMaking(call) ? patience.staleMakeMs : patience.staleMs;
    const isFresh = last !== undefined && last.state !== 'refused' && !held && nowMs - last.timeMs < staleMs;
    if (!isFresh) due.push(call);
    else if (last.state === 'open') break;
  }
  return due;
}

function isAnswered(call: Call, { calls }: ReturnType<Course['made']>): boolean {
  const hash = hashOf(call);
  return calls.some((made) => made.hash === hash && made.state === 'answered');
}

/** Whether the call makes one more each time. */
function isMaking({ operation }: Call): boolean {
  return /^(?:Create|Run|Start|Import|Upload|Publish|Allocate|Copy|Subscribe)/.test(operation);
}
