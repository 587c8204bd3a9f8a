/**
 * Reading correlation rules, with the rules they look at still as written.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-correlation-rules-specification.html
 */
import type { Node } from 'yaml';
import { parseCondition } from './condition-grammar.ts';
import type { Expression } from './condition-grammar.ts';
import { parseNumber } from './number.ts';
import { CORRELATION_TYPES } from './rule.ts';
import type { CorrelationRule, CorrelationType } from './rule.ts';
import { optionalText, textList } from './rule-head.ts';
import type { Attributes } from './rule-head.ts';
import type { Entry, RuleDocument } from './rule-document.ts';

/** A correlation before its references are looked up: `rules`, `aliases` and `expression` hold names as written. */
export interface RawCorrelation extends Pick<
  CorrelationRule,
  'correlation' | 'rules' | 'groupBy' | 'timespanMs' | 'aliases' | 'condition' | 'field' | 'percentile'
> {
  readonly expression: { readonly tree: Expression; readonly node: Node | null } | null;
  readonly generate: boolean;
  /** The section in the file, for messages about references. */
  readonly entries: ReadonlyMap<string, Entry>;
}

const KNOWN = new Set(['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate', 'field']);
const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads the `correlation` section. Returns undefined, with errors noted, when it cannot be used. */
export function readCorrelation(document: RuleDocument, attributes: Attributes): RawCorrelation | undefined {
  const section = attributes.get('correlation');
  const list = section && document.entries(section.value);
  if (section === undefined || list === undefined) return document.error(null, '"correlation" must be a map');
  const entries = new Map(list.map((entry) => [entry.key, entry]));
  for (const entry of list) {
    if (!KNOWN.has(entry.key)) document.warn(entry.keyNode, `"${entry.key}" is not part of a correlation`);
  }
  const type = readType(document, entries.get('type') ?? section);
  const timespanMs = readTimespan(document, entries.get('timespan') ?? section);
  const aliases = readAliases(document, entries.get('aliases'));
  if (type === undefined || timespanMs === undefined || aliases === undefined) return undefined;
  const measure = readMeasure(document, { type, section }, entries);
  if (measure === undefined) return undefined;
  const rules = textList(document, entries.get('rules'));
  const named = rules.length > 0 || measure.expression === null ? rules : namesIn(measure.expression.tree);
  if (named.length === 0)
    return document.error(section.keyNode, 'a correlation needs "rules": ids or names of rules');
  return {
    ...measure,
    correlation: type,
    rules: named,
    groupBy: textList(document, entries.get('group-by')),
    timespanMs,
    aliases,
    generate: readGenerate(document, entries.get('generate') ?? attributes.get('generate')),
    entries,
  };
}

/** The rule names of an extended condition, in the order they appear. */
export function namesIn(expression: Expression): string[] {
  if (expression.type === 'name') return [expression.name];
  if (expression.type === 'not') return namesIn(expression.item);
  return expression.type === 'of' ? [] : [...new Set(expression.items.flatMap(namesIn))];
}

function readType(document: RuleDocument, entry: Entry): CorrelationType | undefined {
  const written = entry.key === 'type' ? optionalText(document, entry)?.toLowerCase() : undefined;
  const type = CORRELATION_TYPES.find((known) => known === written);
  if (type !== undefined) return type;
  return document.error(entry.value, `a correlation needs "type", one of ${CORRELATION_TYPES.join(', ')}`);
}

function readTimespan(document: RuleDocument, entry: Entry): number | undefined {
  const written = entry.key === 'timespan' ? (optionalText(document, entry) ?? '') : '';
  const [, count = '', unit = ''] = /^(\d+)([smhdw])$/.exec(written.trim()) ?? [];
  const timespan = Number(count) * (UNIT_MS[unit] ?? 0);
  if (timespan > 0 && Number.isSafeInteger(timespan)) return timespan;
  return document.error(
    entry.value,
    'a correlation needs "timespan": a number and one of s, m, h, d, w, such as 10m',
  );
}

function readGenerate(document: RuleDocument, entry: Entry | undefined): boolean {
  if (entry === undefined) return false;
  const scalar = document.scalar(entry.value);
  if (scalar?.kind === 'boolean') return scalar.value;
  if (scalar?.kind !== 'null') document.error(entry.value, '"generate" must be true or false');
  return false;
}

function readAliases(
  document: RuleDocument,
  entry: Entry | undefined,
): CorrelationRule['aliases'] | undefined {
  if (entry === undefined || entry.value === null) return {};
  const expected = '"aliases" must be a map of names, each a map from rule names to fields';
  const names = document.entries(entry.value);
  if (names === undefined) return document.error(entry.value, expected);
  const aliases: Record<string, Record<string, string>> = {};
  for (const name of names) {
    const fields = document.entries(name.value);
    if (fields === undefined) return document.error(name.value, expected);
    aliases[name.key] = Object.fromEntries(
      fields.map((field) => [field.key, optionalText(document, field) ?? '']),
    );
  }
  return aliases;
}

type Measure = Pick<RawCorrelation, 'condition' | 'expression' | 'field' | 'percentile'>;

function readMeasure(
  document: RuleDocument,
  { type, section }: { type: CorrelationType; section: Entry },
  entries: ReadonlyMap<string, Entry>,
): Measure | undefined {
  const temporal = type === 'temporal' || type === 'temporal_ordered';
  const entry = entries.get('condition');
  if (entry === undefined || entry.value === null) {
    if (temporal) return { condition: [], expression: null, field: [], percentile: null };
    return document.error(
      section.keyNode,
      `a correlation of type ${type} needs a "condition" such as gte: 10`,
    );
  }
  const map = document.entries(entry.value);
  if (map === undefined) return readExpression(document, entry, type);
  return readNumbers(document, { type, entry, outer: entries.get('field') }, map);
}

function readExpression(document: RuleDocument, entry: Entry, type: CorrelationType): Measure | undefined {
  const text = optionalText(document, entry);
  if (text === undefined) return undefined;
  if (type !== 'temporal' && type !== 'temporal_ordered') {
    return document.error(entry.value, `a correlation of type ${type} needs a "condition" such as gte: 10`);
  }
  const parsed = parseCondition(text);
  if ('mistake' in parsed)
    return document.error(entry.value, `condition: ${parsed.mistake.message}`, parsed.mistake.at);
  const unfit = unfitPart(parsed.expression, type);
  if (unfit !== undefined) return document.error(entry.value, unfit);
  return {
    condition: [],
    expression: { tree: parsed.expression, node: entry.value },
    field: [],
    percentile: null,
  };
}

function unfitPart(expression: Expression, type: CorrelationType): string | undefined {
  if (expression.type === 'name') return undefined;
  if (expression.type === 'of')
    return 'the condition of a correlation takes rule names, "and", "or", "not" and parentheses';
  if (expression.type === 'not') {
    return type === 'temporal_ordered'
      ? '"not" has no place in an order of events'
      : unfitPart(expression.item, type);
  }
  return expression.items.map((item) => unfitPart(item, type)).find((message) => message !== undefined);
}

function readNumbers(
  document: RuleDocument,
  { type, entry, outer }: { type: CorrelationType; entry: Entry; outer: Entry | undefined },
  map: readonly Entry[],
): Measure | undefined {
  const condition: CorrelationRule['condition'][number][] = [];
  let field = textList(document, outer);
  let percentile: number | null = null;
  for (const item of map) {
    const op = OPERATORS.find((known) => known === item.key);
    if (item.key === 'field') field = textList(document, item);
    else if (item.key === 'percentile') percentile = readNumber(document, item) ?? null;
    else if (op === undefined)
      document.error(item.keyNode, `unknown "${item.key}", expected ${OPERATORS.join(', ')} or field`);
    else condition.push({ op, value: readNumber(document, item) ?? 0 });
  }
  if (condition.length === 0)
    return document.error(entry.value, `expected a comparison such as gte: 10 in "condition"`);
  const unfit = unfitMeasure(type, { field, percentile, condition });
  if (unfit !== undefined) return document.error(entry.value, unfit);
  if (type === 'value_percentile' && percentile === null) {
    document.warn(entry.keyNode, '"percentile" is not given, 50 is taken');
    percentile = 50;
  }
  return { condition, expression: null, field, percentile };
}

function readNumber(document: RuleDocument, entry: Entry): number | undefined {
  const number = parseNumber(optionalText(document, entry));
  return number ?? document.error(entry.value, `"${entry.key}" must be a number`);
}

function unfitMeasure(type: CorrelationType, measure: Omit<Measure, 'expression'>): string | undefined {
  const { field, percentile } = measure;
  if (!type.startsWith('value_')) return undefined;
  if (field.length === 0) return `a correlation of type ${type} needs "field" in its condition`;
  if (field.length > 1 && type !== 'value_count')
    return `a correlation of type ${type} takes one field, found ${field.length}`;
  return percentile !== null && (percentile < 0 || percentile > 100)
    ? '"percentile" must be from 0 to 100'
    : undefined;
}
