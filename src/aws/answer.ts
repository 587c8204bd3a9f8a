/** Answers of the SDK as JSON. */
import type { Json, JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';

/** Without what only the SDK needs. Dates become RFC 3339, bytes base64; members that are not there are left out. */
export function jsonAnswer(answer: object): JsonObject {
  const { $metadata: _, ...rest } = answer as { readonly $metadata?: unknown };
  const json = toJson(rest);
  return isJsonObject(json) ? json : {};
}

function toJson(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => toJson(item) ?? null);
  // A body that is read as it arrives: not taken from any call that is made here.
  if (typeof value !== 'object' || Symbol.asyncIterator in value) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const json = toJson(inner);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}
