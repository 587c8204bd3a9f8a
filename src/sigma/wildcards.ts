/**
 * The wildcards and escapes of Sigma's strings.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html#escape-character
 */
import type { GlobPart, Test } from './rule.ts';

const MANY: GlobPart = { wildcard: 'many' };
const ONE: GlobPart = { wildcard: 'one' };

/**
 * Splits a value as a rule writes it into literal texts and wildcards. A backslash takes the special meaning
 * from a `*`, a `?` or a backslash behind it, and is an ordinary character before anything else.
 */
export function parsePattern(text: string): GlobPart[] {
  const parts: GlobPart[] = [];
  let literal = '';
  const endLiteral = (): void => {
    if (literal !== '') parts.push(literal);
    literal = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (character === '*' || character === '?') {
      endLiteral();
      parts.push(character === '*' ? MANY : ONE);
    } else {
      literal += character;
    }
  }
  endLiteral();
  return parts;
}

/** Whether a pattern has no wildcard. */
export function isLiteral(parts: readonly GlobPart[]): boolean {
  return parts.every((part) => typeof part === 'string');
}

/** The text of a pattern without wildcards. */
export function literalText(parts: readonly GlobPart[]): string {
  return parts.filter((part) => typeof part === 'string').join('');
}

/** A text that `parsePattern` reads as these parts. */
export function patternSource(parts: readonly GlobPart[]): string {
  return parts.map(partSource).join('');
}

function partSource(part: GlobPart): string {
  if (typeof part === 'string') return part.replace(/[\\*?]/g, '\\$&');
  return part.wildcard === 'many' ? '*' : '?';
}

/** The pattern with "anything" before and/or behind it, not doubled. */
export function open(parts: readonly GlobPart[], sides: { start: boolean; end: boolean }): GlobPart[] {
  const result = [...parts];
  if (sides.start && !isMany(result[0])) result.unshift(MANY);
  if (sides.end && (result.length === 0 || !isMany(result.at(-1)))) result.push(MANY);
  return result;
}

/**
 * The simplest test that means the same as a pattern: `equals`, `contains`, `startswith` or `endswith` where the
 * wildcards stand only at the ends, `glob` otherwise. The lone `*` stays a glob: present and not null.
 */
export function patternTest(parts: readonly GlobPart[], cased: boolean): Test {
  const merged = mergeParts(parts);
  if (isLiteral(merged)) return { op: 'equals', value: literalText(merged), cased };
  const start = isMany(merged[0]);
  const end = isMany(merged.at(-1));
  const middle = merged.slice(start ? 1 : 0, end ? -1 : undefined);
  if (middle.length !== 1 || typeof middle[0] !== 'string') return { op: 'glob', parts: merged, cased };
  const value = middle[0];
  if (start && end) return { op: 'contains', value, cased };
  return { op: start ? 'endswith' : 'startswith', value, cased };
}

function isMany(part: GlobPart | undefined): boolean {
  return typeof part === 'object' && part.wildcard === 'many';
}

function mergeParts(parts: readonly GlobPart[]): GlobPart[] {
  const merged: GlobPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '' && !(isMany(part) && isMany(last))) merged.push(part);
  }
  return merged;
}
