/** From a rule's `condition` and its search identifiers to one condition tree. */
import type { Node } from 'yaml';
import { parseCondition } from './condition-grammar.ts';
import type { Expression } from './condition-grammar.ts';
import { compileGlob } from './glob.ts';
import type { Condition, GlobPart } from './rule.ts';
import type { RuleDocument } from './rule-document.ts';
import { and, not, or } from './simplify.ts';

/** The search identifiers of a rule and what each of them asks. */
export type Searches = ReadonlyMap<string, { readonly condition: Condition; readonly node: Node }>;

/**
 * Reads `condition`: a text, or a list of texts of which one must hold. Warns about search identifiers that no
 * text uses. Returns undefined, with an error noted, when a text is not understood.
 */
export function readCondition(
  document: RuleDocument,
  node: Node | null,
  searches: Searches,
): { readonly condition: Condition; readonly negates: boolean } | undefined {
  const texts = document.items(node) ?? [node];
  if (texts.length === 0)
    return document.error(node, '"condition" is an empty list: expected at least one text');
  const used = new Set<string>();
  const alternatives: Condition[] = [];
  let negates = false;
  for (const text of texts) {
    const expression = readText(document, text);
    if (expression === undefined) return undefined;
    negates ||= hasNot(expression);
    const condition = new Resolver(document, text, { searches, used }).resolve(expression);
    if (condition === undefined) return undefined;
    alternatives.push(condition);
  }
  for (const [name, search] of searches) {
    if (!used.has(name))
      document.warn(search.node, `search identifier "${name}" is not used by the condition`);
  }
  return { condition: or(alternatives), negates };
}

function readText(document: RuleDocument, node: Node | null): Expression | undefined {
  const scalar = document.scalar(node);
  if (scalar === undefined || scalar.kind === 'null' || scalar.text.trim() === '') {
    return document.error(node, '"condition" must be a text such as "selection and not filter"');
  }
  const parsed = parseCondition(scalar.text);
  if ('expression' in parsed) return parsed.expression;
  return document.error(node, `condition: ${parsed.mistake.message}`, parsed.mistake.at);
}

function hasNot(expression: Expression): boolean {
  if (expression.type === 'not') return true;
  return (expression.type === 'and' || expression.type === 'or') && expression.items.some(hasNot);
}

/** Whether `them` or a pattern with `*` means an identifier. Names beginning with `_` must be asked for. */
function patternSelects(pattern: string, name: string): boolean {
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  if (pattern === 'them') return true;
  const many: GlobPart = { wildcard: 'many' };
  const parts = pattern.split('*').flatMap((literal, index) => (index === 0 ? [literal] : [many, literal]));
  return compileGlob(parts, true)(name);
}

/** Replaces names by what they ask. Rules have few identifiers, so nothing is cached. */
class Resolver {
  readonly #document: RuleDocument;
  readonly #node: Node | null;
  readonly #searches: Searches;
  readonly #used: Set<string>;

  constructor(document: RuleDocument, node: Node | null, names: { searches: Searches; used: Set<string> }) {
    this.#document = document;
    this.#node = node;
    this.#searches = names.searches;
    this.#used = names.used;
  }

  resolve(expression: Expression): Condition | undefined {
    if (expression.type === 'name') return this.#name(expression);
    if (expression.type === 'of') return this.#selector(expression);
    if (expression.type === 'not') {
      const item = this.resolve(expression.item);
      return item === undefined ? undefined : not(item);
    }
    const items = expression.items.map((item) => this.resolve(item));
    const found = items.filter((item) => item !== undefined);
    if (found.length < items.length) return undefined;
    return expression.type === 'and' ? and(found) : or(found);
  }

  #name({ name, at }: Expression & { type: 'name' }): Condition | undefined {
    const search = this.#searches.get(name);
    if (search === undefined) {
      const known = [...this.#searches.keys()].map((key) => `"${key}"`).join(', ');
      return this.#document.error(
        this.#node,
        `condition: no search identifier "${name}", expected one of ${known}`,
        at,
      );
    }
    this.#used.add(name);
    return search.condition;
  }

  /** `1 of x*` over no identifier is false, so `not 1 of filter*` holds; `all of x*` over none is a mistake. */
  #selector({ quantifier, pattern, at }: Expression & { type: 'of' }): Condition | undefined {
    const chosen = [...this.#searches].filter(([name]) => patternSelects(pattern, name));
    for (const [name] of chosen) this.#used.add(name);
    const conditions = chosen.map(([, search]) => search.condition);
    if (conditions.length === 0) {
      const message = `condition: no search identifier matches "${pattern}"`;
      if (quantifier === 'all') return this.#document.error(this.#node, message, at);
      this.#document.warn(this.#node, message, at);
    }
    return quantifier === 'all' ? and(conditions) : or(conditions);
  }
}
