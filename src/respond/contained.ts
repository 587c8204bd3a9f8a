/** When a response contained the incident, and what of that was lifted since. */
import type { JournalLine } from './journal-line.ts';
import type { Plan } from './plan.ts';
import type { StepRecord } from './step-record.ts';
import { holds } from './work.ts';

/**
 * Steps of the phase `contain` that were taken back because a step for a person, which was done, asks for that once the
 * secrets are changed: it comes after them and after another step of the recovery. With the ID of that step.
 */
export function liftedSteps(
  { steps }: Plan,
  recordOf: (step: string) => StepRecord,
): ReadonlyMap<string, string> {
  const recovering = new Set(steps.filter(({ phase }) => phase === 'recover').map(({ id }) => id));
  const lifted = new Map<string, string>();
  for (const { id, phase, action, after } of steps) {
    const isLifting =
      phase === 'recover' && action === 'manual' && after.some((other) => recovering.has(other));
    if (!isLifting || recordOf(id).outcome?.state !== 'done') continue;
    for (const other of after)
      if (!recovering.has(other) && recordOf(other).outcome?.state === 'undone') lifted.set(other, id);
  }
  return lifted;
}

/**
 * When the last step of the phase `contain` came to hold, in milliseconds since 1970 (UTC); `null` when one does not.
 * Steps that were waived, and those for a person, are not waited for.
 *
 * @param lifted steps that were taken back on purpose: that they held counts
 */
export function containedMs(
  { steps }: Plan,
  lines: readonly JournalLine[],
  waived: ReadonlyMap<string, string>,
  lifted: ReadonlyMap<string, string>,
): number | null {
  const since = new Map<string, number | null>();
  for (const line of lines) {
    if (line.what !== 'outcome' || (line.state === 'undone' && lifted.has(line.step))) continue;
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
