/**
 * Reading the YAML of a rule file: one document at a time, every node with its place, every mistake noted
 * instead of thrown, so that one bad rule never costs the others.
 */
import { LineCounter, isAlias, isMap, isNode, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Place, RuleProblem } from './rule.ts';

/** A YAML scalar: what it means, and its text as an event would show it. */
export type ScalarValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly kind: 'null' };

/** One key of a YAML map. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | null;
}

/** Aliases followed in one document before it is given up: stops cycles and exponential documents. */
const MOST_ALIASES = 1000;

/** One YAML document of a rule file, and the problems found in it so far. */
export class RuleDocument {
  readonly file: string;
  readonly root: Node | null;
  readonly problems: RuleProblem[] = [];
  readonly #homes: readonly Document[];
  readonly #lines: LineCounter;
  #aliases = 0;

  constructor(file: string, root: Node | null, source: { homes: readonly Document[]; lines: LineCounter }) {
    this.file = file;
    this.root = root;
    this.#homes = source.homes;
    this.#lines = source.lines;
  }

  /** Whether an error was noted. Warnings leave a rule usable. */
  get failed(): boolean {
    return this.problems.some((problem) => problem.severity === 'error');
  }

  /** Where a node stands; `offset` characters into it when its text is written as it is meant. */
  placeOf(node: Node | null, offset = 0): Place {
    const start = (node ?? this.root)?.range?.[0] ?? 0;
    return this.#placeAt(start + (node === null ? 0 : offsetInSource(node, offset)));
  }

  #placeAt(position: number): Place {
    const { line, col } = this.#lines.linePos(position);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** Notes a mistake that makes the rule unusable. Returns undefined, for use in `return document.error(…)`. */
  error(node: Node | null, message: string, offset = 0): undefined {
    this.problems.push({ severity: 'error', place: this.placeOf(node, offset), message });
  }

  /** Notes a mistake at a position of the file, as the YAML parser reports them. */
  errorAt(position: number, message: string): void {
    this.problems.push({ severity: 'error', place: this.#placeAt(position), message });
  }

  /** Notes something doubtful. The rule stays usable. */
  warn(node: Node | null, message: string, offset = 0): void {
    this.problems.push({ severity: 'warning', place: this.placeOf(node, offset), message });
  }

  /** The node an alias stands for; any other node itself. */
  resolve(node: unknown): Node | null {
    if (!isAlias(node)) return isNode(node) ? node : null;
    this.#aliases += 1;
    if (this.#aliases > MOST_ALIASES) {
      if (this.#aliases === MOST_ALIASES + 1)
        this.error(node, `more than ${MOST_ALIASES} YAML aliases followed`);
      return null;
    }
    for (const home of this.#homes) {
      const target = node.resolve(home);
      if (target !== undefined) return this.resolve(target);
    }
    return null;
  }

  /** The keys of a map in order, with `<<` merged in. Undefined when the node is no map. */
  entries(node: unknown): Entry[] | undefined {
    const map = this.resolve(node);
    if (!isMap(map)) return undefined;
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const pair of map.items) {
      const keyNode = this.resolve(pair.key);
      const key = isScalar(keyNode) ? keyText(keyNode.value) : undefined;
      if (keyNode === null || key === undefined) {
        this.error(keyNode ?? map, 'a key must be a plain text');
        continue;
      }
      const value = this.resolve(pair.value);
      if (key === '<<' && isMap(value)) merged.push(...(this.entries(value) ?? []));
      else own.push({ key, keyNode, value });
    }
    const taken = new Set(own.map((entry) => entry.key));
    return [...merged.filter((entry) => !taken.has(entry.key)), ...own];
  }

  /** The items of a list. Undefined when the node is no list. */
  items(node: Node | null): (Node | null)[] | undefined {
    const list = this.resolve(node);
    return isSeq(list) ? list.items.map((item) => this.resolve(item)) : undefined;
  }

  /** The value of a scalar. Undefined when the node is a map or a list. An absent node is null. */
  scalar(node: Node | null): ScalarValue | undefined {
    const scalar = this.resolve(node);
    if (scalar === null) return { kind: 'null' };
    if (!isScalar(scalar)) return undefined;
    const { value } = scalar;
    if (value === null || value === undefined) return { kind: 'null' };
    if (typeof value === 'boolean') return { kind: 'boolean', value, text: String(value) };
    if (typeof value === 'number') return { kind: 'number', value, text: numberText(value, scalar.source) };
    return typeof value === 'string' ? { kind: 'text', text: value } : undefined;
  }
}

function keyText(key: unknown): string | undefined {
  if (typeof key === 'string') return key;
  return typeof key === 'number' || typeof key === 'boolean' ? String(key) : undefined;
}

/** Whole numbers keep the text they were written with: an account number may begin with 0. */
function numberText(value: number, source: string | undefined): string {
  return source !== undefined && /^-?\d+$/.test(source) ? source : String(value);
}

function offsetInSource(node: Node, offset: number): number {
  if (offset === 0 || !isScalar(node) || !node.range) return 0;
  const written = node.range[1] - node.range[0];
  const meant = String(node.value).length;
  if (written === meant) return offset;
  return written === meant + 2 ? offset + 1 : 0;
}

/**
 * Splits the text of a rule file into its YAML documents. A document that is no valid YAML comes back with its
 * errors noted; empty documents are left out. Never throws.
 */
export function readDocuments(file: string, text: string): RuleDocument[] {
  const lines = new LineCounter();
  let parsed: Document[];
  try {
    const options = { lineCounter: lines, prettyErrors: false, logLevel: 'silent' } as const;
    parsed = [...parseAllDocuments(text, options)];
  } catch (error) {
    const broken = new RuleDocument(file, null, { homes: [], lines });
    broken.errorAt(0, `not readable as YAML: ${error instanceof Error ? error.message : String(error)}`);
    return [broken];
  }
  const documents: RuleDocument[] = [];
  for (const yaml of parsed) {
    const document = new RuleDocument(file, yaml.contents, {
      homes: [yaml, ...parsed],
      lines,
    });
    for (const mistake of yaml.errors) document.errorAt(mistake.pos[0], `not valid YAML: ${mistake.message}`);
    if (document.failed || !isEmpty(yaml)) documents.push(document);
  }
  return documents;
}

function isEmpty(yaml: Document): boolean {
  return yaml.contents === null || (isScalar(yaml.contents) && yaml.contents.value === null);
}
