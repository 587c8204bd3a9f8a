/**
 * The window of `temporal_ordered`: the rules must match one after the other.
 *
 * CloudTrail's times are whole seconds, so events of the same time count as being in the wanted order; the events
 * of neighbouring steps must be different events.
 */
import type { Entry, Window } from './correlation-window.ts';
import type { CorrelationRule, RuleExpression } from './rule.ts';

/** A chain of events that went through some steps: when its first event was, and which event was its last. */
interface Chain {
  readonly startMs: number;
  readonly lastKey: string;
}

/** What a step has seen: the latest-starting chain through it, and the next best with another last event. */
type Best = readonly Chain[];

/** A step of the order: `best` changes while events come in. */
type Step =
  | { readonly type: 'rule'; readonly id: string; best: Best }
  | { readonly type: 'and' | 'or'; readonly items: readonly Step[] };

export class OrderedWindow implements Window {
  readonly #rule: CorrelationRule;
  readonly #conditionHolds: (condition: CorrelationRule['condition'], measured: number) => boolean;
  readonly #steps: readonly Step[];
  #reached: readonly Best[] = [];

  constructor(
    rule: CorrelationRule,
    conditionHolds: (condition: CorrelationRule['condition'], measured: number) => boolean,
  ) {
    this.#rule = rule;
    this.#conditionHolds = conditionHolds;
    this.#steps =
      rule.expression === null
        ? rule.rules.map((id) => ({ type: 'rule', id, best: [] }))
        : [stepOf(rule.expression)];
  }

  add(entries: readonly Entry[]): void {
    let before: Best | undefined;
    this.#reached = this.#steps.map((step) => {
      before = advance(step, before, entries);
      return before;
    });
  }

  /** Chains are dropped by their start, not by their entries. */
  remove(): void {}

  /** How many steps, from the first on, were gone through in the window. */
  measure(startMs: number): number {
    return this.#reached.findLastIndex(([latest]) => latest !== undefined && latest.startMs >= startMs) + 1;
  }

  holds(measured: number): boolean {
    const { condition } = this.#rule;
    return condition.length === 0
      ? measured === this.#steps.length
      : this.#conditionHolds(condition, measured);
  }
}

/** `not` never gets here: the reader refuses it in an order of events. */
function stepOf(expression: RuleExpression): Step {
  if (expression.type === 'rule') return { type: 'rule', id: expression.id, best: [] };
  if (expression.type === 'not') return { type: 'or', items: [] };
  return { type: expression.type, items: expression.items.map(stepOf) };
}

/** Takes in the entries of one time. `before` is what the steps before reached; undefined for the first step. */
function advance(step: Step, before: Best | undefined, entries: readonly Entry[]): Best {
  if (step.type !== 'rule') {
    if (step.type === 'or') return best(step.items.flatMap((item) => advance(item, before, entries)));
    let reached = before;
    for (const item of step.items) reached = advance(item, reached, entries);
    return reached ?? [];
  }
  for (const entry of entries) {
    if (!entry.rules.has(step.id)) continue;
    const startMs =
      before === undefined ? entry.timeMs : before.find((chain) => chain.lastKey !== entry.key)?.startMs;
    if (startMs !== undefined) step.best = best([{ startMs, lastKey: entry.key }, ...step.best]);
  }
  return step.best;
}

/** The two latest-starting chains with different last events. */
function best(chains: readonly Chain[]): Best {
  let first: Chain | undefined;
  let second: Chain | undefined;
  for (const chain of chains) {
    if (first === undefined || chain.startMs > first.startMs) {
      if (first?.lastKey !== chain.lastKey) second = first;
      first = chain;
    } else if (chain.lastKey !== first.lastKey && (second === undefined || chain.startMs > second.startMs))
      second = chain;
  }
  if (first === undefined) return [];
  return second === undefined ? [first] : [first, second];
}
