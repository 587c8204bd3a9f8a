/** Which commits lead to objects, over any number of trees. */
import type { CommitGraph } from './commit-graph.ts';
import type { IntList } from './int-list.ts';
import { joinedRefs, NO_REFS, oneRef } from './ref-set.ts';
import type { RefSet } from './ref-set.ts';

/** Which trees have which objects. Objects have numbers from 0. */
export interface ReachLinks {
  /** `nameKey` of each object. */
  readonly keys: readonly number[];
  /** The number of the object with a key; -1 when it is none of those. */
  find(key: number): number;
  /** Three numbers each: an object, a tree that has it, and the number of the name it has there. */
  readonly links: IntList;
  readonly names: readonly string[];
}

/** What is known of a tree or blob. */
export interface Reach {
  /** Number of the first commit that leads to it; -1 when none does. */
  readonly commit: number;
  readonly refs: RefSet;
  /** Whether the tree at HEAD has it. */
  readonly atHead: boolean;
  /** By which path that commit has it; of several the first. Where no commit has it, the end of one. */
  readonly path: string | null;
}

/** Of what no commit leads to. */
const NO_RANK = 0x7fffffff;
/** No path has more folders; a circle of colliding names would. */
const DEEPEST_PATH = 512;

export class Reaches {
  readonly #links: ReachLinks;
  readonly #commits: Int32Array;
  readonly #ranks: Int32Array;
  readonly #bits: Int32Array;
  readonly #atHead: Uint8Array;
  /** Refs that have no bit. */
  readonly #others: (ReadonlySet<number> | undefined)[];
  #hasOthers = false;
  /** The links of each object to trees that the same commit leads to first: the last of them, and those before each. */
  readonly #lastWay: Int32Array;
  readonly #wayBefore: Int32Array;
  readonly #paths = new Map<number, string>();

  /** @param headTree key of the tree at HEAD. */
  constructor(links: ReachLinks, graph: CommitGraph, headTree: number | undefined) {
    const count = links.keys.length;
    this.#links = links;
    this.#commits = new Int32Array(count).fill(-1);
    this.#ranks = new Int32Array(count).fill(NO_RANK);
    this.#bits = new Int32Array(count);
    this.#atHead = new Uint8Array(count);
    this.#others = Array.from({ length: count });
    this.#begin(graph, headTree);
    while (this.#spread());
    this.#lastWay = new Int32Array(count).fill(-1);
    this.#wayBefore = new Int32Array(links.links.length / 3);
    this.#findWays();
  }

  of(object: number): Reach {
    return {
      commit: this.#commits[object]!,
      refs: { bits: this.#bits[object]!, others: this.#others[object] ?? NO_REFS.others },
      atHead: this.#atHead[object] === 1,
      path: this.#pathOf(object, 0),
    };
  }

  /** What refs lead to directly, and the trees of commits. */
  #begin(graph: CommitGraph, headTree: number | undefined): void {
    const { keys } = this.#links;
    if (graph.hasDirectRefs)
      for (let object = 0; object < keys.length; object++)
        this.#join(object, graph.directRefsOf(keys[object]!));
    graph.forEachCommit((commit, tree, rank, bits, other) => {
      const object = this.#links.find(tree);
      if (object < 0) return;
      if (rank < this.#ranks[object]!) {
        this.#ranks[object] = rank;
        this.#commits[object] = commit;
      }
      this.#bits[object]! |= bits;
      if (other >= 0) this.#join(object, oneRef(other));
    });
    const head = headTree === undefined ? -1 : this.#links.find(headTree);
    if (head >= 0) this.#atHead[head] = 1;
  }

  #join(object: number, refs: RefSet): void {
    const known = { bits: this.#bits[object]!, others: this.#others[object] ?? NO_REFS.others };
    const { bits, others } = joinedRefs(known, refs);
    this.#bits[object] = bits;
    if (others.size === 0) return;
    this.#others[object] = others;
    this.#hasOthers = true;
  }

  /** Hands on what trees know to what they have. Whether one handed on less than it knows by now. */
  #spread(): boolean {
    const { numbers, length } = this.#links.links;
    const [ranks, bits, atHead] = [this.#ranks, this.#bits, this.#atHead];
    // A tree is told behind what it has, unless it lies at several depths: from the end, one round is mostly enough.
    const hasHandedOn = new Uint8Array(ranks.length);
    let isNew = false;
    for (let n = length - 3; n >= 0; n -= 3) {
      const [child, tree] = [numbers[n]!, numbers[n + 1]!];
      hasHandedOn[tree] = 1;
      if (ranks[tree]! < ranks[child]!) {
        ranks[child] = ranks[tree]!;
        this.#commits[child] = this.#commits[tree]!;
        if (hasHandedOn[child] === 1) isNew = true;
      }
      if ((bits[tree]! & ~bits[child]!) !== 0) {
        bits[child]! |= bits[tree]!;
        if (hasHandedOn[child] === 1) isNew = true;
      }
      if (atHead[tree]! > atHead[child]!) {
        atHead[child] = 1;
        if (hasHandedOn[child] === 1) isNew = true;
      }
      if (this.#hasOthers && this.#joinOthers(child, tree) && hasHandedOn[child] === 1) isNew = true;
    }
    return isNew;
  }

  #joinOthers(child: number, tree: number): boolean {
    const more = this.#others[tree];
    if (more === undefined) return false;
    const known = this.#others[child] ?? NO_REFS.others;
    const { others } = joinedRefs({ bits: 0, others: known }, { bits: 0, others: more });
    this.#others[child] = others;
    return others !== known;
  }

  #findWays(): void {
    const { numbers, length } = this.#links.links;
    for (let n = 0; n < length; n += 3) {
      const child = numbers[n]!;
      if (this.#ranks[child] !== this.#ranks[numbers[n + 1]!]) continue;
      this.#wayBefore[n / 3] = this.#lastWay[child]!;
      this.#lastWay[child] = n / 3;
    }
  }

  #pathOf(object: number, depth: number): string | null {
    const known = this.#paths.get(object);
    if (known !== undefined) return known;
    if (depth === DEEPEST_PATH) return null;
    const { links, names } = this.#links;
    let first: string | null = null;
    for (let way = this.#lastWay[object]!; way >= 0; way = this.#wayBefore[way]!) {
      const above = this.#pathOf(links.numbers[3 * way + 1]!, depth + 1);
      const name = names[links.numbers[3 * way + 2]!]!;
      const path = above === null ? name : `${above}/${name}`;
      if (first === null || path < first) first = path;
    }
    if (first !== null) this.#paths.set(object, first);
    return first;
  }
}
