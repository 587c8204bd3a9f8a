/** Whether two states say the same: policies are compared by what they say, since AWS may lay out their JSON anew. */
import { isJsonObject } from '../json.ts';
import type { Json } from '../json.ts';

export function sameState(one: Json, other: Json): boolean {
  return one === other || JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));
}

/** The value with the names of members in order, and text that is a JSON object as that object. */
function ordered(value: Json): Json {
  if (typeof value === 'string') return policyIn(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(ordered);
  return isJsonObject(value) ? sorted(value, ordered) : value;
}

function policyIn(text: string): Json {
  if (!text.startsWith('{')) return text;
  try {
    // Texts inside of a policy are texts: only the whole is opened.
    return inOrder(JSON.parse(text) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function inOrder(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(inOrder);
  return isJsonObject(value) ? sorted(value, inOrder) : value;
}

function sorted(value: { readonly [name: string]: Json }, of: (inner: Json) => Json): Json {
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, of(value[name]!)]));
}
