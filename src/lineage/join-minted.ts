/** J1, J2, J3: the event that answered with a credential, found by key, or else by principal and second. */
import { firstUseOf } from './credential-draft.ts';
import type { Draft } from './credential-draft.ts';
import { addPrincipal } from './graph.ts';
import type { Graph, NewEdge } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import type { KeyChild } from './mint.ts';
import type { Users } from './users.ts';

type KeyMinting = Minting & { readonly child: KeyChild };

interface Match {
  readonly minting: KeyMinting;
  readonly draft: Draft;
  readonly rule: 'J2' | 'J3';
}

/** Calls that give no new credential: the key was there before. */
const REVIVING = 'UpdateAccessKey';

export function joinMinted(graph: Graph, mintings: readonly Minting[], users: Users): void {
  const keyed = mintings.filter(
    (minting): minting is KeyMinting => minting.child.what === 'key' && minting.child.key !== '',
  );
  for (const minting of keyed) joinByKey(graph, minting, users);
  const keyless = mintings.filter(
    (minting): minting is KeyMinting => minting.child.what === 'key' && minting.child.key === '',
  );
  joinBySecond(graph, keyless);
}

function joinByKey(graph: Graph, minting: KeyMinting, users: Users): void {
  const { child, caller, seen, isPieced } = minting;
  const draft = graph.credential(child.key);
  learn(draft, minting, users);
  graph.addEdge({
    parent: graph.callerId(caller, seen.ref.timeMs),
    child: draft.id,
    ...mintedBy(minting, draft),
    rule: isPieced ? 'J8' : 'J1',
    confidence: isPieced ? 'high' : 'certain',
  });
}

/** What the event says about the credential, beyond what its uses say. */
function learn(draft: Draft, minting: KeyMinting, users: Users): void {
  const { child, mechanism, seen } = minting;
  const isFolded = draft.id !== child.key;
  draft.isMinted = true;
  draft.keys.add(child.key);
  if (!isFolded) draft.kind = child.kind;
  addPrincipal(draft, { ...child.holder, arn: users.arnOf(child.holder, minting) });
  if (mechanism !== REVIVING) draft.issuedMs ??= seen.ref.timeMs;
  if (child.expiresMs !== null)
    draft.expiresMs = Math.max(draft.expiresMs ?? child.expiresMs, child.expiresMs);
}

/** Calls whose response was left out: creationDate is the second of the call. */
function joinBySecond(graph: Graph, mintings: readonly KeyMinting[]): void {
  const open = [...graph.drafts.values()].filter(
    (draft) => !draft.isMinted && draft.kind !== 'console-session' && draft.issuedMs !== null,
  );
  const byArn = groupBy(open, (draft) => secondOf(withoutHash(draft.principal), draft.issuedMs));
  const byId = groupBy(open, (draft) => secondOf(draft.principalId, draft.issuedMs));
  const found = mintings.flatMap((minting): Match[] => {
    const { arn, principalId } = minting.child.holder;
    const second = Math.floor(minting.seen.ref.timeMs / 1000) * 1000;
    const byName = arn === '' ? undefined : byArn.get(secondOf(withoutHash(arn), second));
    if (byName !== undefined) return byName.map((draft) => ({ minting, draft, rule: 'J2' }));
    const same = principalId === '' ? undefined : byId.get(secondOf(principalId, second));
    return (same ?? []).map((draft) => ({ minting, draft, rule: 'J3' }));
  });
  for (const [draft, matches] of groupBy(found, (each) => each.draft)) {
    draft.isMinted = true;
    draft.kind = matches[0]!.minting.child.kind;
    const edges = matches.map(({ minting, rule }) => ({
      parent: graph.callerId(minting.caller, minting.seen.ref.timeMs),
      child: draft.id,
      ...mintedBy(minting, draft),
      rule,
    }));
    // Calls of several credentials in one second: each may have made it.
    const confidence = new Set(edges.map(({ parent }) => parent)).size > 1 ? 'low' : 'very high';
    for (const edge of edges) graph.addEdge({ ...edge, confidence });
  }
}

function mintedBy(
  { mechanism, seen, events }: Minting,
  draft: Draft,
): Pick<NewEdge, 'mechanism' | 'timeMs' | 'events'> {
  const first = firstUseOf(draft);
  return { mechanism, timeMs: seen.ref.timeMs, events: first === null ? events : [...events, first.ref] };
}

function secondOf(name: string, ms: number | null): string {
  return ms === null ? name : `${name}@${Math.floor(ms / 1000)}`;
}

/** The portal of Identity Center names the permission set, its role has a hash behind. */
function withoutHash(arn: string): string {
  return arn.replace(/(\/AWSReservedSSO_[^/]+?)_[0-9a-f]{16}(?=\/)/, '$1');
}
