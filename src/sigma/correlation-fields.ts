/** Which fields of an event the correlations need, so that they can be taken while the event is at hand. */
import type { Json, JsonObject } from '../json.ts';
import { textOf, valuesAt } from './path.ts';
import type { CorrelationRule, Rule } from './rule.ts';

/**
 * For every rule that feeds a correlation, directly or over another one: the field paths whose values must be
 * kept with each of its matches, without repeats and in a fixed order (possibly none). Rules that feed no
 * correlation have no entry: their matches need not be kept for `correlate`.
 */
export function neededFields(rules: readonly Rule[]): Map<string, readonly string[]> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const needed = new Map<string, Set<string>>();
  const need = (ruleId: string, names: readonly string[]): void => {
    const rule = byId.get(ruleId);
    if (rule?.type === 'correlation') {
      for (const base of rule.rules)
        need(
          base,
          names.map((name) => fieldFor(rule, name, base)),
        );
      return;
    }
    const fields = needed.get(ruleId) ?? new Set();
    for (const name of names) fields.add(name);
    needed.set(ruleId, fields);
  };
  for (const rule of rules) if (rule.type === 'correlation') need(rule.id, [...rule.groupBy, ...rule.field]);
  return new Map([...needed].map(([id, fields]) => [id, [...fields].toSorted()]));
}

/** What a logical name of a correlation means for one of the rules it looks at. */
export function fieldFor(rule: CorrelationRule, name: string, baseRuleId: string): string {
  const fields = Object.hasOwn(rule.aliases, name) ? rule.aliases[name] : undefined;
  return fields !== undefined && Object.hasOwn(fields, baseRuleId) ? (fields[baseRuleId] ?? name) : name;
}

/**
 * The value of a field as correlations compare it: its text, or the compact JSON of all its values when it has
 * several (below an array). Null when it is absent or null; then the event does not count where it is needed.
 *
 * @param derived gives the value of a field that the event itself lacks.
 */
export function correlationValue(
  event: JsonObject,
  path: string,
  derived?: (field: string) => Json | undefined,
): string | null {
  const values = valuesAt(event, path);
  if (values.length === 0) {
    const value = derived?.(path);
    return value === undefined ? null : (textOf(value) ?? null);
  }
  const [first = null, ...others] = values;
  // An array comes first, its elements behind it: the array alone says it all.
  if (others.length === 0 || Array.isArray(first)) return textOf(first) ?? null;
  return JSON.stringify(values);
}
