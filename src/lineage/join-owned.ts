/** Passwords and other secrets of IAM users, and the users themselves: whoever made them has what they give. */
import { firstUseOf } from './credential-draft.ts';
import type { Draft } from './credential-draft.ts';
import { addPrincipal } from './graph.ts';
import type { Graph } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import type { CredentialKind } from './lineage.ts';
import { compareTexts } from './traces.ts';
import type { Users } from './users.ts';

/** Credentials that are a user's own, and not sessions that were made with one of them. */
const OWN: ReadonlySet<CredentialKind> = new Set([
  'access-key',
  'password',
  'service-specific',
  'ssh-key',
  'signing-certificate',
]);

export function passwordId(arn: string): string {
  return `password:${arn}`;
}

/** J1: CreateLoginProfile, UploadSSHPublicKey and the like name what they made, or whose it is. */
export function joinOwned(graph: Graph, mintings: readonly Minting[], users: Users): void {
  for (const minting of mintings) {
    const { child, caller, mechanism, seen, events } = minting;
    if (child.what !== 'owned') continue;
    const arn = users.arnOf(child.holder, minting);
    if (child.id === '' && arn === '') continue;
    const draft = graph.credential(child.kind === 'password' ? passwordId(arn) : `${child.kind}:${child.id}`);
    const { timeMs } = seen.ref;
    draft.isMinted = true;
    draft.issuedMs ??= timeMs;
    draft.expiresMs ??= child.expiresMs;
    addPrincipal(draft, { ...child.holder, arn });
    graph.addEdge({
      parent: graph.callerId(caller, timeMs),
      child: draft.id,
      mechanism,
      rule: 'J1',
      confidence: 'certain',
      timeMs,
      events,
    });
    joinBearer(graph, minting, draft);
  }
}

/** Bearer tokens of Bedrock are used without an access key ID: the user is all that says which it was. */
function joinBearer(graph: Graph, { mechanism, seen, events }: Minting, draft: Draft): void {
  const user = graph.drafts.get(`unknown:${draft.principal}`);
  if (draft.kind !== 'service-specific' || user === undefined) return;
  const first = firstUseOf(user);
  if (first === null || first.ref.timeMs < seen.ref.timeMs) return;
  graph.addEdge({
    parent: draft.id,
    child: user.id,
    mechanism,
    rule: 'J10',
    confidence: 'high',
    timeMs: seen.ref.timeMs,
    events: [...events, first.ref],
  });
}

/** J3, J10: credentials of a user belong to who made the user, as far as they are not its own work already. */
export function joinUsers(graph: Graph, mintings: readonly Minting[], users: Users): void {
  const own = [...graph.drafts.values()].filter(({ kind }) => OWN.has(kind));
  const byPrincipal = groupBy(
    own.toSorted((a, b) => compareTexts(a.id, b.id)),
    ({ principal }) => principal,
  );
  for (const minting of mintings) {
    const { child, caller, mechanism, seen, events } = minting;
    if (child.what !== 'user') continue;
    const { timeMs } = seen.ref;
    const parent = graph.callerId(caller, timeMs);
    for (const draft of byPrincipal.get(users.arnOf(child.holder, minting)) ?? []) {
      const first = firstUseOf(draft);
      const since = draft.issuedMs ?? first?.ref.timeMs ?? timeMs;
      if (since < timeMs || graph.isParent(parent, draft.id)) continue;
      const isSame = draft.principalId !== '' && draft.principalId === child.holder.principalId;
      graph.addEdge({
        parent,
        child: draft.id,
        mechanism,
        rule: isSame ? 'J3' : 'J10',
        confidence: isSame ? 'very high' : 'high',
        timeMs,
        events: first === null ? events : [...events, first.ref],
      });
    }
  }
}
