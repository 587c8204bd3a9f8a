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
export interface Signal extends EventRef {
  readonly ruleId: string;
  /** The events beneath; null when the signal is an event itself. */
  readonly events: readonly EventRef[] | null;
  /** The value of a field, by the name under which the rule that matched knows it. */
  read(name: string): string | null;
}

/** What one correlation makes of the signals of one event, or of one match of another correlation. */
export class GroupEntry implements Entry {
  readonly timeMs: number;
  readonly key: string;
  rules: ReadonlySet<string>;
  values: readonly (string | null)[];
  readonly #signal: Signal;
  #others: Signal[] | undefined;

  constructor(signal: Signal, rules: ReadonlySet<string>, values: readonly (string | null)[]) {
    this.timeMs = signal.timeMs;
    this.key = signal.key;
    this.rules = rules;
    this.values = values;
    this.#signal = signal;
  }

  get signals(): readonly Signal[] {
    return this.#others === undefined ? [this.#signal] : [this.#signal, ...this.#others];
  }

  /** Whether this is an event itself, not a match over several. */
  get isEvent(): boolean {
    return this.#signal.events === null;
  }

  /** Takes in another rule's match of the same event. The values are those of the first rule that has them. */
  join(other: GroupEntry): void {
    if (!isSubset(other.rules, this.rules)) this.rules = new Set([...this.rules, ...other.rules]);
    if (this.values.includes(null)) this.values = other.values;
    (this.#others ??= []).push(...other.signals);
  }
}

/** The entries that agree in all `group-by` values, ordered by time and key, each key once. */
export interface Group {
  readonly key: string;
  readonly values: readonly string[];
  readonly entries: readonly GroupEntry[];
}

const NO_VALUES: readonly string[] = [];

/** Sorts signals into groups. A signal that lacks a `group-by` value is in none. */
export function groupSignals(
  rule: CorrelationRule,
  signalsOf: (ruleId: string) => readonly Signal[],
): Group[] {
  const groups = new Map<string, { key: string; values: readonly string[]; entries: GroupEntry[] }>();
  for (const ruleId of new Set(rule.rules)) {
    const rules: ReadonlySet<string> = new Set([ruleId]);
    const names = rule.groupBy.map((name) => fieldFor(rule, name, ruleId));
    const fields = rule.field.map((name) => fieldFor(rule, name, ruleId));
    for (const signal of signalsOf(ruleId)) {
      const values = groupValues(signal, names);
      if (values === undefined) continue;
      const key = values.length === 1 ? (values[0] ?? '') : JSON.stringify(values);
      let group = groups.get(key);
      if (group === undefined) groups.set(key, (group = { key, values, entries: [] }));
      const measured = fields.length === 0 ? NO_VALUES : fields.map((field) => signal.read(field));
      group.entries.push(new GroupEntry(signal, rules, measured));
    }
  }
  return [...groups.values()].map((group) => ({ ...group, entries: joinSameKeys(inOrder(group.entries)) }));
}

function groupValues(signal: Signal, names: readonly string[]): readonly string[] | undefined {
  if (names.length === 0) return NO_VALUES;
  const values: string[] = [];
  for (const name of names) {
    const value = signal.read(name);
    if (value === null) return undefined;
    values.push(value);
  }
  return values;
}

/** By time, then by key: the order does not depend on the order of reading. */
function inOrder<Item extends EventRef>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.timeMs - b.timeMs || (a.key < b.key ? -1 : Number(a.key > b.key)));
}

/** Duplicates of an event fall away, and an event that several rules match becomes one entry. */
function joinSameKeys(ordered: readonly GroupEntry[]): GroupEntry[] {
  const joined: GroupEntry[] = [];
  for (const entry of ordered) {
    const last = joined.at(-1);
    if (last === undefined || last.key !== entry.key || last.timeMs !== entry.timeMs) joined.push(entry);
    else if (!entry.isEvent || !isSubset(entry.rules, last.rules)) last.join(entry);
  }
  return joined;
}

function isSubset(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  for (const item of small) if (!large.has(item)) return false;
  return true;
}

/** The entries a run covers. */
export function entriesOf(group: Group, run: Run): readonly GroupEntry[] {
  return group.entries.slice(run.from, run.ends.at(-1));
}

/** The events beneath some entries, each once, in order of time. */
export function eventsOf(entries: readonly GroupEntry[]): readonly EventRef[] {
  if (entries.every((entry) => entry.isEvent)) return entries;
  const events = new Map<string, EventRef>();
  for (const { signals } of entries) {
    for (const signal of signals) for (const event of signal.events ?? [signal]) events.set(event.key, event);
  }
  return inOrder([...events.values()]);
}

/** What a correlation over this one sees of a run when it looks at moments: each window that held. */
export function momentSignals(rule: CorrelationRule, group: Group, run: Run): Signal[] {
  let from = run.from;
  return run.times.flatMap((timeMs, index) => {
    const end = run.ends[index] ?? from;
    const fresh = group.entries.slice(from, end);
    from = end;
    return seenThrough(rule, fresh, { timeMs, key: `${rule.id} ${group.key} ${timeMs}` });
  });
}

/** What a correlation over this one sees of a run when it counts: the run as one, at the time of its last event. */
export function runSignals(rule: CorrelationRule, group: Group, run: Run): Signal[] {
  const timeMs = run.times.at(-1) ?? Number.NaN;
  return seenThrough(rule, entriesOf(group, run), { timeMs, key: `${rule.id} ${group.key} ${run.times[0]}` });
}

function seenThrough(rule: CorrelationRule, entries: readonly GroupEntry[], at: EventRef): Signal[] {
  return entries.flatMap((entry) => entry.signals.map((signal) => new SeenSignal(rule, signal, at)));
}

/** A signal as a correlation over `rule` sees it: at the time of what `rule` found. */
class SeenSignal implements Signal {
  readonly timeMs: number;
  readonly key: string;
  readonly #rule: CorrelationRule;
  readonly #beneath: Signal;

  constructor(rule: CorrelationRule, beneath: Signal, at: EventRef) {
    this.timeMs = at.timeMs;
    this.key = at.key;
    this.#rule = rule;
    this.#beneath = beneath;
  }

  get ruleId(): string {
    return this.#rule.id;
  }

  get events(): readonly EventRef[] {
    return this.#beneath.events ?? [this.#beneath];
  }

  read(name: string): string | null {
    return this.#beneath.read(fieldFor(this.#rule, name, this.#beneath.ruleId));
  }
}
