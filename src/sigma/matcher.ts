/** Matches events against many rules at once: an index finds the few that could match, compiled conditions decide. */
import type { Event } from '../cloudtrail/event.ts';
import type { Columns } from './columns.ts';
import { ConditionCompiler } from './matcher-condition.ts';
import type { CompiledCondition } from './matcher-condition.ts';
import { RuleIndex } from './matcher-index.ts';
import type { EventRule } from './rule.ts';

/** A rule whose condition is compiled when the first event comes that could match it: most rules never meet one. */
class LazyRule {
  /** Place of the rule in the list given to the matcher. */
  readonly number: number;
  readonly #rule: EventRule;
  readonly #compiler: ConditionCompiler;
  #condition: CompiledCondition | undefined;

  constructor(number: number, rule: EventRule, compiler: ConditionCompiler) {
    this.number = number;
    this.#rule = rule;
    this.#compiler = compiler;
  }

  matches(event: Event): boolean {
    this.#condition ??= this.#compiler.compile(this.#rule.condition);
    return this.#condition.holds(event);
  }
}

/** Receives the number (place in the list of rules) of each rule that matches. */
export type MatchVisitor = (rule: number) => void;

/** Rules ready to be matched. Remembers answers by the ids of one reader's events, so each thread has its own. */
export class Matcher {
  readonly #index: RuleIndex<LazyRule>;

  constructor(rules: readonly EventRule[], columns: Columns) {
    const compiler = new ConditionCompiler(columns);
    this.#index = new RuleIndex(columns);
    rules.forEach((rule, number) => {
      this.#index.add(new LazyRule(number, rule, compiler), rule.condition);
    });
  }

  /** Calls `matched` for every rule that matches the event. */
  match(event: Event, matched: MatchVisitor): void {
    this.#index.candidates(event, (rule) => {
      if (rule.matches(event)) matched(rule.number);
    });
  }
}
