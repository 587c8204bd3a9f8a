/** All rules of a reading together: who refers to whom, what filters narrow, which rules report. */
import type { Node } from 'yaml';
import type { Expression } from './condition-grammar.ts';
import type { RawCorrelation } from './correlation-rule.ts';
import { namesIn } from './correlation-rule.ts';
import type { Filter } from './event-rule.ts';
import type { RuleDocument } from './rule-document.ts';
import type { CorrelationRule, EventRule, Rule, RuleExpression, RuleHead } from './rule.ts';
import { and } from './simplify.ts';

interface Pending {
  readonly document: RuleDocument;
  readonly head: RuleHead;
  readonly raw: RawCorrelation;
}

/** Collects what was read and, at the end, ties it together. */
export class RuleSet {
  /** By id, in the order added. */
  readonly #heads = new Map<string, { readonly head: RuleHead; readonly content: string }>();
  /** Rules that were read and checked before this reading. */
  readonly #checked = new Map<string, Rule>();
  /** Correlations that were read under the id of a checked one. */
  readonly #again: Pending[] = [];
  readonly #ids: Readonly<Record<'id' | 'name' | 'title', Map<string, Set<string>>>> = {
    id: new Map(),
    name: new Map(),
    title: new Map(),
  };
  readonly #events = new Map<string, EventRule>();
  readonly #pending = new Map<string, Pending>();
  readonly #correlations = new Map<string, CorrelationRule>();
  readonly #generating = new Set<string>();
  readonly #passedOver = new Set<string>();
  readonly #filters: Filter[] = [];

  /** Adds a rule that an earlier reading returned, before any other: those read now may refer to it. */
  addChecked(rule: Rule): void {
    this.#checked.set(rule.id, rule);
    this.#heads.set(rule.id, { head: rule, content: contentOf(rule) });
    this.#index(rule);
    if (rule.type === 'event') this.#events.set(rule.id, rule);
    else this.#correlations.set(rule.id, rule);
  }

  /** Adds a rule over single events, unless its document has an error or its id is taken. */
  addEventRule(document: RuleDocument, rule: EventRule): void {
    if (this.#admit(document, rule, contentOf(rule))) this.#events.set(rule.id, rule);
  }

  /** Adds a correlation whose references are looked up at the end. */
  addCorrelation(document: RuleDocument, head: RuleHead, raw: RawCorrelation): void {
    const { entries: _, expression, ...body } = raw;
    const content = JSON.stringify([{ ...head, place: null }, body, expression?.tree]);
    if (this.#checked.get(head.id)?.type === 'correlation') this.#again.push({ document, head, raw });
    else if (this.#admit(document, head, content)) this.#pending.set(head.id, { document, head, raw });
  }

  addFilter(filter: Filter): void {
    this.#filters.push(filter);
  }

  /** Remembers a rule that is not ours, so that references to it are no mistake. */
  passOver(head: RuleHead): void {
    for (const name of [head.id, head.name, head.title]) this.#passedOver.add(name);
  }

  /** Whether a rule may join. The same rule again is taken once; another rule under a taken id is a mistake. */
  #admit(document: RuleDocument, head: RuleHead, content: string): boolean {
    if (document.failed) return false;
    const other = this.#heads.get(head.id);
    if (other === undefined) {
      this.#heads.set(head.id, { head, content });
      this.#index(head);
      return true;
    }
    const where = `"${other.head.title}" (${other.head.place.file}:${other.head.place.line})`;
    if (other.content === content) document.warn(null, `the same rule as ${where}; taken once`);
    else document.error(null, `the id ${head.id} is taken by ${where}; every rule needs its own`);
    return false;
  }

  /** Looks up all references, applies the filters and returns the usable rules in the order added. */
  finish(): Rule[] {
    for (const filter of this.#filters) this.#applyFilter(filter);
    for (const id of this.#pending.keys()) this.#resolve(id, []);
    for (const pending of this.#again) {
      const rule = this.#bound(pending, []);
      if (rule !== undefined) this.#admit(pending.document, pending.head, contentOf(rule));
    }
    const silent = this.#silentRules();
    return [...this.#heads.values()].flatMap(({ head }): Rule[] => {
      const rule = this.#events.get(head.id) ?? this.#correlations.get(head.id);
      return rule === undefined ? [] : [{ ...rule, reports: !silent.has(rule.id) }];
    });
  }

  /** A rule that feeds a correlation stays silent, unless one of its correlations says `generate: true`. */
  #silentRules(): Set<string> {
    const silent = new Set<string>();
    const loud = new Set<string>();
    for (const correlation of this.#correlations.values()) {
      for (const id of correlation.rules) (this.#isLoud(correlation, id) ? loud : silent).add(id);
    }
    for (const id of loud) silent.delete(id);
    return silent;
  }

  /** Of a checked correlation it is no longer known whether it generates, but whether the rule beneath reported. */
  #isLoud({ id }: CorrelationRule, fedBy: string): boolean {
    if (!this.#checked.has(id)) return this.#generating.has(id);
    return this.#checked.get(fedBy)?.reports === true;
  }

  #index(head: RuleHead): void {
    for (const key of ['id', 'name', 'title'] as const) {
      const ids = this.#ids[key].get(head[key]);
      if (ids === undefined) this.#ids[key].set(head[key], new Set([head.id]));
      else ids.add(head.id);
    }
  }

  /** Ids of the rules an id, a name or (as some public rules do) a title refers to. */
  #find(reference: string): string[] {
    const { id, name, title } = this.#ids;
    return [...(id.get(reference) ?? name.get(reference) ?? title.get(reference) ?? [])];
  }

  #applyFilter(filter: Filter): void {
    const targets = filter.rules?.flatMap(({ name, entry }) => {
      const found = this.#find(name).filter((id) => this.#events.has(id));
      if (found.length === 0 && !this.#passedOver.has(name)) {
        filter.document.warn(entry.value, `the filter names "${name}", which is no rule over events here`);
      }
      return found;
    });
    for (const id of targets ?? this.#events.keys()) {
      const target = this.#events.get(id);
      if (target === undefined) continue;
      this.#events.set(id, { ...target, condition: and([target.condition, filter.condition]) });
    }
  }

  /** Turns a pending correlation into a rule, those it looks at first. `path` holds the ids under way. */
  #resolve(id: string, path: readonly string[]): void {
    const pending = this.#pending.get(id);
    if (pending === undefined || this.#correlations.has(id)) return;
    if (path.includes(id)) {
      pending.document.error(
        rulesNode(pending),
        `"${pending.head.title}" refers to itself over other correlations`,
      );
      return;
    }
    const rule = this.#bound(pending, path);
    if (rule === undefined || pending.document.failed) return this.#drop(pending);
    if (pending.raw.generate) this.#generating.add(id);
    this.#correlations.set(id, rule);
  }

  /** The correlation with ids in place of names; `undefined` where a name leads nowhere. */
  #bound(pending: Pending, path: readonly string[]): CorrelationRule | undefined {
    const { document, head, raw } = pending;
    const ids = new Map<string, string>();
    for (const name of raw.rules) {
      const found = this.#reference({ document, node: rulesNode(pending), name }, [...path, head.id]);
      if (found === undefined) return undefined;
      ids.set(name, found);
    }
    return bind(pending, ids);
  }

  /** A correlation over rules that are not ours is not ours either; one with a mistake is left out. */
  #drop({ document, head }: Pending): void {
    this.#pending.delete(head.id);
    if (!document.failed) this.passOver(head);
  }

  #reference(
    { document, node, name }: { document: RuleDocument; node: Node | null; name: string },
    path: readonly string[],
  ): string | undefined {
    const item = document.items(node)?.find((entry) => scalarText(document, entry) === name) ?? node;
    const [found, ...others] = this.#find(name);
    if (found === undefined || this.#passedOver.has(found)) {
      if (this.#passedOver.has(name))
        document.warn(item, `passed over: it looks at "${name}", which was passed over`);
      else document.error(item, `no rule with the id or name "${name}"`);
      return undefined;
    }
    if (others.length > 0)
      return document.error(
        item,
        `"${name}" is the name of ${others.length + 1} rules; refer to one by its id`,
      );
    this.#resolve(found, path);
    if (this.#passedOver.has(found)) return this.#reference({ document, node, name }, path);
    if (this.#events.has(found) || this.#correlations.has(found)) return found;
    return document.error(item, `the rule "${name}" cannot be used itself`);
  }
}

/** Where a correlation names the rules it looks at. */
function rulesNode({ raw }: Pending): Node | null {
  return raw.entries.get('rules')?.value ?? raw.expression?.node ?? null;
}

/** What a rule says, wherever it stands and whoever looks at it: equal for the same rule. */
function contentOf(rule: Rule): string {
  return JSON.stringify({ ...rule, place: null, reports: null });
}

function scalarText(document: RuleDocument, node: Node | null): string | undefined {
  const scalar = document.scalar(node);
  return scalar === undefined || scalar.kind === 'null' ? undefined : scalar.text;
}

/** The correlation with ids in place of names. */
function bind(
  { document, head, raw }: Pending,
  ids: ReadonlyMap<string, string>,
): CorrelationRule | undefined {
  const expression = raw.expression && bindExpression(raw.expression.tree, ids);
  if (raw.expression !== null && expression === undefined) {
    const unknown = namesIn(raw.expression.tree).filter((name) => !ids.has(name));
    return document.error(
      raw.expression.node,
      `the condition names ${unknown.join(', ')}, which "rules" does not list`,
    );
  }
  const aliases: Record<string, Record<string, string>> = {};
  for (const [alias, fields] of Object.entries(raw.aliases)) {
    const bound: Record<string, string> = {};
    for (const [name, field] of Object.entries(fields)) {
      const id = ids.get(name) ?? [...ids.values()].find((known) => known === name);
      if (id === undefined) {
        const entry = raw.entries.get('aliases');
        return document.error(
          entry?.value ?? null,
          `the alias "${alias}" names "${name}", which "rules" does not list`,
        );
      }
      bound[id] = field;
    }
    aliases[alias] = bound;
  }
  const { correlation, groupBy, timespanMs, condition, field, percentile } = raw;
  return {
    ...head,
    type: 'correlation',
    correlation,
    rules: raw.rules.map((name) => ids.get(name) ?? name),
    groupBy,
    timespanMs,
    aliases,
    expression: expression ?? null,
    condition,
    field,
    percentile,
    reports: true,
  };
}

function bindExpression(tree: Expression, ids: ReadonlyMap<string, string>): RuleExpression | undefined {
  if (tree.type === 'of') return undefined;
  if (tree.type === 'name') {
    const id = ids.get(tree.name);
    return id === undefined ? undefined : { type: 'rule', id };
  }
  if (tree.type === 'not') {
    const item = bindExpression(tree.item, ids);
    return item && { type: 'not', item };
  }
  const items = tree.items.map((item) => bindExpression(item, ids)).filter((item) => item !== undefined);
  return items.length < tree.items.length ? undefined : { type: tree.type, items };
}
