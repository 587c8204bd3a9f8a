/** What values of a field a condition needs, read from its structure. */
import type { Condition } from './rule.ts';

/**
 * The values, in lower case, of which a field must have one for the condition to hold; undefined when the condition
 * can hold with others too. An empty set means it can never hold.
 */
export function necessaryLiterals(condition: Condition, field: string): ReadonlySet<string> | undefined {
  switch (condition.type) {
    case 'match':
      return condition.field === field && condition.test.op === 'equals'
        ? new Set([condition.test.value.toLowerCase()])
        : undefined;
    case 'or': {
      const all = new Set<string>();
      for (const item of condition.items) {
        const literals = necessaryLiterals(item, field);
        if (literals === undefined) return undefined;
        for (const literal of literals) all.add(literal);
      }
      return all;
    }
    case 'and':
      return fewest(condition.items.map((item) => necessaryLiterals(item, field)));
    case 'const':
      return condition.value ? undefined : new Set();
    case 'not':
      return undefined;
  }
}

function fewest(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  let best: ReadonlySet<string> | undefined;
  for (const set of sets) if (set !== undefined && (best === undefined || set.size < best.size)) best = set;
  return best;
}
