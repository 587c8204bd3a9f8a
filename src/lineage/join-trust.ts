/** J10: sessions that callers from outside got of a role whose trust policy someone wrote. */
import { isSameRole, lastPart } from './arn.ts';
import { firstUseOf } from './credential-draft.ts';
import type { Draft } from './credential-draft.ts';
import type { Graph } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import type { CredentialKind } from './lineage.ts';
import type { RoleChild } from './mint.ts';

type RoleMinting = Minting & { readonly child: RoleChild };

const FOR_OUTSIDERS: ReadonlySet<CredentialKind> = new Set(['role-session', 'saml', 'web-identity']);

export function joinTrust(graph: Graph, mintings: readonly Minting[]): void {
  const roles = mintings.filter((each): each is RoleMinting => each.child.what === 'role');
  if (roles.length === 0) return;
  const sessions = [...graph.drafts.values()].filter(
    (draft) => FOR_OUTSIDERS.has(draft.kind) && isFromOutside(graph.parentsOf(draft)),
  );
  const byRole = groupBy(sessions, ({ owner }) => lastPart(owner));
  for (const group of groupBy(roles, (each) => `${parentOf(graph, each)} ${each.child.role}`).values()) {
    const { role } = group[0]!.child;
    for (const draft of byRole.get(lastPart(role)) ?? []) {
      if (isSameRole(role, draft.owner)) joinSession(graph, group, draft);
    }
  }
}

function joinSession(graph: Graph, group: readonly RoleMinting[], draft: Draft): void {
  const first = firstUseOf(draft);
  const issuedMs = draft.issuedMs ?? first?.ref.timeMs ?? 0;
  const minting = group.findLast(({ seen }) => seen.ref.timeMs <= issuedMs);
  if (minting === undefined) return;
  graph.addEdge({
    parent: parentOf(graph, minting),
    child: draft.id,
    mechanism: minting.mechanism,
    rule: 'J10',
    confidence: 'high',
    timeMs: minting.seen.ref.timeMs,
    events: first === null ? minting.events : [...minting.events, first.ref],
  });
}

/** Nobody whose credential these logs know got the session. */
function isFromOutside(parents: readonly string[]): boolean {
  return parents.every((parent) => parent.startsWith('unknown:'));
}

function parentOf(graph: Graph, { caller, seen }: RoleMinting): string {
  return graph.callerId(caller, seen.ref.timeMs);
}
