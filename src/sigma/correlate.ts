/**
 * Correlations over the matches of other rules, found in any order.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
 */
import { neededFields } from './correlation-fields.ts';
import { entriesOf, eventsOf, groupSignals, momentSignals, runSignals } from './correlation-group.ts';
import type { Group, Signal } from './correlation-group.ts';
import { findRuns } from './correlation-runs.ts';
import type { Run } from './correlation-runs.ts';
import type { CorrelationRule } from './rule.ts';

/** One event matched one rule. */
export interface BaseMatch {
  readonly ruleId: string;
  /** The event's time. */
  readonly timeMs: number;
  /** Unique for the event: duplicates of an event have the same key and time, and count once. */
  readonly eventKey: string;
  /** One for each path of `neededFields(rules).get(ruleId)`, as `correlationValue` gives it. */
  readonly values: readonly (string | null)[];
}

/** A correlation held over an uninterrupted run of windows. */
export interface CorrelationMatch {
  readonly ruleId: string;
  /** The values of `group-by`, in its order. */
  readonly group: readonly string[];
  /** The first event of the first window that held. */
  readonly firstMs: number;
  /** The event with which the correlation held for the first time. */
  readonly heldMs: number;
  /** The last event with which it held. */
  readonly lastMs: number;
  /** What was measured at its most extreme: the most, or the least where the condition sets an upper bound only. */
  readonly measured: number;
  /** Keys of the events from `firstMs` to `lastMs`, in order of time, each once. */
  readonly eventKeys: readonly string[];
}

/**
 * Finds all matches of the given correlations that are wanted, whether they report or not (see `reports`).
 *
 * - Windows slide: for the time t of every event, the window is [t - timespan, t], both ends included.
 * - An event whose `group-by` value is missing does not count. Without `group-by` all events are one group.
 * - An event that several of the rules match counts once.
 * - "not b" in the condition of a temporal one means that b is not in the window, which ends with the event at
 *   hand; whether b comes later does not matter.
 * - Windows that hold one after the other and share an event are one match, not one for each event.
 * - A correlation over correlations sees, for the temporal types, every moment at which the inner one held, and
 *   for counts and values each of its matches once, at the time of its last event. The fields of the outer one
 *   are taken from the events beneath, whatever the inner one groups by.
 *
 * Takes O(n log n) for n matches, and the time to write the result down. The result does not depend on their
 * order, nor on duplicates.
 *
 * @returns the matches ordered by time, rule and group.
 */
export function correlate(
  rules: readonly CorrelationRule[],
  matches: readonly BaseMatch[],
  isWanted: (rule: CorrelationRule) => boolean = () => true,
): CorrelationMatch[] {
  const base = eventSignals(rules, matches);
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const inner = new Set(rules.flatMap((rule) => rule.rules));
  const kept = new Map<string, Outcome>();
  const outcomeOf = (rule: CorrelationRule): Outcome => {
    const known = kept.get(rule.id);
    if (known !== undefined) return known;
    const temporal = rule.correlation === 'temporal' || rule.correlation === 'temporal_ordered';
    const outcome = new Outcome(rule, (ruleId) => {
      const other = byId.get(ruleId);
      if (other === undefined) return base.get(ruleId) ?? [];
      return temporal ? outcomeOf(other).moments() : outcomeOf(other).whole();
    });
    // The others are not needed again: their entries are many and can go.
    if (inner.has(rule.id)) kept.set(rule.id, outcome);
    return outcome;
  };
  return rules
    .filter(isWanted)
    .flatMap((rule) => outcomeOf(rule).matches())
    .toSorted(byTime);
}

/** What one correlation found, and what it passes on to correlations over it. */
class Outcome {
  readonly #rule: CorrelationRule;
  readonly #runs: readonly { readonly group: Group; readonly run: Run }[];

  constructor(rule: CorrelationRule, signalsOf: (ruleId: string) => readonly Signal[]) {
    this.#rule = rule;
    this.#runs = groupSignals(rule, signalsOf).flatMap((group) =>
      findRuns(rule, group.entries).map((run) => ({ group, run })),
    );
  }

  moments(): Signal[] {
    return this.#runs.flatMap(({ group, run }) => momentSignals(this.#rule, group, run));
  }

  whole(): Signal[] {
    return this.#runs.flatMap(({ group, run }) => runSignals(this.#rule, group, run));
  }

  matches(): CorrelationMatch[] {
    return this.#runs.map(({ group, run }) => {
      const events = eventsOf(entriesOf(group, run));
      const heldMs = run.times[0] ?? Number.NaN;
      return {
        ruleId: this.#rule.id,
        group: group.values,
        firstMs: events[0]?.timeMs ?? heldMs,
        heldMs,
        lastMs: run.times.at(-1) ?? heldMs,
        measured: run.measured,
        eventKeys: events.map((event) => event.key),
      };
    });
  }
}

/** A match of a rule over events. */
class EventSignal implements Signal {
  readonly ruleId: string;
  readonly timeMs: number;
  readonly key: string;
  readonly events = null;
  readonly #values: readonly (string | null)[];
  readonly #positions: ReadonlyMap<string, number>;

  constructor(match: BaseMatch, positions: ReadonlyMap<string, number>) {
    this.ruleId = match.ruleId;
    this.timeMs = match.timeMs;
    this.key = match.eventKey;
    this.#values = match.values;
    this.#positions = positions;
  }

  read(name: string): string | null {
    return this.#values[this.#positions.get(name) ?? -1] ?? null;
  }
}

/** The matches of rules over events by rule. Without a time an event cannot be in a window. */
function eventSignals(
  rules: readonly CorrelationRule[],
  matches: readonly BaseMatch[],
): Map<string, Signal[]> {
  const found = new Map<string, { positions: ReadonlyMap<string, number>; signals: Signal[] }>();
  for (const [ruleId, fields] of neededFields(rules)) {
    found.set(ruleId, { positions: new Map(fields.map((field, index) => [field, index])), signals: [] });
  }
  for (const match of matches) {
    const ofRule = found.get(match.ruleId);
    if (ofRule !== undefined && Number.isFinite(match.timeMs)) {
      ofRule.signals.push(new EventSignal(match, ofRule.positions));
    }
  }
  return new Map([...found].map(([ruleId, { signals }]) => [ruleId, signals]));
}

function byTime(a: CorrelationMatch, b: CorrelationMatch): number {
  return (
    a.firstMs - b.firstMs ||
    compare(a.ruleId, b.ruleId) ||
    compare(a.group.join('\0'), b.group.join('\0')) ||
    a.heldMs - b.heldMs
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
