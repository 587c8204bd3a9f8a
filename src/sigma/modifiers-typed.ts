/**
 * The modifiers that make a value something other than a text: `re` and its flags, `cidr`, comparisons of
 * numbers, parts of a time, `exists`, `fieldref`.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-appendix-modifiers.html
 */
import { parseBlock } from './ip-block.ts';
import { parseNumber } from './number.ts';
import { patternMistake } from './regex.ts';
import type { TimePart } from './rule.ts';
import { asText, plainText } from './value.ts';
import type { Modifier } from './value.ts';
import { isLiteral, literalText, parsePattern } from './wildcards.ts';

/** `re`: a regular expression, in which wildcards and backslashes are the pattern's own. */
export const re: Modifier = (draft, { applied }) => {
  if (applied.length > 0) return { wrong: `"re" must come first, found it behind "${applied.join('|')}"` };
  const text = asText(draft);
  if (text === undefined || text.raw === '') return { wrong: '"re" needs a pattern' };
  return [{ kind: 're', pattern: text.raw, flags: '' }];
};

/** `i`, `m` and `s`: a flag of the regular expression before it. */
export function flag(letter: 'i' | 'm' | 's'): Modifier {
  return (draft, { name }) => {
    if (draft.kind !== 're') return { wrong: `"${name}" is only allowed behind "re"` };
    return [{ ...draft, flags: draft.flags.includes(letter) ? draft.flags : draft.flags + letter }];
  };
}

/** Checks a finished pattern: placeholders and anchors are in place only when all modifiers have run. */
export function checkedPattern(pattern: string, flags: string): string | undefined {
  const mistake = patternMistake(pattern, flags);
  return mistake === undefined
    ? undefined
    : `"${pattern}" is no regular expression in RE2 syntax: ${mistake}`;
}

/** `cidr`: a block of IPv4 or IPv6 addresses; a lone address is a block of one. */
export const cidr: Modifier = (draft, { applied }) => {
  if (applied.some((name) => name !== 'expand')) return { wrong: '"cidr" does not go with other modifiers' };
  const block = draft.kind === 'text' ? plainText(draft) : undefined;
  if (block === undefined || parseBlock(block) === undefined) {
    return { wrong: '"cidr" needs a block such as 10.0.0.0/8 or 2001:db8::/32' };
  }
  return [{ kind: 'done', test: { op: 'cidr', block } }];
};

/** `lt`, `lte`, `gt`, `gte`: a comparison of numbers. */
export function comparison(op: 'lt' | 'lte' | 'gt' | 'gte'): Modifier {
  return (draft) => {
    const text = draft.kind === 'text' ? plainText(draft) : undefined;
    const value = draft.kind === 'number' ? draft.value : parseNumber(text);
    if (value === undefined || !Number.isFinite(value)) return { wrong: `"${op}" needs a number` };
    return [{ kind: 'done', test: { op, value } }];
  };
}

const RANGES: Readonly<Record<TimePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [1970, 9999],
};

/** `minute` to `year`: one part of a time, in UTC. Weeks are those of ISO 8601. */
export function timePart(part: TimePart): Modifier {
  const [least, most] = RANGES[part];
  return (draft) => {
    const text = draft.kind === 'text' ? plainText(draft) : undefined;
    const value = draft.kind === 'number' ? draft.value : parseNumber(text);
    if (value === undefined || !Number.isInteger(value) || value < least || value > most) {
      return { wrong: `"${part}" needs a whole number from ${least} to ${most}` };
    }
    return [{ kind: 'done', test: { op: 'timepart', part, value } }];
  };
}

/** `exists`: whether the field is there at all, whatever its value. */
export const exists: Modifier = (draft, { applied }) => {
  if (applied.length > 0) return { wrong: '"exists" must be the only modifier' };
  const text = draft.kind === 'text' ? draft.raw.toLowerCase() : '';
  const written = text === 'true' || text === 'false' ? text === 'true' : undefined;
  const value = draft.kind === 'boolean' ? draft.value : written;
  return value === undefined
    ? { wrong: '"exists" needs true or false' }
    : [{ kind: 'done', test: { op: 'exists', value } }];
};

const BESIDE_REFERENCE: ReadonlySet<string> = new Set(['cased', 'contains', 'startswith', 'endswith']);

/** `fieldref`: the value is the name of another field of the same event. Positions may stand before or behind it. */
export const fieldref: Modifier = (draft, { applied }) => {
  const unfit = applied.find((name) => !BESIDE_REFERENCE.has(name));
  if (unfit !== undefined) return { wrong: `"fieldref" does not go with "${unfit}"` };
  const parts = draft.kind === 'text' ? parsePattern(draft.raw) : [];
  const field = literalText(parts);
  if (draft.kind !== 'text' || !isLiteral(parts) || field === '')
    return { wrong: '"fieldref" needs the name of a field' };
  const both = applied.includes('contains');
  const start = both || applied.includes('startswith');
  const end = both || applied.includes('endswith');
  return [{ kind: 'fieldref', field, start, end, cased: draft.cased }];
};
