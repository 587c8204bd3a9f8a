/** What is doubtful about rules that can be read: they never fire, or cost more than they need to. */
import { AGENT_FIELDS } from '../agent/field.ts';
import { HOT_FIELDS } from '../cloudtrail/fields.ts';
import { NETWORK_FIELDS } from '../network/field.ts';
import { constantValue } from './lint-constant.ts';
import { unloggedEvents } from './lint-events.ts';
import type { EventCatalogue } from './lint-events.ts';
import { fieldMistake, fieldsOf } from './lint-fields.ts';
import type { Condition, Rule, RuleProblem } from './rule.ts';
import { needsOneOf } from './what-if.ts';

/**
 * The problems of one rule: a condition that always or never holds (an error), fields that do not exist, and
 * events that no AWS service logs (warnings: an alternative in the rule may still match, and the catalogue may lag
 * behind AWS).
 */
export function lintRule(rule: Rule, catalogue: EventCatalogue): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const add = (severity: RuleProblem['severity'], message: string): void => {
    problems.push({ severity, place: rule.place, message });
  };
  if (rule.type === 'event') {
    const constant = constantValue(rule.condition);
    if (constant !== undefined)
      add('error', constant ? 'the condition always holds' : 'the condition can never hold');
    for (const mistake of unloggedEvents(rule.condition, catalogue)) add('warning', mistake);
  }
  for (const field of fieldsOf(rule)) {
    const mistake = fieldMistake(field);
    if (mistake !== undefined) add('warning', mistake);
  }
  return problems;
}

/** For each field whose values the reader numbers: it, and the fields that are derived from it. */
const INDEXED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...HOT_FIELDS.map((field) => [field, new Set<string>([field])] as const),
  ['userAgent', new Set(['userAgent', ...AGENT_FIELDS])],
  ['sourceIPAddress', new Set(['sourceIPAddress', ...NETWORK_FIELDS])],
]);

/** The most telling first, so that the answer is the one a reader expects. */
const BEST_FIRST = ['eventName', 'eventSource', ...INDEXED.keys()];

/**
 * The field of the record by whose value an index can leave a condition out; undefined when the condition must be
 * tried on every event.
 */
export function indexField(condition: Condition): string | undefined {
  return BEST_FIRST.find((field) => needsOneOf(condition, INDEXED.get(field) ?? new Set()));
}
