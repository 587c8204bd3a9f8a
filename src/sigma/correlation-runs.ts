/** Sliding a window over the entries of one group, and joining the windows that hold into runs. */
import { windowFor } from './correlation-window.ts';
import type { Entry } from './correlation-window.ts';
import type { CorrelationRule } from './rule.ts';

/** Windows that held one after the other, each sharing an event with the one before. */
export interface Run {
  /** Index of the first entry of the first window. */
  readonly from: number;
  /** For each window that held: its time, and the index behind its last entry. */
  readonly hits: readonly { readonly timeMs: number; readonly end: number }[];
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
      open.hit(timeMs, { end, measured });
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
  readonly hits: { readonly timeMs: number; readonly end: number }[] = [];
  measured = Number.NaN;
  lastMs = Number.NaN;
  readonly #least: boolean;

  constructor(rule: CorrelationRule, from: number) {
    this.from = from;
    this.#least = rule.condition.length > 0 && rule.condition.every(({ op }) => op === 'lt' || op === 'lte');
  }

  hit(timeMs: number, { end, measured }: { end: number; measured: number }): void {
    this.hits.push({ timeMs, end });
    this.lastMs = timeMs;
    if (Number.isNaN(this.measured)) this.measured = measured;
    else this.measured = this.#least ? Math.min(this.measured, measured) : Math.max(this.measured, measured);
  }
}
