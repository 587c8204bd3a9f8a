/** From the options of a search to what its events must meet. */
import {
  addressCondition,
  errorCondition,
  eventCondition,
  keywordCondition,
  principalCondition,
  regexCondition,
} from '../search/conditions.ts';
import type { EventWishes } from '../search/event-test.ts';
import type { Condition } from '../sigma/rule.ts';
import { and } from '../sigma/simplify.ts';
import type { SearchOptions } from './search.ts';

/** @throws KeytrailError for a value that cannot be understood. */
export async function searchWishes(options: SearchOptions): Promise<EventWishes> {
  const { keyword = [], regex = [], eventId = [] } = options;
  const texts: Condition[] = [];
  if (keyword.length > 0) texts.push(keywordCondition(keyword));
  if (regex.length > 0) texts.push(regexCondition(regex));
  return {
    eventIds: eventId.map((id) => id.toLowerCase()),
    fields: await fieldCondition(options),
    keywords: keyword,
    texts: and(texts),
  };
}

async function fieldCondition({
  where,
  error,
  event,
  principal,
  address,
}: SearchOptions): Promise<Condition> {
  const parts: Condition[] = [];
  if (event !== undefined) parts.push(eventCondition(event));
  if (principal !== undefined) parts.push(principalCondition(principal));
  if (address !== undefined) parts.push(addressCondition(address));
  if (error !== undefined) parts.push(errorCondition(error === true ? 'any' : error));
  if (where !== undefined) {
    // Reading rules takes longer than a small search: only for those who need it.
    const { fieldTests } = await import('../search/field-tests.ts');
    parts.push(fieldTests(where));
  }
  return and(parts);
}
