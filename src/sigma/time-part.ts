/** Parts of a time stamp, in UTC. */
import type { TimePart } from './rule.ts';

const STAMP = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/i;
const DAY_MS = 86_400_000;

/** One part of an RFC 3339 time stamp; a stamp without zone is in UTC. Undefined for any other text. */
export function timePartOf(text: string, part: TimePart): number | undefined {
  const match = STAMP.exec(text);
  if (match === null) return undefined;
  const hasTime = text.length > 10;
  const time = Date.parse(hasTime && match.groups?.['zone'] === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : partOf(new Date(time), part);
}

function partOf(date: Date, part: TimePart): number {
  switch (part) {
    case 'minute':
      return date.getUTCMinutes();
    case 'hour':
      return date.getUTCHours();
    case 'day':
      return date.getUTCDate();
    case 'week':
      return isoWeek(date);
    case 'month':
      return date.getUTCMonth() + 1;
    case 'year':
      break;
  }
  return date.getUTCFullYear();
}

/** The week of ISO 8601: weeks begin on Monday, and week 1 has the year's first Thursday. */
function isoWeek(date: Date): number {
  const midnight = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  const thursday = new Date(midnight + (3 - sinceMonday) * DAY_MS);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday.getTime() - newYear) / DAY_MS / 7);
}
