/** Actions that take one statement, added under a label, out of the policy of a queue or topic. */
import { isJsonObject } from '../../json.ts';
import type { Json } from '../../json.ts';
import type { Action, Call, Caller, Grant } from '../action.ts';
import { parameter } from '../arns.ts';
import type { Step } from '../plan.ts';
import { objectIn, objectsIn } from '../reading.ts';
import { stateAction } from '../state-action.ts';

export interface PermissionLabelRules {
  readonly name: string;
  /** `queue`, `topic`. */
  readonly thing: string;
  readonly parameters: readonly string[];
  /** The policy in JSON; `''` when there is none, `null` when the thing is not there. */
  readonly read: (step: Step, aws: Caller) => Promise<string | null>;
  readonly remove: (step: Step) => Call;
  /** The call that puts the whole policy back. */
  readonly put: (step: Step, policy: string) => Call;
  readonly permissions: (step: Step) => readonly Grant[];
}

export function permissionLabelAction(rules: PermissionLabelRules): Action {
  const { name, thing, parameters, read, remove, put, permissions } = rules;
  return stateAction({
    name,
    does: `Takes the statement that the intruder added to the policy of a ${thing} out of it; the others stay.`,
    undoes: 'The policy that was there is put again.',
    parameters: [...parameters, 'label'],
    read: async (step, aws) => ({ policy: await read(step, aws) }),
    want: (step, state) =>
      typeof state['policy'] === 'string' ? { policy: withoutLabel(state['policy'], labelOf(step)) } : state,
    write: (step, { policy: from }, { policy: to }) => {
      if (from === to || typeof from !== 'string' || typeof to !== 'string') return [];
      return [to === withoutLabel(from, labelOf(step)) ? remove(step) : put(step, to)];
    },
    permissions,
    expected: (step) => ({
      policy: JSON.stringify({ Statement: [{ Sid: labelOf(step) }, { Sid: 'of others' }] }),
    }),
  });
}

function labelOf(step: Step): string {
  return parameter(step, 'label');
}

/** The policy without the statement; `''` when none is left; the text as it was when it is not there. */
function withoutLabel(policy: string, label: string): string {
  if (policy === '') return '';
  const document = objectIn(JSON.parse(policy) as Json);
  const given = document['Statement'] ?? null;
  const statements = isJsonObject(given) ? [given] : objectsIn(given);
  const left = statements.filter((each) => each['Sid'] !== label);
  if (left.length === statements.length) return policy;
  return left.length === 0 ? '' : JSON.stringify({ ...document, Statement: left });
}
