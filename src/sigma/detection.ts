/**
 * The search identifiers of a rule: maps of fields (all must hold), lists of maps (one must hold), keywords.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html#detection
 */
import { isMap } from 'yaml';
import type { Node } from 'yaml';
import { applyModifiers } from './modifiers.ts';
import type { ModifiedValues, ModifierChain, Placeholders } from './modifiers.ts';
import type { Condition } from './rule.ts';
import type { Entry, RuleDocument } from './rule-document.ts';
import { and, match, not, or } from './simplify.ts';
import { draftOf, testOf } from './value.ts';
import type { PlacedDraft } from './value.ts';

/** Deepest nesting of lists within a search identifier. */
const DEEPEST = 10;

/** Modifiers that say where in the value a keyword stands; without one it may stand anywhere. */
const POSITIONS: ReadonlySet<string> = new Set(['contains', 'startswith', 'endswith']);

/**
 * Reads one search identifier. Returns undefined, with an error noted, when it cannot be understood.
 */
export function readSearch(
  document: RuleDocument,
  node: Node | null,
  placeholders: Placeholders,
): Condition | undefined {
  return readNode(document, node, { placeholders, depth: 0 });
}

interface Context {
  readonly placeholders: Placeholders;
  readonly depth: number;
}

function readNode(document: RuleDocument, node: Node | null, context: Context): Condition | undefined {
  if (context.depth > DEEPEST) return document.error(node, `lists nested deeper than ${DEEPEST} levels`);
  const entries = document.entries(node);
  if (entries !== undefined) return readMap(document, { node, entries }, context);
  const items = document.items(node);
  if (items !== undefined) return readList(document, { node, items }, context);
  return readValues(document, { field: null, values: [node] }, chainOf([], { keyNode: node, context }));
}

function readMap(
  document: RuleDocument,
  { node, entries }: { node: Node | null; entries: readonly Entry[] },
  context: Context,
): Condition | undefined {
  if (entries.length === 0)
    return document.error(node, 'an empty map asks nothing: expected at least one field');
  return allRead(
    entries.map((entry) => readEntry(document, entry, context)),
    and,
  );
}

function readList(
  document: RuleDocument,
  { node, items }: { node: Node | null; items: readonly (Node | null)[] },
  context: Context,
): Condition | undefined {
  if (items.length === 0)
    return document.error(node, 'an empty list asks nothing: expected keywords or maps');
  const deeper = { ...context, depth: context.depth + 1 };
  return allRead(
    items.map((item) => readNode(document, item, deeper)),
    or,
  );
}

/** Joins what was read; undefined when any part had a mistake (all parts are read, to note all mistakes). */
function allRead(
  parts: readonly (Condition | undefined)[],
  join: (items: readonly Condition[]) => Condition,
): Condition | undefined {
  const read = parts.filter((part) => part !== undefined);
  return read.length < parts.length ? undefined : join(read);
}

function readEntry(document: RuleDocument, entry: Entry, context: Context): Condition | undefined {
  const [name = '', ...modifiers] = entry.key.split('|');
  const field = name === '' ? null : name;
  const chain = chainOf(modifiers, { keyNode: entry.keyNode, context });
  if (entry.value !== null && isMap(entry.value)) {
    return document.error(
      entry.value,
      `"${entry.key}" has a map: expected a value or a list of values (use a.b for nested fields)`,
    );
  }
  const values = document.items(entry.value) ?? [entry.value];
  if (values.length === 0)
    return document.error(entry.value, `"${entry.key}" has an empty list: expected values`);
  return readValues(document, { field, values }, chain);
}

function chainOf(
  names: readonly string[],
  { keyNode, context }: { keyNode: Node | null; context: Context },
): ModifierChain {
  return { names, keyNode, placeholders: context.placeholders };
}

function readValues(
  document: RuleDocument,
  { field, values }: { field: string | null; values: readonly (Node | null)[] },
  chain: ModifierChain,
): Condition | undefined {
  const drafts: PlacedDraft[] = [];
  for (const node of values) {
    const scalar = document.scalar(node);
    if (scalar === undefined)
      return document.error(node, 'expected a text, a number, true, false or null here');
    if (scalar.kind === 'null' && values.length > 1) {
      document.warn(node ?? chain.keyNode, 'null within a list is not part of Sigma; taken as "or absent"');
    }
    drafts.push({ node: node ?? chain.keyNode, alternatives: [draftOf(scalar)] });
  }
  const modified = applyModifiers(document, drafts, chain);
  return modified && joinValues(document, { field, modified }, chain);
}

function joinValues(
  document: RuleDocument,
  { field, modified }: { field: string | null; modified: ModifiedValues },
  chain: ModifierChain,
): Condition | undefined {
  const anywhere = field === null && !chain.names.some((name) => POSITIONS.has(name));
  const conditions: Condition[] = [];
  for (const { node, alternatives } of modified.values) {
    const tests: Condition[] = [];
    for (const draft of alternatives) {
      const test = testOf(draft, anywhere);
      if ('wrong' in test) return document.error(node, test.wrong);
      if (field === null && (test.op === 'null' || test.op === 'exists' || test.op === 'fieldref')) {
        return document.error(node, `"${test.op}" needs a field before it`);
      }
      tests.push(match(field, test));
    }
    conditions.push(or(tests));
  }
  const joined = modified.all ? and(conditions) : or(conditions);
  return modified.negated ? not(joined) : joined;
}
