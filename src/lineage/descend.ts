/** What came of credentials, and which credential an event belongs to. */
import type { JsonObject } from '../json.ts';
import { keylessName } from './credential-draft.ts';
import { groupBy } from '../group-by.ts';
import type { Lineage, LineageEdge } from './lineage.ts';
import { identityOf, isKey } from './use.ts';

/**
 * Everything that was minted from the credentials at or after `sinceMs`, over any number of steps, with the edge by
 * which each first came into the same hands. An edge counts only when it was made after its parent was in those hands;
 * guesses (confidence `low`) do not count. The credentials themselves are not in the answer.
 *
 * @param sinceMs milliseconds since 1970 (UTC); since ever when left out
 */
export function descendants(
  lineage: Lineage,
  ids: Iterable<string>,
  sinceMs: number = Number.NEGATIVE_INFINITY,
): Map<string, LineageEdge> {
  const edges = groupBy(
    lineage.edges.filter(({ confidence }) => confidence !== 'low'),
    ({ parent }) => parent,
  );
  const held = new Map([...ids].map((id) => [id, sinceMs]));
  const found = new Map<string, LineageEdge>();
  const open = [...held.keys()];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const since = held.get(id)!;
    for (const edge of edges.get(id) ?? []) {
      const known = held.get(edge.child);
      if (edge.timeMs < since || (known !== undefined && known <= edge.timeMs)) continue;
      held.set(edge.child, edge.timeMs);
      found.set(edge.child, edge);
      open.push(edge.child);
    }
  }
  return found;
}

/**
 * Id of the credential that a call belongs to: by its key, or else by principal and `creationDate` (milliseconds since
 * 1970). `''` for services and others of whom neither is known.
 */
export function credentialOf(
  lineage: Lineage,
  accessKeyId: string,
  principalArn: string,
  creationDate: number | null = null,
): string {
  if (isKey(accessKeyId)) return lineage.folded.get(accessKeyId) ?? accessKeyId;
  if (principalArn === '') return '';
  const name = keylessName(principalArn, creationDate);
  const folded = lineage.folded.get(name);
  if (folded !== undefined) return folded;
  const id = ['console', 'password', 'unknown'].map((kind) => `${kind}:${name}`);
  return id.find((each) => lineage.credentials.has(each)) ?? `unknown:${name}`;
}

/** Id of the credential that made the call of a whole record. */
export function credentialIdOf(lineage: Lineage, record: JsonObject): string {
  const { key, arn, createdMs } = identityOf(record);
  return credentialOf(lineage, key, arn, createdMs);
}
