/** Building condition trees: flat, without needless levels, constants folded. The meaning never changes. */
import type { Condition, Test } from './rule.ts';

export const TRUE: Condition = { type: 'const', value: true };
export const FALSE: Condition = { type: 'const', value: false };

/** All must hold; true when there are none. */
export function and(items: readonly Condition[]): Condition {
  return join('and', items);
}

/** One must hold; false when there are none. */
export function or(items: readonly Condition[]): Condition {
  return join('or', items);
}

/** The opposite. Two negations fall away. */
export function not(item: Condition): Condition {
  if (item.type === 'const') return item.value ? FALSE : TRUE;
  return item.type === 'not' ? item.item : { type: 'not', item };
}

/** A test of a field, or of every value of the event when `field` is null. */
export function match(field: string | null, test: Test): Condition {
  return { type: 'match', field, test };
}

function join(type: 'and' | 'or', items: readonly Condition[]): Condition {
  const deciding = type === 'or';
  const flat: Condition[] = [];
  for (const item of items) {
    if (item.type === 'const') {
      if (item.value === deciding) return item;
    } else if (item.type === type) flat.push(...item.items);
    else flat.push(item);
  }
  const [first] = flat;
  if (first === undefined) return deciding ? FALSE : TRUE;
  return flat.length === 1 ? first : { type, items: flat };
}
