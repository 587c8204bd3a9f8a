/** Times and spans as a story tells them. */
import { counted } from '../investigate/names.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS: number = 24 * HOUR_MS;

/** `2026-05-03 14:02 UTC` */
export function momentText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `2026-05-03` */
export function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** `17 minutes`, `3 hours`, `412 days`: the largest unit of which there are two, rounded down. */
export function spanText(ms: number): string {
  const span = Math.abs(ms);
  if (span < MINUTE_MS) return counted(Math.floor(span / 1000), 'second');
  if (span < 2 * HOUR_MS) return counted(Math.floor(span / MINUTE_MS), 'minute');
  if (span < 2 * DAY_MS) return counted(Math.floor(span / HOUR_MS), 'hour');
  return counted(Math.floor(span / DAY_MS), 'day');
}
