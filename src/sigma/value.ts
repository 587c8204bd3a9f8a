/** A value of a rule on its way through the modifiers, and the test it becomes at the end. */
import type { Node } from 'yaml';
import type { GlobPart, Test } from './rule.ts';
import type { ScalarValue } from './rule-document.ts';
import { isLiteral, literalText, open, parsePattern, patternTest } from './wildcards.ts';

/** A value after the modifiers applied so far. */
export type Draft =
  /** `raw` is the text as written; `binary` means every character of the literals stands for one byte. */
  | {
      readonly kind: 'text';
      readonly raw: string;
      readonly parts: readonly GlobPart[];
      readonly cased: boolean;
      readonly binary: boolean;
    }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 're'; readonly pattern: string; readonly flags: string }
  | {
      readonly kind: 'fieldref';
      readonly field: string;
      readonly start: boolean;
      readonly end: boolean;
      readonly cased: boolean;
    }
  /** A test that takes no further modifier. */
  | { readonly kind: 'done'; readonly test: Test };

export type TextDraft = Draft & { readonly kind: 'text' };

/** What is wrong with a value under a modifier. */
export interface Wrong {
  readonly wrong: string;
}

/** What a modifier makes of a value: alternatives of which one must hold. */
export type Alternatives = readonly Draft[] | Wrong;

/** A modifier: `applied` are the names of those before it. */
export type Modifier = (
  draft: Draft,
  context: {
    readonly name: string;
    readonly applied: readonly string[];
    readonly placeholders: Readonly<Record<string, readonly string[]>>;
  },
) => Alternatives;

/** A value with the place it was written at. */
export interface PlacedDraft {
  readonly node: Node | null;
  readonly alternatives: readonly Draft[];
}

/** The draft of a YAML scalar. */
export function draftOf(scalar: ScalarValue): Draft {
  return scalar.kind === 'text' ? textDraft(scalar.text) : scalar;
}

/** A draft of a text in which wildcards count. */
function textDraft(raw: string): TextDraft {
  return { kind: 'text', raw, parts: parsePattern(raw), cased: false, binary: false };
}

/** The draft as text: a number or a boolean by its text. Undefined for everything else. */
export function asText(draft: Draft): TextDraft | undefined {
  if (draft.kind === 'text') return draft;
  return draft.kind === 'number' || draft.kind === 'boolean' ? textDraft(draft.text) : undefined;
}

/** The text of a draft whose wildcards do not count as such; undefined when it has wildcards. */
export function plainText(draft: TextDraft): string | undefined {
  return isLiteral(draft.parts) ? literalText(draft.parts) : undefined;
}

/**
 * The test a draft stands for. `anywhere` is for keywords, which are looked for inside of values.
 * A text still in bytes must be valid UTF-8 to be compared.
 */
export function testOf(draft: Draft, anywhere: boolean): Test | Wrong {
  switch (draft.kind) {
    case 'text': {
      const parts = draft.binary ? decoded(draft.parts) : draft.parts;
      if (parts === undefined)
        return { wrong: 'a text in UTF-16 can only be compared after "base64" or "base64offset"' };
      return patternTest(anywhere ? open(parts, { start: true, end: true }) : parts, draft.cased);
    }
    case 'number':
    case 'boolean':
      return { op: anywhere ? 'contains' : 'equals', value: draft.text, cased: false };
    case 'null':
      return { op: 'null' };
    case 're':
      return { op: 're', pattern: draft.pattern, flags: draft.flags };
    case 'fieldref':
      return { op: 'fieldref', field: draft.field, mode: referenceMode(draft), cased: draft.cased };
    case 'done':
      break;
  }
  return draft.test;
}

function referenceMode(
  draft: Draft & { kind: 'fieldref' },
): 'equals' | 'contains' | 'startswith' | 'endswith' {
  if (draft.start && draft.end) return 'contains';
  if (draft.start) return 'startswith';
  return draft.end ? 'endswith' : 'equals';
}

function decoded(parts: readonly GlobPart[]): GlobPart[] | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return parts.map((part) =>
      typeof part === 'string' ? decoder.decode(Buffer.from(part, 'latin1')) : part,
    );
  } catch {
    return undefined;
  }
}
