/** Which trees have a folder: those that were told to, and those that have the entry from the tree they are a delta of. */
import type { DeltaForest } from './delta-forest.ts';
import { ofTreeNumber } from './history-share.ts';
import type { HistoryShare } from './history-share.ts';

/** The trees of one pack. */
export interface PackTrees {
  readonly forest: DeltaForest;
  /** By node. */
  readonly keys: Float64Array;
}

const NONE = -1;

export class Folders {
  readonly #shares: readonly HistoryShare[];
  readonly #packs: readonly PackTrees[];
  /** For each pack by node: the share that tells what a tree has from its base, and where in the lists it begins. */
  readonly #shareOf: readonly Uint16Array[];
  readonly #firstOf: readonly Int32Array[];

  constructor(shares: readonly HistoryShare[], packs: readonly PackTrees[]) {
    this.#shares = shares;
    this.#packs = packs;
    this.#shareOf = packs.map(({ forest }) => new Uint16Array(forest.count));
    this.#firstOf = packs.map(({ forest }) => new Int32Array(forest.count).fill(NONE));
    for (const [number, { inheritedTree }] of shares.entries()) {
      for (let n = 0, last = NONE; n < inheritedTree.length; n++) {
        if (inheritedTree[n] === last) continue;
        last = inheritedTree[n]!;
        const { pack, node } = ofTreeNumber(last);
        this.#shareOf[pack]![node] = number;
        this.#firstOf[pack]![node] = n;
      }
    }
  }

  /** Tells each tree that has one of the `wanted` trees: key of the wanted one, key of the one that has it. */
  forEachHolder(wanted: ReadonlySet<number>, tell: (child: number, tree: number) => void): void {
    // Most folders are none of the wanted ones, and a look into a set takes longer than one into a small table.
    const mayBe = new Uint8Array(65536);
    for (const key of wanted) mayBe[key & 0xffff] = 1;
    const isWanted = (key: number): boolean => mayBe[key & 0xffff] === 1 && wanted.has(key);
    for (const { folderChild, folderTree, folderAt, looseChild, looseTree } of this.#shares) {
      for (let n = 0; n < folderChild.length; n++) {
        const child = folderChild[n]!;
        if (!isWanted(child)) continue;
        const { pack, node } = ofTreeNumber(folderTree[n]!);
        this.#spread(pack, node, folderAt[n]!, (tree) => tell(child, tree));
      }
      for (let n = 0; n < looseChild.length; n++)
        if (isWanted(looseChild[n]!)) tell(looseChild[n]!, looseTree[n]!);
    }
  }

  /** Tells a tree and all below it that have its entry at `at`. */
  #spread(pack: number, top: number, at: number, tell: (tree: number) => void): void {
    const { forest, keys } = this.#packs[pack]!;
    const open = [top, at];
    while (open.length > 0) {
      const here = open.pop()!;
      const node = open.pop()!;
      tell(keys[node]!);
      for (let child = forest.firstChild[node]!; child >= 0; child = forest.nextSibling[child]!) {
        const there = this.#inherited(pack, child, here);
        if (there >= 0) open.push(child, there);
      }
    }
  }

  /** Where a tree has the entry that is at `baseAt` in its base; -1 when it has it not. */
  #inherited(pack: number, node: number, baseAt: number): number {
    const first = this.#firstOf[pack]![node]!;
    if (first === NONE) return NONE;
    const { inheritedTree, inheritedAt, inheritedBaseAt, inheritedLength } =
      this.#shares[this.#shareOf[pack]![node]!]!;
    const tree = inheritedTree[first];
    for (let n = first; n < inheritedTree.length && inheritedTree[n] === tree; n++) {
      const within = baseAt - inheritedBaseAt[n]!;
      if (within >= 0 && within < inheritedLength[n]!) return inheritedAt[n]! + within;
    }
    return NONE;
  }
}
