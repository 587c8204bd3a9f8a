/**
 * The obvious evaluator: plain recursion over parsed JSON, slow and easy to check. The fast matcher is tested
 * against it, so it shares no comparison code with it beyond regular expressions, addresses and time stamps.
 */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { inBlock, parseBlock, parseIp } from './ip-block.ts';
import { compileRegex } from './regex.ts';
import type { Condition, GlobPart, Test } from './rule.ts';
import { timePartOf } from './time-part.ts';

/** Gives the value of an enrichment field such as `network.asn`; undefined for a field it does not know. */
export type Derived = (field: string) => Json | undefined;

/**
 * Whether a condition holds for an event. A field that the event lacks is asked of `derived`.
 *
 * A field passes a test when any of its values does (see `path.ts` for what its values are); `not` turns that
 * whole answer around. Texts are compared without case unless the test says otherwise, numbers and booleans by
 * their text, maps and arrays by their compact JSON text.
 */
export function matchesNaively(condition: Condition, event: JsonObject, derived?: Derived): boolean {
  switch (condition.type) {
    case 'const':
      return condition.value;
    case 'and':
      return condition.items.every((item) => matchesNaively(item, event, derived));
    case 'or':
      return condition.items.some((item) => matchesNaively(item, event, derived));
    case 'not':
      return !matchesNaively(condition.item, event, derived);
    case 'match':
      break;
  }
  const { field, test } = condition;
  if (field === null) return leaves(event).some((leaf) => passes(leaf, test));
  const values = fieldValues(event, field, derived);
  if (test.op === 'exists') return values.length > 0 === test.value;
  if (test.op === 'null') return values.length === 0 || values.includes(null);
  if (test.op !== 'fieldref') return values.some((value) => passes(value, test));
  const others = fieldValues(event, test.field, derived);
  return values.some((value) => others.some((other) => refers(value, other, test)));
}

function fieldValues(event: JsonObject, field: string, derived: Derived | undefined): readonly Json[] {
  const own = walk(event, field.split('.'));
  if (own.length > 0) return own;
  const value = derived?.(field);
  return value === undefined ? [] : flatten(value);
}

function walk(value: Json, keys: readonly string[]): Json[] {
  if (keys.length === 0) return flatten(value);
  if (Array.isArray(value)) return value.flatMap((element: Json) => walk(element, keys));
  if (!isJsonObject(value)) return [];
  const found: Json[] = [];
  for (let taken = 1; taken <= keys.length; taken += 1) {
    const key = keys.slice(0, taken).join('.');
    if (Object.keys(value).includes(key)) found.push(...walk(value[key] ?? null, keys.slice(taken)));
  }
  return found;
}

/** A value, and if it is an array its elements too, at any depth. */
function flatten(value: Json): Json[] {
  return Array.isArray(value) ? [value, ...value.flatMap((element: Json) => flatten(element))] : [value];
}

function leaves(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap((element: Json) => leaves(element));
  return isJsonObject(value) ? Object.values(value).flatMap(leaves) : [value];
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function passes(value: Json, test: Test): boolean {
  if (value === null) return false;
  const text = asText(value);
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return test.cased
        ? fits(text, test.value, test.op)
        : fits(text.toLowerCase(), test.value.toLowerCase(), test.op);
    case 'glob':
      return test.cased ? globFits(text, test.parts) : globFits(text.toLowerCase(), lowered(test.parts));
    case 're':
      return compileRegex(test.pattern, test.flags).test(text);
    case 'cidr': {
      const [address, block] = [parseIp(text), parseBlock(test.block)];
      return address !== undefined && block !== undefined && inBlock(address, block);
    }
    case 'lt':
      return asNumber(text) < test.value;
    case 'lte':
      return asNumber(text) <= test.value;
    case 'gt':
      return asNumber(text) > test.value;
    case 'gte':
      return asNumber(text) >= test.value;
    case 'timepart':
      return timePartOf(text, test.part) === test.value;
    case 'exists':
    case 'null':
    case 'fieldref':
      break;
  }
  return false;
}

/** NaN, which no comparison holds for, unless the text is a decimal number. */
function asNumber(text: string): number {
  return /^[+-]?(\d+|\d+\.\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function refers(value: Json, other: Json, test: Test & { op: 'fieldref' }): boolean {
  if (value === null || other === null) return false;
  const [text, wanted] = [asText(value), asText(other)];
  return test.cased
    ? fits(text, wanted, test.mode)
    : fits(text.toLowerCase(), wanted.toLowerCase(), test.mode);
}

function fits(
  text: string,
  wanted: string,
  mode: 'equals' | 'contains' | 'startswith' | 'endswith',
): boolean {
  if (mode === 'contains') return text.indexOf(wanted) >= 0;
  if (mode === 'startswith') return text.slice(0, wanted.length) === wanted;
  if (mode === 'endswith') return wanted === '' || text.slice(-wanted.length) === wanted;
  return text === wanted;
}

function lowered(parts: readonly GlobPart[]): GlobPart[] {
  return parts.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}

/** The definition of a wildcard pattern, by recursion on its first part. */
function globFits(text: string, [part, ...rest]: readonly GlobPart[]): boolean {
  if (part === undefined) return text === '';
  if (typeof part === 'string') return text.startsWith(part) && globFits(text.slice(part.length), rest);
  if (part.wildcard === 'one') return text !== '' && globFits(withoutFirst(text), rest);
  for (let left = text; ; left = withoutFirst(left)) {
    if (globFits(left, rest)) return true;
    if (left === '') return false;
  }
}

/** The text without its first character (not half of one). */
function withoutFirst(text: string): string {
  const [first = ''] = text;
  return text.slice(first.length);
}
