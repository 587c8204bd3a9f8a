/** Commits in the order in which they came, and the refs that lead to them. */
import type { CommitLists } from './commit-notes.ts';
import { KeyMap } from './key-map.ts';
import { nameKeyOfHex } from './object-name.ts';
import type { ObjectNumbers } from './object-numbers.ts';
import { joinedRefs, NO_REFS, oneRef, TOLD_APART } from './ref-set.ts';
import type { RefSet } from './ref-set.ts';
import type { Refs } from './refs.ts';

/**
 * Told of a commit, as a number: the key of its tree; its place in the order of commits, those that refs lead to first, by
 * time, parents before children; bits of the refs that lead to it, and one of those without a bit, -1 when there is none.
 */
export type TellCommit = (commit: number, tree: number, rank: number, bits: number, other: number) => void;

export class CommitGraph {
  readonly #keys: Float64Array;
  readonly #trees: Float64Array;
  readonly #times: Float64Array;
  /** Commits by key. */
  readonly #places: KeyMap;
  /** Numbers of the parents of commit n, from `#parentsAt[n]` to `#parentsAt[n + 1]`; -1 for those that are missing. */
  readonly #parents: Int32Array;
  readonly #parentsAt: Int32Array;
  /** Bits of the first refs that lead to a commit. */
  readonly #refBits: Int32Array;
  /** The first of the other refs that leads to a commit; -1 when there is none. */
  readonly #otherRef: Int32Array;
  readonly #ranks: Int32Array;
  /** Refs that lead to something that is no commit, or to a tag on the way to one. */
  readonly #direct = new Map<number, RefSet>();

  constructor(shares: readonly CommitLists[], { refs }: Refs, numbers: ObjectNumbers) {
    const [commits, tags] = [concat(shares, 'commits'), concat(shares, 'tags')];
    const count = commits.length;
    this.#keys = new Float64Array(count);
    for (let n = 0; n < count; n++) this.#keys[n] = numbers.keyOf(commits[n]!);
    this.#trees = concat(shares, 'commitTrees');
    this.#times = concat(shares, 'commitTimes');
    this.#places = new KeyMap(count);
    // A commit that lies in two packs is found once.
    for (let n = 0; n < count; n++) this.#places.set(this.#keys[n]!, n);
    const parentCounts = concat(shares, 'parentCounts');
    this.#parentsAt = new Int32Array(count + 1);
    for (let n = 0; n < count; n++) this.#parentsAt[n + 1] = this.#parentsAt[n]! + parentCounts[n]!;
    const parents = concat(shares, 'parents');
    this.#parents = new Int32Array(parents.length);
    for (let n = 0; n < parents.length; n++) this.#parents[n] = this.#places.get(parents[n]!);
    this.#refBits = new Int32Array(count);
    this.#otherRef = new Int32Array(count).fill(-1);
    const targets = concat(shares, 'tagTargets');
    const byTag = new Map(Array.from(tags, (tag, n) => [numbers.keyOf(tag), targets[n]!]));
    for (const [ref, { object }] of refs.entries()) this.#lead(ref, nameKeyOfHex(object), byTag);
    this.#ranks = this.#rank(this.#spread());
  }

  /** The key of commit number `n`. */
  keyOf(n: number): number {
    return this.#keys[n]!;
  }

  /** Key of the tree of the commit with this key. */
  treeOf(key: number): number | undefined {
    const n = this.#places.get(key);
    return n < 0 ? undefined : this.#trees[n];
  }

  /** Refs that lead directly to the tree or blob with this key, or over tags. */
  directRefsOf(key: number): RefSet {
    return this.#direct.get(key) ?? NO_REFS;
  }

  /** Refs that lead to the commit or tag with this key, or directly to something else. */
  refsOf(key: number): RefSet {
    const direct = this.directRefsOf(key);
    const n = this.#places.get(key);
    return n < 0 ? direct : joinedRefs(direct, this.#refsOfCommit(n));
  }

  /** Whether refs lead directly, or over tags, to trees or blobs. */
  get hasDirectRefs(): boolean {
    return this.#direct.size > 0;
  }

  /** Tells of all commits. */
  forEachCommit(tell: TellCommit): void {
    for (let n = 0; n < this.#keys.length; n++)
      tell(n, this.#trees[n]!, this.#ranks[n]!, this.#refBits[n]!, this.#otherRef[n]!);
  }

  #refsOfCommit(n: number): RefSet {
    const told = { ...NO_REFS, bits: this.#refBits[n]! };
    const other = this.#otherRef[n]!;
    return other < 0 ? told : joinedRefs(told, oneRef(other));
  }

  /** Notes where a ref leads: over tags to a commit, whose ancestors follow. */
  #lead(ref: number, object: number, tags: ReadonlyMap<number, number>): void {
    let key = object;
    for (let seen = 0; seen <= tags.size && this.#places.get(key) < 0; seen++) {
      this.#direct.set(key, joinedRefs(this.#direct.get(key) ?? NO_REFS, oneRef(ref)));
      const target = tags.get(key);
      if (target === undefined) return;
      key = target;
    }
    const commit = this.#places.get(key);
    if (commit < 0) return;
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
    for (let p = 0; p < this.#parents.length; p++) if (this.#parents[p]! >= 0) children[this.#parents[p]!]!++;
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
    const count = this.#keys.length;
    const depths = new Int32Array(count);
    const isListed = new Uint8Array(count);
    for (let at = 0; at < childrenFirst.length; at++) {
      depths[childrenFirst[at]!] = -at;
      isListed[childrenFirst[at]!] = 1;
    }
    const isReached = (n: number): number => (this.#refBits[n] !== 0 || this.#otherRef[n]! >= 0 ? 0 : 1);
    // Nearly in order as it is, which sorting makes use of. Commits that seem to be their own ancestors are in no order.
    const order = Array.from(childrenFirst.toReversed());
    for (let n = 0; n < count; n++) if (isListed[n] === 0) order.push(n);
    order.sort(
      (a, b) => isReached(a) - isReached(b) || this.#times[a]! - this.#times[b]! || depths[a]! - depths[b]!,
    );
    const ranks = new Int32Array(count);
    for (let rank = 0; rank < count; rank++) ranks[order[rank]!] = rank;
    return ranks;
  }
}

type ListOf<Name extends keyof CommitLists> = CommitLists[Name];

/** One list of all shares. */
function concat<Name extends keyof CommitLists>(shares: readonly CommitLists[], name: Name): ListOf<Name> {
  const lists = shares.map((share) => share[name]);
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const whole = lists[0] instanceof Int32Array ? new Int32Array(length) : new Float64Array(length);
  let at = 0;
  for (const list of lists) {
    whole.set(list, at);
    at += list.length;
  }
  return whole as ListOf<Name>;
}
