/** When a response contained the incident. */
import type { JournalLine } from './journal-line.ts';
import type { Plan } from './plan.ts';
import { holds } from './work.ts';

/**
 * When the last step of the phase `contain` came to hold, in milliseconds since 1970 (UTC); `null` when one does not.
 * Steps that were waived, and those for a person, are not waited for.
 */
export function containedMs(
  { steps }: Plan,
  lines: readonly JournalLine[],
  waived: ReadonlyMap<string, string>,
): number | null {
  const since = new Map<string, number | null>();
  for (const line of lines) {
    if (line.what !== 'outcome') continue;
    if (!holds(line.state)) since.set(line.step, null);
    // From the first time on, as long as it was not lost in between.
    else if ((since.get(line.step) ?? null) === null) since.set(line.step, Date.parse(line.time));
  }
  const times = steps
    .filter(({ id, phase, action }) => phase === 'contain' && action !== 'manual' && !waived.has(id))
    .map(({ id }) => since.get(id) ?? null);
  if (times.length === 0 || times.includes(null)) return null;
  return Math.max(...times.map(Number));
}
