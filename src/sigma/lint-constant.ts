/** Conditions that always or never hold, as far as simple logic tells. */
import { SINGLE_FIELDS } from './lint-fields.ts';
import { necessaryLiterals } from './literals.ts';
import type { Condition } from './rule.ts';
import { FALSE, TRUE, and, not, or } from './simplify.ts';
import { holdsWith } from './what-if.ts';

/**
 * Whether a condition is always true or always false; undefined when it can be both, or when only deeper logic
 * could tell. Finds a test beside its own opposite, and one value of a field excluding what else is asked of it.
 */
export function constantValue(condition: Condition): boolean | undefined {
  const folded = fold(condition);
  return folded.type === 'const' ? folded.value : undefined;
}

function fold(condition: Condition): Condition {
  if (condition.type === 'not') return not(fold(condition.item));
  if (condition.type === 'and') {
    const folded = and(condition.items.map(fold));
    return folded.type === 'and' && (hasOpposites(folded.items) || excludesItself(folded)) ? FALSE : folded;
  }
  if (condition.type === 'or') {
    const folded = or(condition.items.map(fold));
    return folded.type === 'or' && hasOpposites(folded.items) ? TRUE : folded;
  }
  return condition;
}

function hasOpposites(items: readonly Condition[]): boolean {
  const texts = new Set(items.map((item) => JSON.stringify(item)));
  return items.some((item) => item.type === 'not' && texts.has(JSON.stringify(item.item)));
}

/** Whether a field needs one of some values, and each of them makes the condition false. */
function excludesItself(condition: Condition): boolean {
  return [...SINGLE_FIELDS].some((field) => {
    if (necessaryLiterals(condition, field) === undefined) return false;
    return valuesAsked(condition, field).every(
      (value) => holdsWith(condition, new Set([field]), value) === false,
    );
  });
}

function valuesAsked(condition: Condition, field: string): string[] {
  if (condition.type === 'not') return valuesAsked(condition.item, field);
  if (condition.type === 'and' || condition.type === 'or')
    return condition.items.flatMap((item) => valuesAsked(item, field));
  return condition.type === 'match' && condition.field === field && condition.test.op === 'equals'
    ? [condition.test.value]
    : [];
}
