/** Where reading can go on behind damage. */
import { SCAN_STATE } from './scanner.ts';

/** What every record written by AWS starts with; cannot stand inside a JSON string, where quotes are escaped. */
const RECORD_START = Buffer.from('{"eventVersion"');

/** Bytes to keep while more are to come, lest a record's start is cut in two. */
export const RECORD_START_BYTES: number = RECORD_START.length;

/** Offset in `window` of the next record: by its first bytes, or (where each record has a line) at the next line; -1 if none. */
export function nextRecord(window: Buffer, state: number): number {
  const record = window.indexOf(RECORD_START);
  const line = state === SCAN_STATE.atTop ? nextLine(window) : -1;
  if (line < 0) return record;
  return record >= 0 && record < line ? record : line;
}

function nextLine(window: Buffer): number {
  for (let at = window.indexOf(10); at >= 0; at = window.indexOf(10, at + 1)) {
    const next = window[at + 1];
    if (next === 0x7b || next === 0x5b || next === 0x22) return at + 1;
  }
  return -1;
}
