/** What a condition says when little is known of the event. */
import type { Json } from '../json.ts';
import type { Condition } from './rule.ts';
import { compileTest } from './test-value.ts';

/**
 * Whether a condition holds when some fields have just this value (undefined: are absent) and nothing else is
 * known of the event; undefined when it depends on the rest.
 */
export function holdsWith(
  condition: Condition,
  fields: ReadonlySet<string>,
  value: Json | undefined,
): boolean | undefined {
  switch (condition.type) {
    case 'const':
      return condition.value;
    case 'not': {
      const inner = holdsWith(condition.item, fields, value);
      return inner === undefined ? undefined : !inner;
    }
    case 'and':
    case 'or': {
      const deciding = condition.type === 'or';
      const answers = condition.items.map((item) => holdsWith(item, fields, value));
      if (answers.includes(deciding)) return deciding;
      return answers.includes(undefined) ? undefined : !deciding;
    }
    case 'match':
      break;
  }
  const { field, test } = condition;
  if (field === null || !fields.has(field) || test.op === 'fieldref') return undefined;
  return compileTest(test)(value);
}

/** A value that no sensible test asks for. */
const UNHEARD_OF = '\u0000';

/** Whether a condition can only hold for some values of these fields, so that an index over them can leave it out. */
export function needsOneOf(condition: Condition, fields: ReadonlySet<string>): boolean {
  return [undefined, UNHEARD_OF].every((value) => holdsWith(condition, fields, value) === false);
}
