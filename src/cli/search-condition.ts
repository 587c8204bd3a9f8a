/** From the options of a search to the condition its events must meet. */
import {
  addressCondition,
  errorCondition,
  eventCondition,
  eventIdCondition,
  keywordCondition,
  principalCondition,
  regexCondition,
} from '../search/conditions.ts';
import type { Condition } from '../sigma/rule.ts';
import { and } from '../sigma/simplify.ts';
import type { SearchOptions } from './search.ts';

/**
 * All that the options ask for; true for every event when they ask for nothing.
 * @throws KeytrailError for a value that cannot be understood.
 */
export async function searchCondition(options: SearchOptions): Promise<Condition> {
  const { where, error } = options;
  const parts = [
    asked(options.event, eventCondition),
    asked(options.eventId, eventIdCondition),
    asked(options.principal, principalCondition),
    asked(options.address, addressCondition),
    asked(error === true ? 'any' : error, errorCondition),
    asked(options.keyword, keywordCondition),
    asked(options.regex, regexCondition),
  ].flat();
  if (where !== undefined) {
    // Reading rules takes longer than a small search: only for those who need it.
    const { fieldTests } = await import('../search/field-tests.ts');
    parts.push(fieldTests(where));
  }
  return and(parts);
}

function asked<T>(value: T | undefined, conditionOf: (value: T) => Condition): Condition[] {
  return value === undefined ? [] : [conditionOf(value)];
}
