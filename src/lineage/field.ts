/** Reads parts of a record without trusting its shape. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

const NOTHING: JsonObject = {};

/** The value at `path`; `undefined` where something on the way is missing or no object. */
export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let at = value;
  for (const name of path) at = isJsonObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at;
}

/** The text at `path`; `''` for anything that is no text. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** The object at `path`; an empty one for anything else. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = valueAt(value, ...path);
  return isJsonObject(found) ? found : NOTHING;
}

/** The text of a member whose name is none that all objects have: the same as `textAt`, for where time counts. */
export function textIn(value: JsonObject, name: string): string {
  const found = value[name];
  return typeof found === 'string' ? found : '';
}

/** The object that such a member is; an empty one for anything else. */
export function objectIn(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isJsonObject(found) ? found : NOTHING;
}

/** The items at `path`, also of the `{ items: […] }` that EC2 writes for lists. */
export function itemsAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = valueAt(value, ...path);
  if (Array.isArray(found)) return found as readonly Json[];
  const items = valueAt(found, 'items') ?? valueAt(found, 'item');
  return Array.isArray(items) ? (items as readonly Json[]) : [];
}

/** The first that is not empty; `''` when all are. */
export function firstText(...texts: readonly string[]): string {
  return texts.find((text) => text !== '') ?? '';
}
