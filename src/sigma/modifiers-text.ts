/**
 * The modifiers that work on texts: `contains`, `startswith`, `endswith`, `cased`, `windash`, `expand`.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-appendix-modifiers.html
 */
import type { GlobPart } from './rule.ts';
import { asText } from './value.ts';
import type { Alternatives, Draft, Modifier } from './value.ts';
import { open, parsePattern, patternSource } from './wildcards.ts';

/** Most texts one value may become; more is a mistake in the rule, not a wish. */
const MOST_VARIANTS = 1000;

/** `contains`, `startswith` or `endswith`: which sides of the value are open. */
export function opening(start: boolean, end: boolean): Modifier {
  return (draft, { name }) => {
    if (draft.kind === 'fieldref') return [{ ...draft, start: draft.start || end, end: draft.end || start }];
    if (draft.kind === 're') return [{ ...draft, pattern: anchored(draft.pattern, { start, end }) }];
    const text = asText(draft);
    if (text === undefined) return { wrong: `"${name}" needs a text` };
    return [{ ...text, parts: open(text.parts, { start, end }) }];
  };
}

/** A pattern is looked for anywhere already, so only the closed side needs an anchor. */
function anchored(pattern: string, sides: { start: boolean; end: boolean }): string {
  if (sides.start && sides.end) return pattern;
  return sides.end ? `\\A(?:${pattern})` : `(?:${pattern})\\z`;
}

/** `cased`: upper and lower case count. */
export const cased: Modifier = (draft) => {
  if (draft.kind === 'fieldref') return [{ ...draft, cased: true }];
  if (draft.kind === 're')
    return { wrong: '"cased" does not go with "re", which tells upper from lower case already' };
  const text = asText(draft);
  return text === undefined ? { wrong: '"cased" needs a text' } : [{ ...text, cased: true }];
};

/** `windash`: a dash or slash that begins an option stands for any of the characters Windows takes for it. */
export const windash: Modifier = (draft) => {
  const text = asText(draft);
  if (text === undefined) return { wrong: '"windash" needs a text' };
  return variants(
    text.parts.flatMap((part) => (typeof part === 'string' ? dashes(part) : [[[part]]])),
    (parts) => ({
      ...text,
      parts,
    }),
  );
};

const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'] as const;

function dashes(literal: string): Choices<GlobPart> {
  const pieces = literal.split(/(\B[-/\u2013\u2014\u2015](?=\w))/u);
  return pieces.map((piece, index) => (index % 2 === 0 ? [[piece]] : DASHES.map((dash) => [dash])));
}

/** `expand`: `%name%` becomes each of the values given for that name. A name without values is a mistake. */
export const expand: Modifier = (draft, { placeholders }) => {
  const unresolved: string[] = [];
  const choices = <Part>(
    text: string,
    from: (value: string) => Part[],
    plain: (text: string) => Part[],
  ): Choices<Part> =>
    splitPlaceholders(text).map((piece) => {
      if (!('name' in piece)) return [plain(piece.text)];
      const values = Object.hasOwn(placeholders, piece.name) ? (placeholders[piece.name] ?? []) : [];
      if (values.length === 0) unresolved.push(piece.name);
      return values.map(from);
    });
  let result: Alternatives;
  if (draft.kind === 're') {
    const patterns = choices(
      draft.pattern,
      (value) => [`(?:${value})`],
      (text) => [text],
    );
    result = variants(patterns, (pieces) => ({ ...draft, pattern: pieces.join('') }));
  } else if (draft.kind === 'text') {
    const parts = draft.parts.flatMap((part) =>
      typeof part === 'string' ? choices<GlobPart>(part, parsePattern, (text) => [text]) : [[[part]]],
    );
    result = variants(parts, (pieces) => ({ ...draft, raw: patternSource(pieces), parts: pieces }));
  } else {
    return { wrong: '"expand" needs a text with a placeholder such as %name%' };
  }
  if (unresolved.length === 0) return result;
  return {
    wrong: `no values are known for the placeholder ${unresolved.map((name) => `%${name}%`).join(', ')}`,
  };
};

function splitPlaceholders(text: string): ({ readonly text: string } | { readonly name: string })[] {
  return text
    .split(/(?<!\\)%([^\s%\\]+)%/)
    .map((piece, index) => (index % 2 === 0 ? { text: piece.replaceAll('\\%', '%') } : { name: piece }));
}

/** For each piece of a text, what may stand there. */
type Choices<Part> = (readonly (readonly Part[])[])[];

function variants<Part>(choices: Choices<Part>, make: (parts: readonly Part[]) => Draft): Alternatives {
  let combined: (readonly Part[])[] = [[]];
  for (const choice of choices) {
    if (combined.length * choice.length > MOST_VARIANTS)
      return { wrong: `the value stands for more than ${MOST_VARIANTS} texts` };
    combined = combined.flatMap((before) => choice.map((after) => [...before, ...after]));
  }
  return combined.map(make);
}
