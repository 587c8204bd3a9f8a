/** Actions that take something away, and make it again where that is possible. */
import type { Json, JsonObject } from '../../json.ts';
import type { Action, Call, Caller, Grant } from '../action.ts';
import type { Step } from '../plan.ts';
import { stateAction } from '../state-action.ts';

export interface DeletionRules {
  readonly name: string;
  readonly does: string;
  readonly undoes: string | null;
  readonly parameters: readonly string[];
  readonly optional?: readonly string[];
  /** What is there, with all that making it again needs; `null` when it is gone. */
  readonly read: (step: Step, aws: Caller) => Promise<JsonObject | null>;
  readonly remove: (step: Step, found: JsonObject) => readonly Call[];
  readonly remake?: (step: Step, found: JsonObject) => readonly Call[];
  readonly permissions: (step: Step) => readonly Grant[];
  /** What cannot be made again, as sentences. */
  readonly lost?: (step: Step, found: JsonObject) => readonly string[];
  /** What the logs let one expect; left out where what it contains is not known. */
  readonly expected?: (step: Step) => JsonObject;
}

export function deletionAction(rules: DeletionRules): Action {
  const { read, remove, remake, lost, expected, ...rest } = rules;
  return stateAction({
    ...rest,
    read: async (step, aws) => ({ found: await read(step, aws) }),
    want: () => ({ found: null }),
    write: (step, from, to) => {
      const [is, shall] = [objectOf(from), objectOf(to)];
      if (is !== null && shall === null) return remove(step, is);
      return is === null && shall !== null ? (remake?.(step, shall) ?? []) : [];
    },
    lost: (step, before) => {
      const found = objectOf(before);
      if (found === null) return [];
      if (lost !== undefined) return lost(step, found);
      return remake === undefined ? ['What was deleted cannot be made again.'] : [];
    },
    ...(expected === undefined ? {} : { expected: (step: Step) => ({ found: expected(step) }) }),
  });
}

function objectOf(state: JsonObject): JsonObject | null {
  const found: Json = state['found'] ?? null;
  return found === null ? null : (found as JsonObject);
}
