/** Matches events against many rules at once: an index finds the few that could match, compiled conditions decide. */
import type { Event } from '../cloudtrail/event.ts';
import type { Columns } from './columns.ts';
import { ConditionCompiler } from './matcher-condition.ts';
import type { CompiledCondition } from './matcher-condition.ts';
import { RuleIndex } from './matcher-index.ts';
import type { EventRule } from './rule.ts';

interface CompiledRule {
  /** Place of the rule in the list given to the matcher. */
  readonly number: number;
  readonly condition: CompiledCondition;
}

/** Receives the number (place in the list of rules) of each rule that matches. */
export type MatchVisitor = (rule: number) => void;

/** Rules ready to be matched. Remembers answers by the ids of one reader's events, so each thread has its own. */
export class Matcher {
  readonly #index: RuleIndex<CompiledRule>;

  constructor(rules: readonly EventRule[], columns: Columns) {
    const compiler = new ConditionCompiler(columns);
    this.#index = new RuleIndex(columns);
    rules.forEach((rule, number) => {
      this.#index.add({ number, condition: compiler.compile(rule.condition) }, rule.condition);
    });
  }

  /** Calls `matched` for every rule that matches the event. */
  match(event: Event, matched: MatchVisitor): void {
    this.#index.candidates(event, (rule) => {
      if (rule.condition.holds(event)) matched(rule.number);
    });
  }
}
