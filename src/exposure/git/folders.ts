/**
 * Which trees have an entry: those that were told to, and those that have it from the tree they are a delta of. All
 * entries that are looked for are followed down a tree of deltas at once.
 */
import type { DeltaForest } from './delta-forest.ts';
import type { HistoryShare } from './history-share.ts';
import { IntList } from './int-list.ts';
import { KeyMap } from './key-map.ts';
import type { ObjectNumbers } from './object-numbers.ts';

/** Told of each tree that has a wanted one: number of the wanted one, of the tree, and of the name that it has there. */
export type TellHolder = (child: number, tree: number, name: number) => void;

const NONE = -1;
/** What is known of an entry on the way down: where it begins in the tree at hand, its child and its name. */
const FIELDS = 3;
/** Of each tree on the way: the node, its next child, and where its entries begin and end among those carried. */
const STEP = 4;

export class Folders {
  readonly #shares: readonly HistoryShare[];
  readonly #forests: readonly DeltaForest[];
  readonly #numbers: ObjectNumbers;
  /** By number of a tree: the share that tells what it has from its base, and where in the lists it begins. */
  readonly #shareOf: Uint16Array;
  readonly #inheritedFrom: Int32Array;
  /** Entries of all shares, those of a tree one after another in its order: the tree, where they begin in it, their names. */
  readonly #trees: Int32Array;
  readonly #ats: Int32Array;
  readonly #names: Int32Array;
  /** By key of a child the last entry that is it, and the one before each that is the same; NONE before the first. */
  readonly #lastWith: KeyMap;
  readonly #before: Int32Array;
  /** Of entries that are wanted, their children. */
  readonly #children: Int32Array;
  /** By number of a tree: the first of its wanted entries that was not told yet, NONE when there is none. */
  readonly #own: Int32Array;
  /** The next wanted entry of the same tree. */
  readonly #next: Int32Array;
  #carried = new Int32Array(FIELDS * 1024);
  #end = 0;
  #way = new Int32Array(STEP * 64);

  /** @param firstNames for each share the number of its first name. */
  constructor(
    shares: readonly HistoryShare[],
    firstNames: readonly number[],
    forests: readonly DeltaForest[],
    numbers: ObjectNumbers,
  ) {
    this.#shares = shares;
    this.#forests = forests;
    this.#numbers = numbers;
    this.#shareOf = new Uint16Array(numbers.count);
    this.#inheritedFrom = new Int32Array(numbers.count).fill(NONE);
    this.#own = new Int32Array(numbers.count).fill(NONE);
    const count = shares.reduce((sum, { folderTree }) => sum + folderTree.length, 0);
    this.#trees = new Int32Array(count);
    this.#ats = new Int32Array(count);
    this.#names = new Int32Array(count);
    this.#before = new Int32Array(count);
    this.#children = new Int32Array(count);
    this.#next = new Int32Array(count);
    this.#lastWith = new KeyMap(count);
    let first = 0;
    for (const [share, lists] of shares.entries()) {
      this.#take(lists, first, firstNames[share]!);
      first += lists.folderTree.length;
      const { inheritedTree } = lists;
      for (let n = 0, last = NONE; n < inheritedTree.length; n++) {
        const tree = inheritedTree[n]!;
        if (tree === last) continue;
        last = tree;
        this.#shareOf[tree] = share;
        this.#inheritedFrom[tree] = n;
      }
    }
  }

  #take({ folderChild, folderTree, folderAt, folderName }: HistoryShare, first: number, firstName: number): void {
    this.#trees.set(folderTree, first);
    this.#ats.set(folderAt, first);
    for (let n = 0; n < folderChild.length; n++) {
      const entry = first + n;
      this.#names[entry] = firstName + folderName[n]!;
      this.#before[entry] = this.#lastWith.get(folderChild[n]!);
      this.#lastWith.set(folderChild[n]!, entry);
    }
  }

  /**
   * Tells of all trees that have one of some others.
   * @param keys of the others, which are told as numbers from `from` on.
   */
  forEachHolder(keys: readonly number[], from: number, tell: TellHolder): void {
    const entries = new IntList();
    for (const [n, key] of keys.entries()) {
      for (let entry = this.#lastWith.get(key); entry !== NONE; entry = this.#before[entry]!) {
        this.#children[entry] = from + n;
        entries.add(entry);
      }
    }
    // As they were read: bases come before most of what is made from them, and entries in the order of their tree.
    const found = entries.toArray().sort();
    for (let n = found.length - 1; n >= 0; n--) {
      const entry = found[n]!;
      const tree = this.#trees[entry]!;
      this.#next[entry] = this.#own[tree]!;
      this.#own[tree] = entry;
    }
    for (const entry of found) {
      const tree = this.#trees[entry]!;
      if (this.#own[tree] !== NONE) this.#follow(tree, tell);
    }
  }

  /** Tells of a tree, and of all below it that have one of its wanted entries; on the way also of their own ones. */
  #follow(top: number, tell: TellHolder): void {
    this.#end = 0;
    this.#addOwn(top, Number.POSITIVE_INFINITY);
    this.#tell(top, 0, tell);
    const pack = this.#numbers.packOf(top);
    const forest = this.#forests[pack];
    // A loose one has nothing below it.
    if (forest === undefined) return;
    const first = this.#numbers.first[pack]!;
    const { firstChild, nextSibling } = forest;
    let way = this.#way;
    let depth = 0;
    way.set([top - first, firstChild[top - first]!, 0, this.#end]);
    while (depth >= 0) {
      const step = STEP * depth;
      const child = way[step + 1]!;
      if (child < 0) {
        this.#end = way[step + 2]!;
        depth--;
        continue;
      }
      way[step + 1] = nextSibling[child]!;
      const from = way[step + 3]!;
      this.#end = from;
      this.#carry(first + child, way[step + 2]!, from);
      if (this.#end === from) continue;
      this.#tell(first + child, from, tell);
      if (firstChild[child]! < 0) continue;
      depth++;
      if (STEP * depth === way.length) {
        way = new Int32Array(2 * way.length);
        way.set(this.#way);
        this.#way = way;
      }
      way[step + STEP] = child;
      way[step + STEP + 1] = firstChild[child]!;
      way[step + STEP + 2] = from;
      way[step + STEP + 3] = this.#end;
    }
  }

  #tell(tree: number, from: number, tell: TellHolder): void {
    for (let n = from; n < this.#end; n += FIELDS) tell(this.#carried[n + 1]!, tree, this.#carried[n + 2]!);
  }

  /** Adds what a tree has of the entries of its base, which are carried between `from` and `to`, and its own. */
  #carry(tree: number, from: number, to: number): void {
    const first = this.#inheritedFrom[tree]!;
    if (first !== NONE) {
      const { inheritedTree, inheritedAt, inheritedBaseAt, inheritedLength } =
        this.#shares[this.#shareOf[tree]!]!;
      for (let n = first; n < inheritedTree.length && inheritedTree[n] === tree; n++) {
        const [at, baseAt] = [inheritedAt[n]!, inheritedBaseAt[n]!];
        const baseEnd = baseAt + inheritedLength[n]!;
        let each = this.#firstCarried(baseAt, from, to);
        if (each === to || this.#carried[each]! >= baseEnd) continue;
        if (this.#own[tree] !== NONE) this.#addOwn(tree, at);
        for (; each < to && this.#carried[each]! < baseEnd; each += FIELDS)
          this.#add(this.#carried[each]! - baseAt + at, this.#carried[each + 1]!, this.#carried[each + 2]!);
      }
    }
    if (this.#own[tree] !== NONE) this.#addOwn(tree, Number.POSITIVE_INFINITY);
  }

  /** The first of the entries carried between `from` and `to` that begins at `at` or behind it. */
  #firstCarried(at: number, from: number, to: number): number {
    let low = from / FIELDS;
    let high = to / FIELDS;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#carried[FIELDS * middle]! < at) low = middle + 1;
      else high = middle;
    }
    return FIELDS * low;
  }

  /** Adds own entries of a tree that begin before `end`, and forgets that they are there. */
  #addOwn(tree: number, end: number): void {
    let entry = this.#own[tree]!;
    for (; entry !== NONE && this.#ats[entry]! < end; entry = this.#next[entry]!)
      this.#add(this.#ats[entry]!, this.#children[entry]!, this.#names[entry]!);
    this.#own[tree] = entry;
  }

  #add(at: number, child: number, name: number): void {
    if (this.#end === this.#carried.length) {
      const more = new Int32Array(2 * this.#end);
      more.set(this.#carried);
      this.#carried = more;
    }
    this.#carried[this.#end] = at;
    this.#carried[this.#end + 1] = child;
    this.#carried[this.#end + 2] = name;
    this.#end += FIELDS;
  }
}
