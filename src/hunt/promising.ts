/**
 * Leaves out matches that no correlation can come to: most credentials never reach the count, or never do the second
 * step, that a correlation asks for. What is left gives exactly the same correlations.
 */
import { fieldFor } from '../sigma/correlation-fields.ts';
import type { CorrelationRule } from '../sigma/rule.ts';
import type { HuntPlan } from './plan.ts';

/** How often an event rule matched with the same values (of its fields in `HuntPlan.needed`). */
export interface ValueCount {
  readonly rule: number;
  readonly values: readonly (string | null)[];
  readonly count: number;
}

/** Which of the counted matches may be part of a correlation, by their place in `counts`. */
export function promising(plan: HuntPlan, counts: readonly ValueCount[]): boolean[] {
  const hopes = plan.correlations.map((rule) => new Hope(rule, plan));
  const feeding = plan.eventRules.map((rule) => hopes.filter((hope) => hope.rule.rules.includes(rule.id)));
  for (const count of counts) for (const hope of feeding[count.rule]!) hope.count(count);
  return counts.map((count) => feeding[count.rule]!.some((hope) => hope.isPossible(count)));
}

interface Group {
  events: number;
  readonly rules: Set<number>;
  readonly values: Set<string>;
}

/** What is needed at the least for one correlation, and how much of it each group has. */
class Hope {
  readonly rule: CorrelationRule;
  readonly #plan: HuntPlan;
  readonly #least: number;
  /** Event rules it looks at directly. Correlations beneath are taken to hold. */
  readonly #bases: ReadonlySet<number>;
  readonly #groups = new Map<string, Group>();

  constructor(rule: CorrelationRule, plan: HuntPlan) {
    this.rule = rule;
    this.#plan = plan;
    this.#least = leastOf(rule);
    this.#bases = new Set(plan.eventRules.flatMap((each, n) => (rule.rules.includes(each.id) ? [n] : [])));
  }

  count(match: ValueCount): void {
    const key = this.#key(match, this.rule.groupBy);
    if (key === null) return;
    let group = this.#groups.get(key);
    if (group === undefined)
      this.#groups.set(key, (group = { events: 0, rules: new Set(), values: new Set() }));
    group.events += match.count;
    group.rules.add(match.rule);
    const value = this.#key(match, this.rule.field);
    if (value !== null) group.values.add(value);
  }

  isPossible(match: ValueCount): boolean {
    const key = this.#key(match, this.rule.groupBy);
    if (key === null) return false;
    // Matches of inner correlations are not counted here.
    if (this.#bases.size < this.rule.rules.length && !this.#isTemporal) return true;
    const group = this.#groups.get(key)!;
    if (this.rule.correlation === 'event_count') return group.events >= this.#least;
    if (this.rule.correlation === 'value_count') return group.values.size >= this.#least;
    if (this.#isTemporal && this.rule.expression === null) return group.rules.size === this.#bases.size;
    return true;
  }

  get #isTemporal(): boolean {
    return this.rule.correlation === 'temporal' || this.rule.correlation === 'temporal_ordered';
  }

  /** The values of some of the correlation's fields in a match; null when one is missing. */
  #key({ rule, values }: ValueCount, names: readonly string[]): string | null {
    const { id } = this.#plan.eventRules[rule]!;
    const needed = this.#plan.needed[rule]!;
    const parts = names.map((name) => values[needed.indexOf(fieldFor(this.rule, name, id))] ?? null);
    return parts.includes(null) ? null : JSON.stringify(parts);
  }
}

/** The smallest count for which the correlation can hold; 0 where it may hold for few. */
function leastOf({ condition }: CorrelationRule): number {
  let least = 0;
  for (const { op, value } of condition) {
    if (op === 'gte' || op === 'eq') least = Math.max(least, value);
    if (op === 'gt') least = Math.max(least, value + (Number.isInteger(value) ? 1 : 0));
  }
  return least;
}
