import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeIncident } from '../../test/support/made-incident.ts';
import type { LineageEdge } from '../lineage/lineage.ts';
import { JOIN_RULES } from '../lineage/lineage.ts';
import type { TreeNode } from './lineage-tree.ts';
import { lineageTrees } from './lineage-tree.ts';

const [example] = madeIncident().edges as readonly [LineageEdge];

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');
const edges: fc.Arbitrary<LineageEdge[]> = fc.array(
  fc
    .record({ parent: id, child: id, rule: fc.constantFrom(...JOIN_RULES), timeMs: fc.nat(9) })
    .map((part) => ({ ...example, ...part })),
  { maxLength: 30 },
);

function idsOf(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap((node) => [node.id, ...idsOf(node.children)]);
}

function foldedIn(nodes: readonly TreeNode[]): number {
  return nodes.reduce(
    (sum, { folded, children }) => sum + folded.reduce((n, { count }) => n + count, 0) + foldedIn(children),
    0,
  );
}

describe('the forest of a lineage', () => {
  it('holds every credential once, whatever the edges: cycles, several parents, itself', () => {
    fc.assert(
      fc.property(edges, (given) => {
        const trees = lineageTrees({ credentials: [], edges: given });
        const ids = idsOf(trees);
        expect(new Set(ids).size).toBe(ids.length);
        const proper = given.filter(({ parent, child }) => parent !== child);
        const all = new Set(proper.flatMap(({ parent, child }) => [parent, child]));
        expect(ids.length + foldedIn(trees)).toBe(all.size);
        expect([...all]).toEqual(expect.arrayContaining(ids));
      }),
    );
  });

  it('puts a chain below each other, with what leaked on top', () => {
    const { credentials, edges: chain } = madeIncident();
    const [root, ...others] = lineageTrees({ credentials, edges: chain });
    expect(others).toEqual([]);
    expect(root!.because).toBe('leaked');
    expect(idsOf([root!])).toEqual(credentials.map(({ credential }) => credential.id));
  });

  it('folds many children of the same making, and keeps those that lead on', () => {
    const many = Array.from({ length: 40 }, (_, n) => ({
      ...example,
      parent: 'top',
      child: `session-${n}`,
      timeMs: n,
    }));
    const on = { ...example, parent: 'session-39', child: 'further', timeMs: 100 };
    const [tree] = lineageTrees({ credentials: [], edges: [...many, on] });
    expect(idsOf([tree!])).toContain('further');
    expect(tree!.folded).toEqual([{ mechanism: example.mechanism, count: 34 }]);
  });
});
