/** Matches events against many rules at once. */
import type { Event } from '../cloudtrail/event.ts';
import type { Sieve } from '../cloudtrail/sieve.ts';
import type { Columns } from './columns.ts';
import { Decision } from './decision.ts';
import type { EventRule } from './rule.ts';

/** Receives the number (place in the list of rules) of each rule that matches. */
export type MatchVisitor = (rule: number) => void;

/** Rules ready to be matched. Remembers by the ids of one reader's events, so each thread has its own. */
export class Matcher {
  readonly #decision: Decision;

  /** With a `sieve`, what is known of events is kept there: see `Decision`. */
  constructor(rules: readonly Pick<EventRule, 'condition'>[], columns: Columns, sieve?: Sieve) {
    this.#decision = new Decision(
      rules.map((rule) => rule.condition),
      columns,
      sieve === undefined ? {} : { sieve },
    );
  }

  /** Calls `matched` for every rule that matches the event, in the order of the rules. */
  match(event: Event, matched: MatchVisitor): void {
    this.#decision.decide(event, matched);
  }
}
