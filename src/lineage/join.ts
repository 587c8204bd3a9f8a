/** Joins traces to the lineage: which credential was used to get which, by the strongest rule that holds. */
import { coverageOf } from './coverage.ts';
import { factsOf } from './credential-draft.ts';
import { foldKeys } from './fold.ts';
import { Graph, toCredential } from './graph.ts';
import { joinConsoles } from './join-console.ts';
import { joinCopies } from './join-copies.ts';
import { joinMinted } from './join-minted.ts';
import { joinOwned, joinUsers } from './join-owned.ts';
import { joinTraits } from './join-trait.ts';
import { joinTrust } from './join-trust.ts';
import { joinWorkloads } from './join-workload.ts';
import type { Lineage } from './lineage.ts';
import type { Traces } from './traces.ts';
import { compareTexts, eachMint } from './traces.ts';
import { Users } from './users.ts';

/** The same traces give the same lineage, in the same order, whatever order they stand in, once or more often. */
export function joinLineage({ uses, mints }: Traces): Lineage {
  const users = new Users(uses, mints);
  const mintings = joinCopies(eachMint(mints));
  const facts = factsOf(uses);
  const { folded, doubtful } = foldKeys(facts, mintings);
  const graph = new Graph(facts, folded);
  joinMinted(graph, mintings, users);
  joinOwned(graph, mintings, users);
  joinConsoles(graph, mintings);
  joinUsers(graph, mintings, users);
  joinWorkloads(graph, mintings);
  joinTrust(graph, mintings);
  joinTraits(graph, mintings, doubtful);
  const edges = graph.edges();
  const drafts = [...graph.drafts.values()].toSorted((a, b) => compareTexts(a.id, b.id));
  return {
    credentials: new Map(drafts.map((draft) => [draft.id, toCredential(draft)])),
    folded: new Map([...graph.folded].toSorted(([a], [b]) => compareTexts(a, b))),
    edges,
    coverage: coverageOf(drafts, edges),
  };
}
