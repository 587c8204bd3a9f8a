/** Reading a field of an event by its path. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * All values a field has in an event: none when it is absent.
 *
 * Dots walk into maps; at every array on the way each element is tried. A key that contains dots itself is found
 * too. Where the path ends at an array, the array is a value and so is each of its elements, at any depth. Names
 * are compared with their case.
 *
 * Several fields below the same array are looked up one by one: Sigma cannot say "of the same element".
 */
export function valuesAt(event: JsonObject, path: string): Json[] {
  const values: Json[] = [];
  collect(event, path, values);
  return values;
}

function collect(value: Json, path: string, values: Json[]): void {
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) collect(element, path, values);
    return;
  }
  if (!isJsonObject(value)) return;
  if (Object.hasOwn(value, path)) addValue(value[path] ?? null, values);
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (Object.hasOwn(value, key)) collect(value[key] ?? null, path.slice(dot + 1), values);
  }
}

function addValue(value: Json, values: Json[]): void {
  values.push(value);
  if (Array.isArray(value)) for (const element of value as readonly Json[]) addValue(element, values);
}

/** All texts, numbers and booleans of an event, wherever they stand: what a keyword is looked for in. */
export function scalarsOf(value: Json): (string | number | boolean)[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [value];
  return Object.values<Json>(value).flatMap(scalarsOf);
}

/**
 * The text of a value as a rule compares it: numbers and booleans as JSON writes them, maps and arrays as compact
 * JSON. Undefined for null, which has no text.
 */
export function textOf(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
