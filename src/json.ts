/** What `JSON.parse` can return, named so that code over events needs no `any`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. CloudTrail records are such objects. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a JSON value is an object (not null, not an array). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
