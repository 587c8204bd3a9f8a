/** Commits in the order in which they came, and the refs that lead to them. */
import type { HistoryShare } from './history-share.ts';
import { nameKeyOfHex } from './object-name.ts';
import { joinedRefs, NO_REFS, oneRef, TOLD_APART } from './ref-set.ts';
import type { RefSet } from './ref-set.ts';
import type { Refs } from './refs.ts';

export interface TreeCommits {
  /** The first commit with this tree, as a number. */
  readonly commit: number;
  /** Its place in the order of commits: those that refs lead to first, by time, parents before children. */
  readonly rank: number;
  /** Refs that lead to any commit with this tree; of those without a bit, one for each commit. */
  readonly refs: RefSet;
}

export class CommitGraph {
  readonly #keys: Float64Array;
  readonly #trees: Float64Array;
  readonly #times: Float64Array;
  readonly #numbers = new Map<number, number>();
  /** Numbers of the parents of commit n, from `#parentsAt[n]` to `#parentsAt[n + 1]`; -1 for those that are missing. */
  readonly #parents: Int32Array;
  readonly #parentsAt: Int32Array;
  /** Bits of the first refs that lead to a commit. */
  readonly #refBits: Int32Array;
  /** The first of the other refs that leads to a commit; -1 when there is none. */
  readonly #otherRef: Int32Array;
  readonly #ranks: Int32Array;
  readonly #byTree = new Map<number, { commit: number; refs: RefSet }>();
  /** Refs that lead to something that is no commit, or to a tag on the way to one. */
  readonly #direct = new Map<number, RefSet>();

  constructor({ commits }: { readonly commits: readonly HistoryShare[] }, { refs }: Refs) {
    const whole = joined(commits);
    this.#keys = whole.commits;
    this.#trees = whole.commitTrees;
    this.#times = whole.commitTimes;
    const count = this.#keys.length;
    for (let n = 0; n < count; n++) this.#numbers.set(this.#keys[n]!, n);
    this.#parentsAt = new Int32Array(count + 1);
    for (let n = 0; n < count; n++) this.#parentsAt[n + 1] = this.#parentsAt[n]! + whole.parentCounts[n]!;
    this.#parents = Int32Array.from(whole.parents, (key) => this.#numbers.get(key) ?? -1);
    this.#refBits = new Int32Array(count);
    this.#otherRef = new Int32Array(count).fill(-1);
    const tags = new Map<number, number>();
    for (let n = 0; n < whole.tags.length; n++) tags.set(whole.tags[n]!, whole.tagTargets[n]!);
    for (const [ref, { object }] of refs.entries()) this.#lead(ref, nameKeyOfHex(object), tags);
    this.#ranks = this.#rank(this.#spread());
    this.#gatherTrees();
  }

  /** The key of commit number `n`. */
  keyOf(n: number): number {
    return this.#keys[n]!;
  }

  /** Key of the tree of the commit with this key. */
  treeOf(key: number): number | undefined {
    const n = this.#numbers.get(key);
    return n === undefined ? undefined : this.#trees[n];
  }

  /** Refs that lead to the commit or tag with this key, or directly to something else. */
  refsOf(key: number): RefSet {
    const direct = this.#direct.get(key) ?? NO_REFS;
    const n = this.#numbers.get(key);
    return n === undefined ? direct : joinedRefs(direct, this.#refsOfCommit(n));
  }

  firstOfTree(tree: number): TreeCommits | undefined {
    const known = this.#byTree.get(tree);
    return known && { ...known, rank: this.#ranks[known.commit]! };
  }

  #refsOfCommit(n: number): RefSet {
    const told = { ...NO_REFS, bits: this.#refBits[n]! };
    const other = this.#otherRef[n]!;
    return other < 0 ? told : joinedRefs(told, oneRef(other));
  }

  /** Notes where a ref leads: over tags to a commit, whose ancestors follow. */
  #lead(ref: number, object: number, tags: ReadonlyMap<number, number>): void {
    let key = object;
    for (let seen = 0; seen <= tags.size && !this.#numbers.has(key); seen++) {
      this.#direct.set(key, joinedRefs(this.#direct.get(key) ?? NO_REFS, oneRef(ref)));
      const target = tags.get(key);
      if (target === undefined) return;
      key = target;
    }
    const commit = this.#numbers.get(key);
    if (commit === undefined) return;
    if (ref < TOLD_APART) this.#refBits[commit]! |= 1 << ref;
    else this.#claim(ref, commit);
  }

  /** Gives a ref all commits that it leads to and that no earlier one of the other refs does. */
  #claim(ref: number, commit: number): void {
    if (this.#otherRef[commit]! >= 0) return;
    this.#otherRef[commit] = ref;
    const open = [commit];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (let p = this.#parentsAt[at]!; p < this.#parentsAt[at + 1]!; p++) {
        const parent = this.#parents[p]!;
        if (parent < 0 || this.#otherRef[parent]! >= 0) continue;
        this.#otherRef[parent] = ref;
        open.push(parent);
      }
    }
  }

  /** Hands refs on to parents, and returns the commits in an order in which children come first. */
  #spread(): Int32Array {
    const count = this.#keys.length;
    const children = new Int32Array(count);
    for (const parent of this.#parents) if (parent >= 0) children[parent]!++;
    const order = new Int32Array(count);
    let ordered = 0;
    for (let n = 0; n < count; n++) if (children[n] === 0) order[ordered++] = n;
    for (let at = 0; at < ordered; at++) {
      const commit = order[at]!;
      for (let p = this.#parentsAt[commit]!; p < this.#parentsAt[commit + 1]!; p++) {
        const parent = this.#parents[p]!;
        if (parent < 0) continue;
        this.#refBits[parent]! |= this.#refBits[commit]!;
        if (--children[parent]! === 0) order[ordered++] = parent;
      }
    }
    return order.subarray(0, ordered);
  }

  #rank(childrenFirst: Int32Array): Int32Array {
    const depths = new Int32Array(this.#keys.length);
    for (const [at, commit] of childrenFirst.entries()) depths[commit] = -at;
    const isReached = (n: number): number => (this.#refBits[n] !== 0 || this.#otherRef[n]! >= 0 ? 0 : 1);
    const order = Int32Array.from(this.#keys, (_, n) => n).toSorted(
      (a, b) => isReached(a) - isReached(b) || this.#times[a]! - this.#times[b]! || depths[a]! - depths[b]!,
    );
    const ranks = new Int32Array(order.length);
    for (const [rank, commit] of order.entries()) ranks[commit] = rank;
    return ranks;
  }

  #gatherTrees(): void {
    for (let n = 0; n < this.#keys.length; n++) {
      const tree = this.#trees[n]!;
      const refs = this.#refsOfCommit(n);
      const known = this.#byTree.get(tree);
      if (known === undefined) {
        this.#byTree.set(tree, { commit: n, refs });
        continue;
      }
      if (this.#ranks[n]! < this.#ranks[known.commit]!) known.commit = n;
      known.refs = joinedRefs(known.refs, refs);
    }
  }
}

type CommitLists = Pick<
  HistoryShare,
  'commits' | 'commitTrees' | 'commitTimes' | 'parentCounts' | 'parents' | 'tags' | 'tagTargets'
>;

/** All shares as one; a commit that lies in two packs is taken once. */
function joined(shares: readonly HistoryShare[]): CommitLists {
  const concat = (name: keyof CommitLists): Float64Array => {
    const whole = new Float64Array(shares.reduce((sum, share) => sum + share[name].length, 0));
    let at = 0;
    for (const share of shares) {
      whole.set(share[name], at);
      at += share[name].length;
    }
    return whole;
  };
  return {
    commits: concat('commits'),
    commitTrees: concat('commitTrees'),
    commitTimes: concat('commitTimes'),
    parentCounts: concat('parentCounts'),
    parents: concat('parents'),
    tags: concat('tags'),
    tagTargets: concat('tagTargets'),
  };
}
