/** Times in `responseElements`: written for people, in more than one way. */
import { readTime } from '../cloudtrail/event.ts';
import type { Json } from '../json.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `Jul 10, 2023, 12:21:41 PM`, with or without the comma behind the year. */
const SPELLED = /^([a-z]{3})[a-z]* (\d{1,2}),? (\d{4}),? (\d{1,2}):(\d\d):(\d\d) ?([ap])\.?m\.?$/i;

/** No-break spaces that newer Java writes before AM and PM. */
const SPACES = /[\u00a0\u202f\u2009\s]+/g;

/**
 * Milliseconds since 1970 (UTC) of a time as responses spell it: localized English, ISO 8601, or a number of
 * milliseconds or seconds. `null` for anything else.
 */
export function readTimeText(value: Json | undefined): number | null {
  if (typeof value === 'number') return readNumber(value);
  if (typeof value !== 'string') return null;
  const text = value.replaceAll(SPACES, ' ').trim();
  const parts = SPELLED.exec(text);
  if (parts === null) return finite(readTime(text));
  const [, month = '', day, year, hour, minute, second, half = ''] = parts;
  const number = MONTHS.indexOf(month.toLowerCase());
  if (number < 0) return null;
  const hours = (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return finite(Date.UTC(Number(year), number, Number(day), hours, Number(minute), Number(second)));
}

/** Seconds of our time are below, milliseconds above 10¹¹. */
function readNumber(value: number): number | null {
  if (!(value > 0)) return null;
  return finite(value < 1e11 ? value * 1000 : value);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
