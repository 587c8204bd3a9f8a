/** What a correlation needs at the least in a window, told by counting: necessary for it to hold, not sufficient. */
import type { CorrelationRule, RuleExpression } from '../sigma/rule.ts';

/** Counts of the matches in a window. More matches never undo what is met. */
export interface Need {
  /** So many matches of a rule over events come (or, below zero, go); `value` is that of the correlation's field. */
  change(rule: number, value: number | null, by: number): void;
  isMet(): boolean;
  /** Forgets all counts. */
  clear(): void;
}

/**
 * The need of a correlation, with nothing counted yet. Correlations beneath are taken to hold.
 *
 * @param numbers of the rules over events, by id.
 */
export function needOf(rule: CorrelationRule, numbers: ReadonlyMap<string, number>): Need {
  const inner = new Set(rule.rules.filter((id) => !numbers.has(id))).size;
  const least = leastOf(rule);
  const allRequired = (): Need => new RulesNeed([...requiredBy(rule)].flatMap((id) => numbers.get(id) ?? []));
  switch (rule.correlation) {
    case 'temporal':
      return rule.expression === null && rule.condition.length > 0
        ? new DistinctNeed('rule', least - inner)
        : allRequired();
    case 'temporal_ordered':
      return allRequired();
    case 'event_count':
      return inner > 0 ? NOTHING : new CountNeed(least);
    case 'value_count':
      return inner > 0 ? NOTHING : new DistinctNeed('value', least);
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
    case 'value_median':
      break;
  }
  return NOTHING;
}

/** Ids of rules without each of which a correlation cannot hold. */
export function requiredBy(rule: CorrelationRule): ReadonlySet<string> {
  const { correlation, expression, condition, rules } = rule;
  const isOrdered = correlation === 'temporal_ordered';
  if (!isOrdered && correlation !== 'temporal') return new Set();
  if (expression !== null) return isOrdered && condition.length > 0 ? new Set() : requiredIn(expression);
  if (condition.length === 0) return new Set(rules);
  return new Set(isOrdered ? rules.slice(0, leastOf(rule)) : []);
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

/** Rules without which the expression cannot hold. */
function requiredIn(expression: RuleExpression): ReadonlySet<string> {
  if (expression.type === 'rule') return new Set([expression.id]);
  if (expression.type === 'not') return new Set();
  const [first = new Set<string>(), ...others] = expression.items.map(requiredIn);
  return expression.type === 'and'
    ? new Set([first, ...others].flatMap((ids) => [...ids]))
    : new Set([...first].filter((id) => others.every((ids) => ids.has(id))));
}

const NOTHING: Need = { change: () => undefined, isMet: () => true, clear: () => undefined };

class CountNeed implements Need {
  readonly #least: number;
  #count = 0;

  constructor(least: number) {
    this.#least = least;
  }

  change(_rule: number, _value: number | null, by: number): void {
    this.#count += by;
  }

  isMet(): boolean {
    return this.#count >= this.#least;
  }

  clear(): void {
    this.#count = 0;
  }
}

/** So many different rules or values. */
class DistinctNeed implements Need {
  readonly #of: 'rule' | 'value';
  readonly #least: number;
  readonly #counts = new Map<number, number>();

  constructor(of: 'rule' | 'value', least: number) {
    this.#of = of;
    this.#least = least;
  }

  change(rule: number, value: number | null, by: number): void {
    const key = this.#of === 'rule' ? rule : value;
    if (key === null) return;
    const count = (this.#counts.get(key) ?? 0) + by;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }

  isMet(): boolean {
    return this.#counts.size >= this.#least;
  }

  clear(): void {
    this.#counts.clear();
  }
}

/** Each of some rules. */
class RulesNeed implements Need {
  readonly #rules: readonly number[];
  readonly #counts = new Map<number, number>();

  constructor(rules: readonly number[]) {
    this.#rules = [...new Set(rules)];
  }

  change(rule: number, _value: number | null, by: number): void {
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + by);
  }

  isMet(): boolean {
    return this.#rules.every((rule) => (this.#counts.get(rule) ?? 0) > 0);
  }

  clear(): void {
    this.#counts.clear();
  }
}
