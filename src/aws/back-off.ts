/** How long to wait before a call is repeated. */

const FIRST_MS = 200;
const LONGEST_MS = 20_000;

/**
 * Exponential, and by chance up to the whole of it, so that many callers do not come back at once.
 *
 * @param attempt 0 after the first call
 * @param chance from 0 to 1
 */
export function backOffMs(attempt: number, chance: number): number {
  return Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt) * (0.25 + 0.75 * chance));
}
