/** Values as programs get them: times in text instead of numbers, and no secrets. */
import { redactText } from './redact.ts';
import { timeJson } from './text.ts';

/** A copy with `…Ms` members, which are times, as text (RFC 3339) under the name without `Ms`; secrets are masked. */
export function withTimes(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return value.map((item) => withTimes(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) =>
      name.endsWith('Ms') && (typeof inner === 'number' || inner === null)
        ? [name.slice(0, -2), inner === null ? null : timeJson(inner)]
        : [redactText(name), withTimes(inner)],
    ),
  );
}
