/** Who signed the calls of credentials. */
import type { Lineage } from '../lineage/lineage.ts';

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

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
