/** The lineage of an incident as a forest, as pictures and lists show it: every credential once, below what minted it. */
import type { CompromisedCredential } from '../investigate/incident.ts';
import type { CredentialKind, LineageEdge } from '../lineage/lineage.ts';
import { JOIN_RULES } from '../lineage/lineage.ts';
import type { LineagePicture } from './document.ts';

export interface TreeNode {
  readonly id: string;
  /** `null` for credentials outside the incident that an edge names. */
  readonly kind: CredentialKind | null;
  readonly principal: string;
  readonly because: CompromisedCredential['because'] | null;
  /** How it came of the node above; `null` at a root. */
  readonly edge: LineageEdge | null;
  readonly children: readonly TreeNode[];
  /** Children that are not drawn one by one, because there are many of the same making. */
  readonly folded: readonly { readonly mechanism: string; readonly count: number }[];
}

/** Children of one making that are drawn one by one. */
const MOST_ALIKE = 6;

export function lineageTrees({ credentials, edges }: LineagePicture): TreeNode[] {
  const known = new Map(credentials.map((held) => [held.credential.id, held]));
  const above = strongestParents(edges);
  const below = groupBy(above.values(), ({ parent }) => parent);
  const ids = new Set([
    ...known.keys(),
    ...[...above.values()].flatMap(({ parent, child }) => [parent, child]),
  ]);
  const placed = new Set<string>();
  const grow = (id: string, edge: LineageEdge | null): TreeNode => {
    placed.add(id);
    const held = known.get(id);
    const grown: TreeNode[] = [];
    const folded: { mechanism: string; count: number }[] = [];
    const ordered = (below.get(id) ?? []).toSorted((a, b) => a.timeMs - b.timeMs);
    for (const [mechanism, alike] of groupBy(ordered, ({ mechanism }) => mechanism)) {
      // Those that lead on are drawn before those that end here.
      const ranked = alike.toSorted(
        (a, b) => (below.get(b.child)?.length ?? 0) - (below.get(a.child)?.length ?? 0),
      );
      let count = 0;
      for (const one of ranked) {
        if (placed.has(one.child)) continue;
        const leads = below.has(one.child);
        if (!leads && count >= MOST_ALIKE) {
          placed.add(one.child);
          const fold = folded.find((known) => known.mechanism === mechanism);
          if (fold === undefined) folded.push({ mechanism, count: 1 });
          else fold.count++;
        } else {
          count++;
          grown.push(grow(one.child, one));
        }
      }
    }
    return {
      id,
      kind: held?.credential.kind ?? null,
      principal: held === undefined ? '' : held.credential.principal || held.credential.owner,
      because: held?.because ?? null,
      edge,
      children: grown,
      folded,
    };
  };
  const roots = [...ids].filter((id) => !above.has(id)).map((id) => grow(id, null));
  // What is left lies on a cycle: roles that assume each other.
  for (const id of ids) if (!placed.has(id)) roots.push(grow(id, null));
  return roots;
}

/** One edge into each child: that of the strongest rule, then the earliest. */
function strongestParents(edges: readonly LineageEdge[]): Map<string, LineageEdge> {
  const above = new Map<string, LineageEdge>();
  for (const edge of edges) {
    if (edge.parent === edge.child) continue;
    const known = above.get(edge.child);
    const isBetter =
      known === undefined ||
      JOIN_RULES.indexOf(edge.rule) < JOIN_RULES.indexOf(known.rule) ||
      (edge.rule === known.rule && edge.timeMs < known.timeMs);
    if (isBetter) above.set(edge.child, edge);
  }
  return above;
}

function groupBy(
  edges: Iterable<LineageEdge>,
  key: (edge: LineageEdge) => string,
): Map<string, LineageEdge[]> {
  const groups = new Map<string, LineageEdge[]>();
  for (const edge of edges) {
    const group = groups.get(key(edge));
    if (group === undefined) groups.set(key(edge), [edge]);
    else group.push(edge);
  }
  return groups;
}
