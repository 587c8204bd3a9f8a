/**
 * Actions as states: what is there, what is wanted, and the calls that lead from one state to another. Applying goes
 * from what was read to what is wanted, undoing the other way, by the same function; so what an action can do, it can
 * take back.
 */
import type { Json, JsonObject } from '../json.ts';
import type { Action, Call, Caller, Grant } from './action.ts';
import type { Step } from './plan.ts';
import { sameState } from './same-state.ts';

/** A state has members that are restored one by one; `null` stands for what is not there. */
export type State = JsonObject;

export interface StateRules {
  readonly name: string;
  readonly does: string;
  readonly undoes: string | null;
  readonly parameters: readonly string[];
  readonly optional?: readonly string[];
  readonly read: (step: Step, aws: Caller) => Promise<State>;
  /** The state that the step is after. Wanting twice changes nothing: `want(want(x))` is `want(x)`. */
  readonly want: (step: Step, state: State) => State;
  /** The calls that lead from one state to another. */
  readonly write: (step: Step, from: State, to: State) => readonly Call[];
  readonly permissions: (step: Step) => readonly Grant[];
  /** Why a state is not as wanted although nothing in it can be changed, as a sentence; `null` when that is not so. */
  readonly unmet?: (state: State) => string | null;
  /** Members that AWS gives, such as IDs: they are not restored, and another one is no drift. */
  readonly given?: readonly string[];
  /** What is to be told of where a value comes from, as a sentence; `''` when nothing is. */
  readonly note?: (step: Step, before: State) => string;
  /** What `write` cannot bring back of the state before, as sentences. */
  readonly lost?: (step: Step, before: State) => readonly string[];
  /** `null` where the logs do not say. */
  readonly expected?: (step: Step) => State | null;
}

export function stateAction(rules: StateRules): Action {
  const { name, does, undoes, parameters, optional = [], read, want, write, permissions, expected } = rules;
  return {
    name,
    does,
    undoes,
    parameters,
    optional,
    permissions,
    read,
    calls: (step, before) => write(step, before, want(step, before)),
    verify: (step, now) => {
      const unmet = rules.unmet?.(now) ?? null;
      if (unmet !== null) return { state: 'not yet', reason: unmet };
      const wanted = want(step, now);
      const missing = differing(now, wanted);
      if (missing.length === 0) return { state: 'holds' };
      return { state: 'not yet', reason: missing.map(difference(now, wanted)).join('; ') };
    },
    undo: (step, before, now) => {
      const left = want(step, before);
      const to: Record<string, Json> = { ...now };
      const drift: string[] = [];
      for (const member of differing(before, now)) {
        if (rules.given?.includes(member) === true) continue;
        if (sameState(now[member] ?? null, left[member] ?? null)) to[member] = before[member] ?? null;
        else drift.push(`${member} is not as the step left it, and stays as it is`);
      }
      const isChanged = !sameState(before, left);
      return {
        calls: write(step, now, to),
        drift: [...drift, ...(isChanged ? (rules.lost?.(step, before) ?? []) : [])],
      };
    },
    note: (step, before) => rules.note?.(step, before) ?? '',
    expected: (step) => expected?.(step) ?? null,
  };
}

/** Names of the members that are not the same in two states. */
function differing(one: State, other: State): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.filter((name) => !sameState(one[name] ?? null, other[name] ?? null));
}

/** What is to be told of a member, in a few words. */
function difference(now: State, wanted: State): (member: string) => string {
  return (member) => {
    const [is, shall] = [now[member] ?? null, wanted[member] ?? null];
    const name = member === 'found' ? 'it' : `the ${member}`;
    if (is === null || is === '') return `${name} is missing`;
    if (shall === null || shall === '') return `${name} is still there`;
    return isShort(is) && isShort(shall) ? `${member} is ${is}, not ${shall}` : `${name} is another`;
  };
}

function isShort(value: Json): value is string | number | boolean {
  return typeof value === 'string' ? value.length < 70 && !value.startsWith('{') : typeof value !== 'object';
}
