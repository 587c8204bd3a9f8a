/** Sliding a window over the entries of one group, and joining the windows that hold into runs. */
import { windowFor } from './correlation-window.ts';
import type { Entry } from './correlation-window.ts';
import type { CorrelationRule } from './rule.ts';

/** Windows that held one after the other, each sharing an event with the one before. */
export interface Run {
  /** Index of the first entry of the first window. */
  readonly from: number;
  /** For each window that held: the time of its last entry. */
  readonly times: readonly number[];
  /** For each window that held: the index behind its last entry. */
  readonly ends: readonly number[];
  /** The most that was measured, or the least where the condition only sets an upper bound. */
  readonly measured: number;
}

/**
 * The runs of one group. `entries` are ordered by time, each key once. For every time t that occurs, the window
 * holds the entries from t - timespan to t, both included.
 */
export function findRuns(rule: CorrelationRule, entries: readonly Entry[]): Run[] {
  const window = windowFor(rule, entries);
  const runs: OpenRun[] = [];
  let open: OpenRun | undefined;
  let start = 0;
  for (let at = 0; at < entries.length;) {
    const timeMs = entries[at]?.timeMs ?? 0;
    const end = endOfTime(entries, at);
    window.add(entries.slice(at, end));
    const startMs = timeMs - rule.timespanMs;
    for (let old = entries[start]; old !== undefined && old.timeMs < startMs; old = entries[start]) {
      window.remove(old);
      start += 1;
    }
    const measured = window.measure(startMs);
    if (measured === undefined || !window.holds(measured)) open = undefined;
    else {
      if (open === undefined || open.lastMs < startMs) runs.push((open = new OpenRun(rule, start)));
      open.hold(timeMs, { end, measured });
    }
    at = end;
  }
  return runs;
}

function endOfTime(entries: readonly Entry[], at: number): number {
  const timeMs = entries[at]?.timeMs;
  let end = at + 1;
  while (end < entries.length && entries[end]?.timeMs === timeMs) end += 1;
  return end;
}

class OpenRun implements Run {
  readonly from: number;
  readonly times: number[] = [];
  readonly ends: number[] = [];
  measured = Number.NaN;
  readonly #least: boolean;

  constructor(rule: CorrelationRule, from: number) {
    this.from = from;
    this.#least = rule.condition.length > 0 && rule.condition.every(({ op }) => op === 'lt' || op === 'lte');
  }

  get lastMs(): number {
    return this.times.at(-1) ?? Number.NaN;
  }

  /** Takes in a window that held. */
  hold(timeMs: number, { end, measured }: { end: number; measured: number }): void {
    this.times.push(timeMs);
    this.ends.push(end);
    if (Number.isNaN(this.measured)) this.measured = measured;
    else this.measured = this.#least ? Math.min(this.measured, measured) : Math.max(this.measured, measured);
  }
}
