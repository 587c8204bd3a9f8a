/** Reading rules over single events, and the filters that narrow them. */
import { readCondition } from './condition.ts';
import type { Searches } from './condition.ts';
import { readSearch } from './detection.ts';
import type { Placeholders } from './modifiers.ts';
import { textList } from './rule-head.ts';
import type { Attributes } from './rule-head.ts';
import type { Entry, RuleDocument } from './rule-document.ts';
import type { Condition } from './rule.ts';

/** A Sigma filter: `(rule) and (filter)` for the rules it names. */
export interface Filter {
  readonly document: RuleDocument;
  /** Ids, names or titles; null means every rule of the log source. */
  readonly rules: readonly { readonly name: string; readonly entry: Entry }[] | null;
  readonly condition: Condition;
}

/** Reads `detection`. Returns undefined, with errors noted, when it cannot be understood. */
export function readDetection(
  document: RuleDocument,
  attributes: Attributes,
  placeholders: Placeholders,
): Condition | undefined {
  const entry = attributes.get('detection');
  const entries = entry && document.entries(entry.value);
  if (entry === undefined || entries === undefined) {
    const message = 'expected "detection" with search identifiers and a "condition"';
    return document.error(entry?.value ?? null, message);
  }
  const timeframe = entries.find((item) => item.key === 'timeframe');
  if (timeframe !== undefined) {
    document.warn(
      timeframe.keyNode,
      '"timeframe" has no effect in a rule: it belongs to correlations, as "timespan"',
    );
  }
  const own = entries.filter((item) => item !== timeframe);
  return readLogic(document, { entry, entries: own }, placeholders)?.condition;
}

/** Reads `filter`. https://sigmahq.io/sigma-specification/specification/sigma-filters-specification.html */
export function readFilter(
  document: RuleDocument,
  attributes: Attributes,
  placeholders: Placeholders,
): Filter | undefined {
  const entry = attributes.get('filter');
  const entries = entry && document.entries(entry.value);
  if (entry === undefined || entries === undefined) {
    return document.error(
      entry?.value ?? null,
      'expected "filter" with "rules", search identifiers and a "condition"',
    );
  }
  const rules = entries.find((item) => item.key === 'rules');
  const names = textList(document, rules);
  if (rules === undefined || names.length === 0) {
    return document.error(
      rules?.value ?? entry.keyNode,
      'a filter needs "rules": any, or a list of rule ids or names',
    );
  }
  const logic = readLogic(
    document,
    { entry, entries: entries.filter((item) => item !== rules) },
    placeholders,
  );
  if (logic === undefined) return undefined;
  if (!logic.negates) {
    document.warn(
      entries.find((item) => item.key === 'condition')?.value ?? null,
      'this filter keeps only events that match it; to leave them out write "not selection"',
    );
  }
  const any = names.length === 1 && names[0]?.toLowerCase() === 'any';
  return {
    document,
    rules: any ? null : names.map((name) => ({ name, entry: rules })),
    condition: logic.condition,
  };
}

function readLogic(
  document: RuleDocument,
  { entry, entries }: { entry: Entry; entries: readonly Entry[] },
  placeholders: Placeholders,
): { readonly condition: Condition; readonly negates: boolean } | undefined {
  const condition = entries.find((item) => item.key === 'condition');
  const searches = new Map<string, Searches extends ReadonlyMap<string, infer Search> ? Search : never>();
  let complete = true;
  for (const item of entries) {
    if (item === condition) continue;
    const search = readSearch(document, item.value, placeholders);
    if (search === undefined) complete = false;
    else searches.set(item.key, { condition: search, node: item.keyNode });
  }
  if (condition === undefined) return document.error(entry.keyNode, `"${entry.key}" needs a "condition"`);
  if (!complete) return undefined;
  if (searches.size === 0) return document.error(entry.keyNode, `"${entry.key}" has no search identifier`);
  return readCondition(document, condition.value, searches);
}
