/** Actions that set one value: a status, a number, a switch. */
import type { Json } from '../../json.ts';
import type { Action, Call, Caller, Grant } from '../action.ts';
import type { Step } from '../plan.ts';
import { stateAction } from '../state-action.ts';

export interface SwitchRules {
  readonly name: string;
  readonly does: string;
  readonly undoes: string | null;
  readonly parameters: readonly string[];
  readonly optional?: readonly string[];
  /** The value now; `null` when what has it is not there. */
  readonly read: (step: Step, aws: Caller) => Promise<Json>;
  readonly wanted: (step: Step, value: Json) => Json;
  /** The calls that set a value, given what it is. */
  readonly set: (step: Step, value: Json, from: Json) => readonly Call[];
  readonly permissions: (step: Step) => readonly Grant[];
  /** The value that the logs let one expect before. */
  readonly expected?: Json;
  readonly lost?: (step: Step, before: Json) => readonly string[];
  /** What is to be said when there is nothing to switch, where that is not as good as switched off. */
  readonly missing?: string;
  /** Whether `null` is a value like others, which the step wants to change: there is no detector, say. */
  readonly setsMissing?: boolean;
}

export function switchAction(rules: SwitchRules): Action {
  const { read, wanted, set, expected, lost, missing, setsMissing = false, ...rest } = rules;
  return stateAction({
    ...rest,
    read: async (step, aws) => ({ value: await read(step, aws) }),
    want: (step, { value = null }) => ({
      value: value === null && !setsMissing ? null : wanted(step, value),
    }),
    write: (step, { value: from = null }, { value: to = null }) =>
      from === to || (to === null && !setsMissing) ? [] : set(step, to, from),
    unmet: ({ value = null }) => (value === null ? (missing ?? null) : null),
    ...(lost === undefined ? {} : { lost: (step: Step, before) => lost(step, before['value'] ?? null) }),
    ...(expected === undefined ? {} : { expected: () => ({ value: expected }) }),
  });
}
