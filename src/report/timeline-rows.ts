/** Folds a timeline so that a person can read it: what matters one by one, the many others as runs between. */
import type { Actor, TimelineEntry } from '../investigate/incident.ts';

/** Entries between two that matter, of one actor. */
export interface Run {
  readonly kind: 'run';
  readonly actor: Actor;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  readonly failed: number;
  /** Commonest calls first, and how many other names there are. */
  readonly calls: readonly { readonly name: string; readonly count: number }[];
  readonly otherCalls: number;
  /** Credentials and tactics in it, for filters. */
  readonly credentials: readonly string[];
  readonly tactics: readonly string[];
  /** All of it where it is short, nothing where it is long. */
  readonly entries: readonly TimelineEntry[];
}

export interface Single {
  readonly kind: 'entry';
  readonly entry: TimelineEntry;
}

export type TimelineRow = Single | Run;

/** Entries shown one by one. */
const MOST_SINGLES = 1500;
/** Entries of a run, and of all runs, that can be unfolded. */
const MOST_UNFOLDED = 40;
const MOST_UNFOLDED_IN_ALL = 3000;
const NAMED_CALLS = 6;
/** Weight from which an entry stands for itself. */
const TELLING = 2;

/** Rows in order of time. Every entry is in exactly one row. */
export function timelineRows(timeline: readonly TimelineEntry[]): TimelineRow[] {
  const entries = timeline.toSorted((a, b) => a.timeMs - b.timeMs);
  const singles = telling(entries);
  const rows: TimelineRow[] = [];
  let unfolded = 0;
  let open = new Map<Actor, TimelineEntry[]>();
  const close = (): void => {
    for (const [actor, run] of open) {
      const shown = run.length <= MOST_UNFOLDED && unfolded + run.length <= MOST_UNFOLDED_IN_ALL ? run : [];
      unfolded += shown.length;
      rows.push(...(run.length === 1 && shown.length === 1 ? [single(run[0]!)] : [runOf(actor, run, shown)]));
    }
    open = new Map();
  };
  for (const entry of entries) {
    if (singles.has(entry)) {
      close();
      rows.push(single(entry));
    } else {
      const run = open.get(entry.actor);
      if (run === undefined) open.set(entry.actor, [entry]);
      else run.push(entry);
    }
  }
  close();
  return rows;
}

/** So long before and after the intruder's calls the owner's are told one by one. */
const BESIDE_MS = 86_400_000;

/** What matters most, at most `MOST_SINGLES`: the weightiest first, then the earliest. */
function telling(entries: readonly TimelineEntry[]): ReadonlySet<TimelineEntry> {
  const others = entries.filter(({ actor }) => actor !== 'owner');
  const fromMs = (others[0]?.timeMs ?? -Infinity) - BESIDE_MS;
  const toMs = (others.at(-1)?.timeMs ?? Infinity) + BESIDE_MS;
  const weighty = entries.filter(
    ({ weight, actor, timeMs }) =>
      weight >= TELLING && (actor !== 'owner' || (timeMs >= fromMs && timeMs <= toMs)),
  );
  return new Set(weighty.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_SINGLES));
}

function single(entry: TimelineEntry): Single {
  return { kind: 'entry', entry };
}

function runOf(actor: Actor, run: readonly TimelineEntry[], entries: readonly TimelineEntry[]): Run {
  const counts = new Map<string, number>();
  for (const { service, action } of run) {
    const name = `${service}:${action}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const calls = [...counts].map(([name, count]) => ({ name, count })).toSorted((a, b) => b.count - a.count);
  return {
    kind: 'run',
    actor,
    firstMs: run[0]!.timeMs,
    lastMs: run.at(-1)!.timeMs,
    count: run.length,
    failed: run.filter(({ error }) => error !== '').length,
    calls: calls.slice(0, NAMED_CALLS),
    otherCalls: Math.max(0, calls.length - NAMED_CALLS),
    credentials: [...new Set(run.map(({ credential }) => credential))],
    tactics: [...new Set(run.flatMap(({ tactic }) => (tactic === null ? [] : [tactic])))],
    entries,
  };
}
