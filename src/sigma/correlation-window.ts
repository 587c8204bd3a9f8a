/** What a correlation measures in a window of events, kept up to date while the window slides. */
import type { CorrelationRule, RuleExpression } from './rule.ts';
import { parseNumber } from './number.ts';
import { OrderedWindow } from './correlation-order.ts';
import { RankCounts } from './rank-counts.ts';

/** An event, or a match of another correlation, as one correlation sees it. */
export interface Entry {
  readonly timeMs: number;
  /** Tells entries apart; the same event has the same key everywhere. */
  readonly key: string;
  /** Ids of the rules it matched, among those the correlation looks at. */
  readonly rules: ReadonlySet<string>;
  /** The values of the correlation's `field`; null where it is absent. */
  readonly values: readonly (string | null)[];
}

/** A window over entries in the order of time. Entries of the same time are added together. */
export interface Window {
  add(entries: readonly Entry[]): void;
  remove(entry: Entry): void;
  /** What is measured in the window that begins at `startMs`; undefined when nothing can be. */
  measure(startMs: number): number | undefined;
  /** Whether the correlation's condition holds for what was measured. */
  holds(measured: number): boolean;
}

/** An empty window for a correlation. `all` are the entries that will go through it. */
export function windowFor(rule: CorrelationRule, all: readonly Entry[]): Window {
  switch (rule.correlation) {
    case 'event_count':
      return new CountWindow(rule);
    case 'value_count':
      return new DistinctWindow(rule);
    case 'temporal':
      return new PresenceWindow(rule);
    case 'temporal_ordered':
      return new OrderedWindow(rule, conditionHolds);
    case 'value_sum':
    case 'value_avg':
      return new SumWindow(rule);
    case 'value_percentile':
    case 'value_median':
      break;
  }
  return new RankWindow(rule, all);
}

/** Whether a number meets all comparisons. */
function conditionHolds(condition: CorrelationRule['condition'], measured: number): boolean {
  return condition.every(({ op, value }) => {
    switch (op) {
      case 'gt':
        return measured > value;
      case 'gte':
        return measured >= value;
      case 'lt':
        return measured < value;
      case 'lte':
        return measured <= value;
      case 'eq':
        return measured === value;
      case 'neq':
        break;
    }
    return measured !== value;
  });
}

abstract class MeasuredWindow implements Window {
  protected readonly rule: CorrelationRule;

  constructor(rule: CorrelationRule) {
    this.rule = rule;
  }

  add(entries: readonly Entry[]): void {
    for (const entry of entries) this.change(entry, 1);
  }

  remove(entry: Entry): void {
    this.change(entry, -1);
  }

  holds(measured: number): boolean {
    return conditionHolds(this.rule.condition, measured);
  }

  abstract measure(): number | undefined;

  /** An entry comes (`by` 1) or goes (`by` -1). */
  protected abstract change(entry: Entry, by: 1 | -1): void;
}

class CountWindow extends MeasuredWindow {
  #count = 0;

  measure(): number {
    return this.#count;
  }

  protected change(_: Entry, by: 1 | -1): void {
    this.#count += by;
  }
}

/** Counts how often each key is present. */
class Tally {
  readonly #counts = new Map<string, number>();

  get size(): number {
    return this.#counts.size;
  }

  has(key: string): boolean {
    return this.#counts.has(key);
  }

  change(key: string, by: 1 | -1): void {
    const count = (this.#counts.get(key) ?? 0) + by;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}

/** Distinct values of the field, or of the tuple of fields; an entry that lacks one of them has no value. */
class DistinctWindow extends MeasuredWindow {
  readonly #values = new Tally();

  measure(): number {
    return this.#values.size;
  }

  protected change({ values }: Entry, by: 1 | -1): void {
    if (values.includes(null)) return;
    this.#values.change(values.length === 1 ? (values[0] ?? '') : JSON.stringify(values), by);
  }
}

/** How many of the rules are present; with an expression, whether it holds for those present. */
class PresenceWindow extends MeasuredWindow {
  readonly #rules = new Tally();

  measure(): number {
    return this.#rules.size;
  }

  override holds(measured: number): boolean {
    const { expression, condition, rules } = this.rule;
    if (expression !== null) return present(expression, this.#rules);
    return condition.length === 0 ? measured === new Set(rules).size : conditionHolds(condition, measured);
  }

  protected change({ rules }: Entry, by: 1 | -1): void {
    for (const rule of rules) this.#rules.change(rule, by);
  }
}

function present(expression: RuleExpression, rules: Tally): boolean {
  if (expression.type === 'rule') return rules.has(expression.id);
  if (expression.type === 'not') return !present(expression.item, rules);
  if (expression.type === 'and') return expression.items.every((item) => present(item, rules));
  return expression.items.some((item) => present(item, rules));
}

/** Sum or average of a numeric field. Entries without a number do not count; exact for whole numbers. */
class SumWindow extends MeasuredWindow {
  #sum = 0;
  #count = 0;

  measure(): number | undefined {
    if (this.#count === 0) return undefined;
    return this.rule.correlation === 'value_sum' ? this.#sum : this.#sum / this.#count;
  }

  protected change({ values }: Entry, by: 1 | -1): void {
    const value = parseNumber(values[0] ?? undefined);
    if (value === undefined) return;
    this.#count += by;
    // An empty window starts from zero again, so that rounding does not add up.
    this.#sum = this.#count === 0 ? 0 : this.#sum + by * value;
  }
}

/** A percentile of a numeric field, interpolated between the two nearest values. */
class RankWindow extends MeasuredWindow {
  readonly #ranks: RankCounts;
  readonly #fraction: number;

  constructor(rule: CorrelationRule, all: readonly Entry[]) {
    super(rule);
    this.#fraction = rule.correlation === 'value_median' ? 0.5 : (rule.percentile ?? 50) / 100;
    this.#ranks = new RankCounts(all.flatMap(({ values }) => parseNumber(values[0] ?? undefined) ?? []));
  }

  measure(): number | undefined {
    const { count } = this.#ranks;
    if (count === 0) return undefined;
    const position = this.#fraction * (count - 1);
    const below = this.#ranks.at(Math.floor(position));
    const above = this.#ranks.at(Math.ceil(position));
    return below + (above - below) * (position - Math.floor(position));
  }

  protected change({ values }: Entry, by: 1 | -1): void {
    const value = parseNumber(values[0] ?? undefined);
    if (value !== undefined) this.#ranks.change(value, by);
  }
}
