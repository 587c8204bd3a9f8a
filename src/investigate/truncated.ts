/** Tells records in which CloudTrail left something out. */
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** CloudTrail leaves out what is longer than it records, and says so in the place of it. */
export function isTruncated(record: JsonObject): boolean {
  return ['requestParameters', 'responseElements'].some((name) => {
    const value = record[name];
    return isJsonObject(value) && 'omitted' in value;
  });
}
