/** Days and hours of the made-up time. It begins on a Monday. */

export const MINUTE_MS = 60_000;
export const HOUR_MS: number = 60 * MINUTE_MS;
export const DAY_MS: number = 24 * HOUR_MS;

/** 2 March 2026, 00:00 UTC. */
export const START_MS: number = Date.UTC(2026, 2, 2);

export interface Day {
  /** 0 is the first. */
  readonly index: number;
  readonly startMs: number;
  readonly weekend: boolean;
}

export function dayOf(index: number): Day {
  return { index, startMs: START_MS + index * DAY_MS, weekend: index % 7 > 4 };
}

/** `2026-03-02T08:15:00Z`: as CloudTrail writes times. */
export function isoTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mar 2, 2026, 8:15:00 AM`: as it stands in responses of STS; IAM leaves out the comma before the time. */
export function localTime(timeMs: number, service: 'sts' | 'iam'): string {
  const date = new Date(timeMs);
  const hour = date.getUTCHours();
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  return `${day}${service === 'sts' ? ',' : ''} ${clock}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
