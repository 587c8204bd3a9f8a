/** Orders and groups of counted things, always the same for the same counts. */
import { addSums, NO_SUMS } from './sum-table.ts';
import type { Sums, SumTable } from './sum-table.ts';

/** Orders rows by events, the most first; rows with as many by their text. */
export function byEvents(a: { readonly events: number }, b: { readonly events: number }): number {
  return b.events - a.events || byText(JSON.stringify(a), JSON.stringify(b));
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The sums of rows that share a name, the most events first. */
export function groupSums(
  rows: readonly number[],
  nameOf: (row: number) => string,
  table: SumTable,
): ({ readonly name: string } & Sums)[] {
  const groups = new Map<string, Sums>();
  for (const row of rows) {
    const name = nameOf(row);
    groups.set(name, addSums(groups.get(name) ?? NO_SUMS, table.at(row)));
  }
  return [...groups].map(([name, sums]) => ({ name, ...sums })).toSorted(byEvents);
}

/** Lists of the values that share a key. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) pushTo(groups, keyOf(value), value);
  return groups;
}

/** Adds to a list in a map, which it makes. */
export function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
