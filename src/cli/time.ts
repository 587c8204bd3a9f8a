/** Points in time as users write them. */
import { readTime } from '../cloudtrail/event.ts';
import { KeytrailError } from '../error.ts';

const UNIT_MS: { readonly [unit: string]: number } = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/**
 * Milliseconds since 1970 of an RFC 3339 time, a date (its start, or its end for `end`), or a span before `nowMs` such
 * as `30d`.
 * @throws KeytrailError for anything else.
 */
export function parseTime(text: string, nowMs: number, end: boolean): number {
  const span = /^(\d+)([mhdw])$/.exec(text);
  if (span !== null) return nowMs - Number(span[1]) * UNIT_MS[span[2]!]!;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const start = readTime(`${text}T00:00:00Z`);
    if (!Number.isNaN(start)) return end ? start + UNIT_MS['d']! - 1 : start;
  }
  const ms = readTime(text.replace(' ', 'T').toUpperCase());
  if (!Number.isNaN(ms)) return ms;
  throw new KeytrailError(`not a point in time: ${text}`, {
    hint: 'Write 2026-11-23T22:10:00Z, 2026-11-23 (UTC), or a span before now such as 90m, 12h, 30d, 2w.',
  });
}
