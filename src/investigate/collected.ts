/** Records of the second pass: whose are asked for, and each once, whichever file it was read from first. */
import type { Lineage } from '../lineage/lineage.ts';
import type { CollectedRecord } from './evidence-task.ts';

/** What is kept of the second pass in a case, so that a later one need not read the same again. */
export interface KeptRecords {
  /** Whose records were asked for. */
  readonly callers: readonly string[];
  readonly records: readonly CollectedRecord[];
}

/**
 * Who signed the calls of these credentials: access key IDs, those that fold into them too, and the principals of
 * sessions that have none.
 */
export function callersOf(lineage: Lineage, ids: ReadonlySet<string>): string[] {
  const callers = new Set<string>();
  for (const id of ids) {
    const credential = lineage.credentials.get(id);
    for (const key of credential?.keys ?? []) callers.add(key);
    if (isKeyId(id)) callers.add(id);
    else if (credential !== undefined && credential.principal !== '') callers.add(credential.principal);
  }
  for (const [name, id] of lineage.folded) if (ids.has(id) && isKeyId(name)) callers.add(name);
  return [...callers].toSorted(byText);
}

function isKeyId(text: string): boolean {
  return /^A[A-Z0-9]{6,127}$/.test(text);
}

/** In order of time and place; of the copies of an event the first by file and record. */
export function eachOnce(records: readonly CollectedRecord[]): CollectedRecord[] {
  const byPlace = records.toSorted((a, b) => byText(a.ref.file, b.ref.file) || a.ref.record - b.ref.record);
  const seen = new Set<string>();
  return byPlace
    .filter(({ ref, record }) => {
      const key =
        ref.eventId === ''
          ? `${ref.file}#${ref.record}`
          : JSON.stringify([ref.eventId, record['recipientAccountId'] ?? null]);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => order(a.ref.timeMs, b.ref.timeMs) || byText(a.ref.eventId, b.ref.eventId));
}

/** Unknown times last. */
function order(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
