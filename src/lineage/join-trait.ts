/** J5, J9 to J12: sessions whose minting is not in the logs, joined by what their uses tell. */
import { firstUseOf, isTemporary } from './credential-draft.ts';
import type { Draft, Facts } from './credential-draft.ts';
import type { Graph } from './graph.ts';
import { groupBy } from '../group-by.ts';
import type { Minting } from './join-copies.ts';
import type { Confidence, JoinRule } from './lineage.ts';
import type { Sighting } from './use.ts';
import { compareSightings } from './traces.ts';

/** More than so many possible parents say nothing. */
const MOST = 4;
/** How long after a trace of someone another with the same address and tool is likely theirs. */
const NEAR_MS = 10 * 60_000;

export function joinTraits(
  graph: Graph,
  mintings: readonly Minting[],
  doubtful: ReadonlyMap<string, readonly string[]>,
): void {
  joinDoubtful(graph, doubtful);
  const open = (): Draft[] =>
    [...graph.drafts.values()].filter(
      (draft) => isTemporary(draft) && !draft.isMinted && !graph.hasParent(draft),
    );
  joinSourceIdentity(graph, open());
  for (const draft of open()) joinIssuer(graph, draft);
  // Identity Center signs its users in with SAML: that event is known, and says nothing of the user.
  for (const draft of graph.drafts.values()) {
    if (isTemporary(draft) && !graph.hasParent(draft)) joinOnBehalfOf(graph, draft);
  }
  joinNeighbours(graph, mintings, open());
}

/** J5: a service called for a principal who used several credentials at that time. */
function joinDoubtful(graph: Graph, doubtful: ReadonlyMap<string, readonly string[]>): void {
  for (const [key, ids] of doubtful) {
    const draft = graph.credential(key);
    const relayed = draft.facts[0]!;
    addAll(graph, draft, ids, { mechanism: relayed.invokedBy, rule: 'J5', confidence: 'low' });
  }
}

/** J9: the source identity is set once, and handed down the chain of roles. */
function joinSourceIdentity(graph: Graph, open: readonly Draft[]): void {
  const marked = [...graph.drafts.values()].filter((draft) => traitOf(draft, 'sourceIdentity') !== '');
  const byIdentity = groupBy(marked, (draft) => traitOf(draft, 'sourceIdentity'));
  for (const draft of open) {
    const { issuedMs } = draft;
    if (issuedMs === null) continue;
    const kin = byIdentity.get(traitOf(draft, 'sourceIdentity')) ?? [];
    const parents = kin.filter(
      (each) =>
        each !== draft &&
        each.principal !== draft.principal &&
        each.issuedMs !== null &&
        each.issuedMs < issuedMs &&
        each.facts.some((facts) => facts.lastMs >= issuedMs),
    );
    if (parents.length !== 1) continue;
    addAll(graph, draft, [parents[0]!.id], { mechanism: 'AssumeRole', rule: 'J9', confidence: 'high' });
  }
}

/** J10: a federated user's session names the IAM user that called GetFederationToken. */
function joinIssuer(graph: Graph, draft: Draft): void {
  const facts = draft.facts.find(
    ({ type, issuerType }) => type === 'FederatedUser' || issuerType === 'IAMUser',
  );
  if (facts === undefined || facts.issuerArn === '') return;
  const keys = graph.activeKeys(facts.issuerArn, draft.issuedMs ?? facts.first.ref.timeMs);
  addAll(
    graph,
    draft,
    keys.map(({ id }) => id),
    { mechanism: 'GetFederationToken', rule: 'J10', confidence: keys.length === 1 ? 'high' : 'low' },
  );
}

/** J11: the user of Identity Center behind a role's session. */
function joinOnBehalfOf(graph: Graph, draft: Draft): void {
  const user = traitOf(draft, 'onBehalfOf');
  if (user === '') return;
  addAll(graph, draft, [graph.portal(user).id], {
    mechanism: 'GetRoleCredentials',
    rule: 'J11',
    confidence: 'high',
  });
}

/** J12: the same address and tool within ten minutes, or a user's only key in that hour. */
function joinNeighbours(graph: Graph, mintings: readonly Minting[], open: readonly Draft[]): void {
  const traces = [...graph.drafts.values()].flatMap((draft) => {
    const seen = firstUseOf(draft);
    return seen === null || draft.facts.every(({ isRelayed }) => isRelayed) ? [] : [{ seen, id: draft.id }];
  });
  for (const { seen, caller, child } of mintings) {
    if (child.what !== 'login') traces.push({ seen, id: graph.callerId(caller, seen.ref.timeMs) });
  }
  const addresses = new Set(open.map((draft) => firstUseOf(draft)?.address));
  const byPlace = groupBy(
    traces
      .filter(({ id, seen }) => id !== '' && addresses.has(seen.address))
      .toSorted((a, b) => compareSightings(a.seen, b.seen)),
    ({ seen }) => placeOf(seen),
  );
  for (const draft of open) {
    const seen = firstUseOf(draft);
    // Whoever signs in to the console has a password, not the key that was at work beside it.
    if (seen === null || draft.kind === 'console-session') continue;
    const timeMs = draft.issuedMs ?? seen.ref.timeMs;
    const [facts] = draft.facts;
    const keys = facts?.type === 'IAMUser' ? graph.activeKeys(draft.principal, timeMs) : [];
    const near = nearBefore(byPlace.get(placeOf(seen)) ?? [], timeMs).filter((id) => id !== draft.id);
    const ids = keys.length > 0 ? keys.map(({ id }) => id) : near;
    addAll(graph, draft, ids, { mechanism: 'unknown', rule: 'J12', confidence: 'low' });
  }
}

/** Ids of those seen within the ten minutes before; services call from places that say nothing. */
function nearBefore(
  traces: readonly { readonly seen: Sighting; readonly id: string }[],
  timeMs: number,
): string[] {
  const ids = new Set<string>();
  for (let at = traces.length - 1; at >= 0 && ids.size <= MOST; at--) {
    const { seen, id } = traces[at]!;
    if (seen.ref.timeMs > timeMs) continue;
    if (seen.ref.timeMs < timeMs - NEAR_MS) break;
    if (!isService(seen)) ids.add(id);
  }
  return [...ids];
}

function isService({ address }: Sighting): boolean {
  return address === '' || address === 'AWS Internal' || address.endsWith('.amazonaws.com');
}

function placeOf({ address, agent }: Sighting): string {
  return JSON.stringify([address, agent]);
}

function addAll(
  graph: Graph,
  draft: Draft,
  parents: readonly string[],
  how: { readonly mechanism: string; readonly rule: JoinRule; readonly confidence: Confidence },
): void {
  const first = firstUseOf(draft);
  if (parents.length === 0 || parents.length > MOST || first === null) return;
  const timeMs = draft.issuedMs ?? first.ref.timeMs;
  for (const parent of parents) {
    graph.addEdge({ parent, child: draft.id, ...how, timeMs, events: [first.ref] });
  }
}

function traitOf(draft: Draft, trait: 'sourceIdentity' | 'onBehalfOf'): string {
  return draft.facts.find((facts: Facts) => facts[trait] !== '')?.[trait] ?? '';
}
