/** What the journal says about one step. */
import type { JsonObject } from '../json.ts';
import type { JournalLine, OutcomeLine } from './journal-line.ts';
import type { Step } from './plan.ts';
import { TIME_OF_APPLYING } from './step-time.ts';

/** A call that was begun. */
export interface MadeCall {
  readonly hash: string;
  readonly timeMs: number;
  /** `open`: it was announced, and nothing says what came of it. */
  readonly state: 'open' | 'answered' | 'refused';
}

export interface StepRecord {
  /** State before the first call, and the parameters that it was applied with; undefined before it was. */
  readonly before:
    | {
        readonly action: string;
        readonly state: JsonObject;
        readonly parameters: { readonly [name: string]: string };
      }
    | undefined;
  /** Calls since `before` that applied or held the step, in order. */
  readonly calls: readonly MadeCall[];
  /** Calls that took it back. */
  readonly undoCalls: readonly MadeCall[];
  /** Whether it was seen to hold after the last call. */
  readonly held: boolean;
  readonly outcome: (OutcomeLine & { readonly time: string }) | undefined;
}

type Open = Map<number, { state: MadeCall['state'] }>;

/**
 * Puts the lines of one step together. A step that was undone begins anew.
 *
 * @param lines in the order of the journal
 */
export function stepRecord(lines: readonly JournalLine[]): StepRecord {
  let before: StepRecord['before'];
  let calls: MadeCall[] = [];
  let undoCalls: MadeCall[] = [];
  let held = false;
  let outcome: StepRecord['outcome'];
  const open: Open = new Map();
  for (const line of lines) {
    switch (line.what) {
      case 'before':
        before = { action: line.action, state: line.state, parameters: line.parameters };
        [calls, undoCalls, held] = [[], [], false];
        break;
      case 'request': {
        const call = { hash: line.hash, timeMs: Date.parse(line.time), state: 'open' as MadeCall['state'] };
        (line.mode === 'undo' ? undoCalls : calls).push(call);
        held = false;
        open.set(line.number, call);
        break;
      }
      case 'answer':
        settle(open, line.number, 'answered');
        break;
      case 'error':
        // One that was not answered may have been carried out all the same.
        if (line.kind !== 'no answer') settle(open, line.number, 'refused');
        break;
      case 'held':
        held = true;
        break;
      case 'outcome':
        outcome = line;
        if (line.state === 'undone') [before, calls, undoCalls, held] = [undefined, [], [], false];
        break;
      case 'run':
      case 'counter-move':
      case 'approval':
        break;
    }
  }
  return { before, calls, undoCalls, held, outcome };
}

function settle(open: Open, number: number, state: MadeCall['state']): void {
  const call = open.get(number);
  if (call !== undefined) call.state = state;
  open.delete(number);
}

/** Whether the step changed, or may have changed, something that is not taken back. */
export function hasChanged({ before, calls }: StepRecord): boolean {
  return before !== undefined && calls.some(({ state }) => state !== 'refused');
}

/**
 * Steps that were applied as something other than what the plan says now, as sentences: what was done could neither be
 * verified nor taken back by them.
 */
export function changedSteps(steps: readonly Step[], recordOf: (id: string) => StepRecord): string[] {
  return steps.flatMap((step) => {
    const record = recordOf(step.id);
    const { before } = record;
    if (before === undefined || !hasChanged(record)) return [];
    const names = new Set([...Object.keys(before.parameters), ...Object.keys(step.parameters)]);
    const isSame =
      before.action === step.action &&
      [...names].every((name) => {
        const text = step.parameters[name];
        return text === before.parameters[name] || text === TIME_OF_APPLYING;
      });
    return isSame ? [] : [`step ${step.id} was applied as ${before.action} with other parameters`];
  });
}
