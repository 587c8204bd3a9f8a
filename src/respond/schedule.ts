/** Runs work on steps: as many side by side as may be, those on the same thing in order, each after those it waits for. */
import type { Step } from './plan.ts';
import { turnOf } from './turn-of.ts';

/**
 * Begins steps in the order given. One that names others in `after` waits for those among them, and one on the same
 * thing as an earlier one waits for that.
 *
 * @param width how many run at once
 * @param run must not throw for what concerns one step alone: the first error stops those that have not begun
 */
export async function inOrder<T>(
  steps: readonly Step[],
  width: number,
  run: (step: Step) => Promise<T>,
): Promise<T[]> {
  const results = new Map<string, T>();
  const waiting = [...steps];
  const running = new Map<string, Promise<void>>();
  const busy = new Set<string>();
  const ids = new Set(steps.map(({ id }) => id));
  const failures: unknown[] = [];

  const isFree = (step: Step, at: number): boolean =>
    !busy.has(turnOf(step)) &&
    step.after.every((id) => !ids.has(id) || results.has(id)) &&
    waiting.slice(0, at).every((earlier) => turnOf(earlier) !== turnOf(step));

  const settle = async (step: Step, subject: string): Promise<void> => {
    try {
      results.set(step.id, await run(step));
    } catch (error) {
      failures.push(error);
    } finally {
      busy.delete(subject);
      running.delete(step.id);
    }
  };

  while (waiting.length > 0 || running.size > 0) {
    while (failures.length === 0 && running.size < width) {
      const at = waiting.findIndex((step, n) => isFree(step, n));
      // Steps that wait for each other in a circle are taken as they stand.
      const next = at >= 0 ? at : running.size === 0 && waiting.length > 0 ? 0 : -1;
      if (next < 0) break;
      const [step] = waiting.splice(next, 1);
      const subject = turnOf(step!);
      busy.add(subject);
      running.set(step!.id, settle(step!, subject));
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  if (failures.length > 0) throw failures[0];
  return steps.flatMap(({ id }) => (results.has(id) ? [results.get(id)!] : []));
}
