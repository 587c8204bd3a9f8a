/** From matches of the rules a correlation looks at to entries by group, and from its runs to what it passes on. */
import { fieldFor } from './correlation-fields.ts';
import type { Run } from './correlation-runs.ts';
import type { Entry } from './correlation-window.ts';
import type { CorrelationRule } from './rule.ts';

/** An event beneath a match. */
export interface EventRef {
  readonly timeMs: number;
  readonly key: string;
}

/**
 * A match of a rule, not yet seen through a correlation. A match of a correlation gives one signal for each event
 * beneath it, all with the same key: the events may differ in the fields that the next correlation asks for.
 */
export interface Signal {
  readonly timeMs: number;
  readonly key: string;
  readonly events: readonly EventRef[];
  /** The value of a field, by the name under which the rule that matched knows it. */
  readonly read: (name: string) => string | null;
}

/** An entry with the signals it was made of, one for each rule and event. */
export interface GroupEntry extends Entry {
  readonly signals: readonly { readonly ruleId: string; readonly signal: Signal }[];
}

/** The entries that agree in all `group-by` values, ordered by time and key. */
export interface Group {
  readonly key: string;
  readonly values: readonly string[];
  readonly entries: readonly GroupEntry[];
}

interface OpenEntry extends GroupEntry {
  readonly rules: Set<string>;
  values: readonly (string | null)[];
  readonly signals: { ruleId: string; signal: Signal }[];
}

/** Sorts signals into groups. A signal that lacks a `group-by` value is in none. */
export function groupSignals(
  rule: CorrelationRule,
  signalsOf: (ruleId: string) => readonly Signal[],
): Group[] {
  const groups = new Map<string, { values: readonly string[]; entries: Map<string, OpenEntry> }>();
  for (const ruleId of new Set(rule.rules)) {
    const names = rule.groupBy.map((name) => fieldFor(rule, name, ruleId));
    const fields = rule.field.map((name) => fieldFor(rule, name, ruleId));
    for (const signal of signalsOf(ruleId)) {
      const values = present(names.map(signal.read));
      if (values === undefined) continue;
      const key = values.length === 1 ? (values[0] ?? '') : JSON.stringify(values);
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { values, entries: new Map() }));
      addSignal(group.entries, { ruleId, signal }, fields.map(signal.read));
    }
  }
  return [...groups].map(([key, { values, entries }]) => ({
    key,
    values,
    entries: inOrder([...entries.values()]),
  }));
}

function present(values: readonly (string | null)[]): string[] | undefined {
  const found = values.filter((value) => value !== null);
  return found.length < values.length ? undefined : found;
}

/** An event that several rules match is one entry, with the field's values of the first rule that has them. */
function addSignal(
  entries: Map<string, OpenEntry>,
  { ruleId, signal }: { ruleId: string; signal: Signal },
  values: readonly (string | null)[],
): void {
  const entry = entries.get(signal.key);
  if (entry === undefined) {
    const { timeMs, key } = signal;
    entries.set(key, { timeMs, key, rules: new Set([ruleId]), values, signals: [{ ruleId, signal }] });
    return;
  }
  entry.rules.add(ruleId);
  entry.signals.push({ ruleId, signal });
  if (entry.values.includes(null)) entry.values = values;
}

/** By time, then by key: the order does not depend on the order of reading. */
export function inOrder<Item extends EventRef>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.timeMs - b.timeMs || (a.key < b.key ? -1 : Number(a.key > b.key)));
}

/** The entries a run covers. */
export function entriesOf(group: Group, run: Run): readonly GroupEntry[] {
  return group.entries.slice(run.from, run.hits.at(-1)?.end);
}

/** The events beneath some entries, each once, in order of time. */
export function eventsOf(entries: readonly GroupEntry[]): EventRef[] {
  const events = new Map<string, EventRef>();
  for (const { signals } of entries) {
    for (const { signal } of signals) for (const event of signal.events) events.set(event.key, event);
  }
  return inOrder([...events.values()]);
}

/** What a correlation over this one sees of a run when it looks at moments: each window that held. */
export function momentSignals(rule: CorrelationRule, group: Group, run: Run): Signal[] {
  const signals: Signal[] = [];
  let from = run.from;
  for (const { timeMs, end } of run.hits) {
    const key = `${rule.id} ${group.key} ${timeMs}`;
    for (const entry of group.entries.slice(from, end))
      signals.push(...seenThrough(rule, entry, { timeMs, key }));
    from = end;
  }
  return signals;
}

/** What a correlation over this one sees of a run when it counts: the run as one, at the time of its last event. */
export function runSignals(rule: CorrelationRule, group: Group, run: Run): Signal[] {
  const timeMs = run.hits.at(-1)?.timeMs ?? Number.NaN;
  const key = `${rule.id} ${group.key} ${run.hits[0]?.timeMs}`;
  return entriesOf(group, run).flatMap((entry) => seenThrough(rule, entry, { timeMs, key }));
}

function seenThrough(rule: CorrelationRule, entry: GroupEntry, at: EventRef): Signal[] {
  return entry.signals.map(({ ruleId, signal }) => ({
    ...at,
    events: signal.events,
    read: (name) => signal.read(fieldFor(rule, name, ruleId)),
  }));
}
