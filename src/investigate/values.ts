/** Reads texts out of parameters whose shape nobody promises: CloudTrail writes lists and requests in several ways. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { remembered } from '../remembered.ts';

/** More values than this under one path are of no use to a reader, and a caller chooses how many there are. */
const MOST_VALUES = 1000;

/** Lists and texts that EC2 and others wrap: `{"items": […]}`, `{"item": …}`, `{"content": "fl-1", "tag": 1}`. */
const WRAPPERS = ['items', 'item', 'member'];

/**
 * All texts at the path, in order. Names are separated by dots and compare without case; every list on the way is
 * gone through. Numbers and truth values become text. An empty path stands for the value itself.
 */
export function textsAt(value: Json | undefined, path: string): string[] {
  const plain = plainTextAt(value, path);
  return plain === undefined ? searched(value, path) : plain === '' ? [] : [plain];
}

/** The first text at the path, `''` where there is none. */
export function textAt(value: Json | undefined, path: string): string {
  return plainTextAt(value, path) ?? searched(value, path)[0] ?? '';
}

function searched(value: Json | undefined, path: string): string[] {
  let values: readonly Json[] = value === undefined ? [] : opened(value);
  for (const name of namesIn(path)) {
    values = values
      .flatMap((each) => {
        const inner = isJsonObject(each) ? member(each, name) : undefined;
        return inner === undefined ? [] : opened(inner);
      })
      .slice(0, MOST_VALUES);
  }
  return values.flatMap((each) => {
    const leaf = isJsonObject(each) ? (member(each, 'content') ?? null) : each;
    return typeof leaf === 'string' && leaf !== ''
      ? [leaf]
      : typeof leaf === 'number' || typeof leaf === 'boolean'
        ? [String(leaf)]
        : [];
  });
}

/** What nearly all calls are for: a text or truth value, or nothing, in plain objects. `undefined` leaves it to the whole search. */
function plainTextAt(value: Json | undefined, path: string): string | undefined {
  let inner = value;
  const names = namesIn(path);
  for (let n = 0; n < names.length; n++) {
    const name = names[n]!;
    if (!isJsonObject(inner) || mayWrap(inner) || WRAPPERS.includes(name)) return undefined;
    inner = member(inner, name);
    if (inner === undefined) return '';
  }
  return typeof inner === 'string' ? inner : typeof inner === 'boolean' ? String(inner) : undefined;
}

/** Whether an object has one of the `WRAPPERS`. Written out, since it is asked of every object on every path. */
function mayWrap(object: JsonObject): boolean {
  return object['items'] !== undefined || object['item'] !== undefined || object['member'] !== undefined;
}

/** The names in a path. Paths are written in the tables of this folder: there are some hundred of them. */
const namesIn = remembered((path): readonly string[] => (path === '' ? [] : path.split('.')));

/** The value of a member whose name may be written with other capitals. */
export function member(object: JsonObject, name: string): Json | undefined {
  const own = object[name];
  // What an object inherits is no member.
  if (own !== undefined && Object.hasOwn(object, name)) return own;
  let wanted: string | undefined;
  for (const key in object) {
    // Names are plain letters, which have the same length in capitals.
    if (key.length !== name.length) continue;
    wanted ??= name.toLowerCase();
    if (key.toLowerCase() === wanted && Object.hasOwn(object, key)) return object[key];
  }
  return undefined;
}

/** AWS nests lists less deep than this; a log that was tampered with may nest them as deep as it likes. */
const DEEPEST = 6;

/** The items of lists, and of objects that do nothing but hold a list. */
function opened(value: Json, depth = 0): readonly Json[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) {
    return (value as readonly Json[]).slice(0, MOST_VALUES).flatMap((item) => opened(item, depth + 1));
  }
  if (!isJsonObject(value)) return [value];
  const names = Object.keys(value);
  const only = names.length === 1 ? names[0]! : '';
  return WRAPPERS.includes(only) ? opened(value[only]!, depth + 1) : [value];
}
