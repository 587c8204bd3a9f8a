/** The chain of modifiers behind a field name, applied from left to right to every value. */
import { base64, base64offset, utf16 } from './modifiers-encoding.ts';
import { cased, expand, opening, windash } from './modifiers-text.ts';
import { checkedPattern, cidr, comparison, exists, fieldref, flag, re, timePart } from './modifiers-typed.ts';
import type { RuleDocument } from './rule-document.ts';
import type { Draft, Modifier, PlacedDraft } from './value.ts';

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  contains: opening(true, true),
  startswith: opening(false, true),
  endswith: opening(true, false),
  cased,
  windash,
  expand,
  base64,
  base64offset,
  wide: utf16('little', false),
  utf16le: utf16('little', false),
  utf16be: utf16('big', false),
  utf16: utf16('little', true),
  re,
  i: flag('i'),
  ignorecase: flag('i'),
  m: flag('m'),
  multiline: flag('m'),
  s: flag('s'),
  dotall: flag('s'),
  cidr,
  lt: comparison('lt'),
  lte: comparison('lte'),
  gt: comparison('gt'),
  gte: comparison('gte'),
  minute: timePart('minute'),
  hour: timePart('hour'),
  day: timePart('day'),
  week: timePart('week'),
  month: timePart('month'),
  year: timePart('year'),
  exists,
  fieldref,
};

/** `all` and `neq` change how the values are joined, not the values. */
const JOINING: ReadonlySet<string> = new Set(['all', 'neq']);

/** Names of all modifiers, for messages. */
const KNOWN: readonly string[] = [...Object.keys(MODIFIERS), ...JOINING];

/** The values of one field after its modifiers. */
export interface ModifiedValues {
  readonly values: readonly PlacedDraft[];
  readonly all: boolean;
  readonly negated: boolean;
}

/** Placeholder name → the values it stands for. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** The modifiers of one key, and where the key stands. */
export interface ModifierChain {
  readonly names: readonly string[];
  readonly keyNode: PlacedDraft['node'];
  readonly placeholders: Placeholders;
}

/**
 * Applies a chain of modifiers. Returns undefined, with an error noted, for an unknown modifier or one that does
 * not fit the value it meets.
 */
export function applyModifiers(
  document: RuleDocument,
  values: readonly PlacedDraft[],
  chain: ModifierChain,
): ModifiedValues | undefined {
  const unknown = chain.names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    return document.error(
      chain.keyNode,
      `unknown modifier "${unknown}", expected one of ${KNOWN.join(', ')}`,
    );
  }
  if (chain.names.includes('exists') && (chain.names.length > 1 || values.length !== 1)) {
    return document.error(
      chain.keyNode,
      '"exists" must be the only modifier and takes one value, true or false',
    );
  }
  const all = chain.names.includes('all');
  if (all && values.length === 1) document.warn(chain.keyNode, '"all" has no effect on a single value');
  const modified: PlacedDraft[] = [];
  for (const value of values) {
    const alternatives = applyToValue(document, value, chain);
    if (alternatives === undefined) return undefined;
    modified.push({ node: value.node, alternatives });
  }
  return { values: modified, all, negated: chain.names.filter((name) => name === 'neq').length % 2 === 1 };
}

function applyToValue(
  document: RuleDocument,
  value: PlacedDraft,
  { names, placeholders }: ModifierChain,
): readonly Draft[] | undefined {
  let drafts = value.alternatives;
  const applied: string[] = [];
  for (const name of names) {
    const modifier = MODIFIERS[name];
    if (modifier === undefined) continue;
    const next: Draft[] = [];
    for (const draft of drafts) {
      const result: ReturnType<Modifier> =
        draft.kind === 'done'
          ? { wrong: `"${name}" does not go with "${applied.join('|')}"` }
          : modifier(draft, { name, applied, placeholders });
      if ('wrong' in result) return document.error(value.node, result.wrong);
      next.push(...result);
    }
    drafts = next;
    applied.push(name);
  }
  return checkPatterns(document, value.node, drafts);
}

function checkPatterns(
  document: RuleDocument,
  node: PlacedDraft['node'],
  drafts: readonly Draft[],
): readonly Draft[] | undefined {
  for (const draft of drafts) {
    const mistake = draft.kind === 're' ? checkedPattern(draft.pattern, draft.flags) : undefined;
    if (mistake !== undefined) return document.error(node, mistake);
  }
  return drafts;
}
