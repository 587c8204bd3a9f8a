/** Which commits lead to objects, over any number of trees. */
import type { CommitGraph } from './commit-graph.ts';
import type { IntList } from './int-list.ts';
import { joinedRefs, NO_REFS } from './ref-set.ts';
import type { RefSet } from './ref-set.ts';

/** Which trees have which objects. Objects have numbers from 0. */
export interface ReachLinks {
  /** `nameKey` of each object. */
  readonly keys: readonly number[];
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
    for (const [object, key] of links.keys.entries()) this.#begin(object, key, graph, headTree);
    // A tree is mostly told behind what it has, so from the end all is known in one round.
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

  #begin(object: number, key: number, graph: CommitGraph, headTree: number | undefined): void {
    let refs = graph.refsOf(key);
    const own = graph.firstOfTree(key);
    if (own !== undefined) {
      this.#commits[object] = own.commit;
      this.#ranks[object] = own.rank;
      refs = joinedRefs(refs, own.refs);
    }
    this.#bits[object] = refs.bits;
    if (refs.others.size > 0) {
      this.#others[object] = refs.others;
      this.#hasOthers = true;
    }
    if (key === headTree) this.#atHead[object] = 1;
  }

  /** Hands on what trees know to what they have. Whether anything became known. */
  #spread(): boolean {
    const { numbers, length } = this.#links.links;
    const [ranks, bits, atHead] = [this.#ranks, this.#bits, this.#atHead];
    let isNew = false;
    for (let n = length - 3; n >= 0; n -= 3) {
      const [child, tree] = [numbers[n]!, numbers[n + 1]!];
      if (ranks[tree]! < ranks[child]!) {
        ranks[child] = ranks[tree]!;
        this.#commits[child] = this.#commits[tree]!;
        isNew = true;
      }
      if ((bits[tree]! & ~bits[child]!) !== 0) {
        bits[child]! |= bits[tree]!;
        isNew = true;
      }
      if (atHead[tree]! > atHead[child]!) {
        atHead[child] = 1;
        isNew = true;
      }
      if (this.#hasOthers && this.#joinOthers(child, tree)) isNew = true;
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
