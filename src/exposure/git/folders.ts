/**
 * Which trees have an entry: those that were told to, and those that have it from the tree they are a delta of. All
 * entries that are looked for are followed down a tree of deltas at once.
 */
import type { DeltaForest } from './delta-forest.ts';
import type { HistoryShare } from './history-share.ts';
import { IntList } from './int-list.ts';
import { KeyMap } from './key-map.ts';
import type { ObjectNumbers } from './object-numbers.ts';

/**
 * Told of each tree that has wanted ones, and where it has them: `entries` holds from `from` up to `to` three numbers for
 * each, of which the second is that of the wanted one, and the third that of the name it has there.
 */
export type TellHolder = (tree: number, entries: Int32Array, from: number, to: number) => void;

const NONE = -1;
/** What is known of an entry on the way down: where it begins in the tree at hand, its child and its name. */
export const FIELDS = 3;
/** Numbers of each run of inherited entries. */
const RUN = 4;
/** By the lowest bits of a key, most of those that are not wanted are passed over. */
const FILTER_BITS = 18;
const FILTER_MASK = (1 << FILTER_BITS) - 1;
/** Of each tree on the way: the node, its next child, and where its entries begin and end among those carried. */
const STEP = 4;

export class Folders {
  readonly #shares: readonly HistoryShare[];
  readonly #firstNames: readonly number[];
  readonly #forests: readonly DeltaForest[];
  readonly #numbers: ObjectNumbers;
  /** By number of a tree: the share that tells what it has from its base, and where in the lists it begins. */
  readonly #shareOf: Uint16Array;
  readonly #inheritedFrom: Int32Array;
  /** By number of a tree: the first of its wanted entries that was not told yet, NONE when there is none. */
  readonly #own: Int32Array;
  /** Three numbers of each wanted entry as they are carried, its tree, and the next one of the same tree. */
  readonly #entries = new IntList();
  readonly #trees = new IntList();
  readonly #next = new IntList();
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
    this.#firstNames = firstNames;
    this.#forests = forests;
    this.#numbers = numbers;
    this.#shareOf = new Uint16Array(numbers.count);
    this.#inheritedFrom = new Int32Array(numbers.count).fill(NONE);
    this.#own = new Int32Array(numbers.count).fill(NONE);
    for (const [share, { inherited }] of shares.entries()) {
      for (let n = 0, last = NONE; n < inherited.length; n += RUN) {
        const tree = inherited[n]!;
        if (tree === last) continue;
        last = tree;
        this.#shareOf[tree] = share;
        this.#inheritedFrom[tree] = n;
      }
    }
  }

  /**
   * Tells of all trees that have one of some others.
   * @param keys of the others, which are told as numbers from `from` on.
   */
  forEachHolder(keys: readonly number[], from: number, tell: TellHolder): void {
    this.#gather(keys, from);
    // They were gathered from the last: bases come before most of what is made from them.
    for (let n = this.#trees.length - 1; n >= 0; n--) {
      const tree = this.#trees.numbers[n]!;
      if (this.#own[tree] !== NONE) this.#follow(tree, tell);
    }
  }

  #gather(keys: readonly number[], from: number): void {
    const filter = new Uint8Array(FILTER_MASK + 1);
    const wanted = new KeyMap(keys.length);
    for (const [n, key] of keys.entries()) {
      filter[key & FILTER_MASK] = 1;
      wanted.set(key, from + n);
    }
    for (const list of [this.#entries, this.#trees, this.#next]) list.clear();
    for (let share = this.#shares.length - 1; share >= 0; share--) {
      const { folderKeys, folders } = this.#shares[share]!;
      for (let n = folderKeys.length - 1; n >= 0; n--) {
        const key = folderKeys[n]!;
        const child = filter[key & FILTER_MASK] === 1 ? wanted.get(key) : NONE;
        if (child === NONE) continue;
        const tree = folders[3 * n]!;
        this.#entries.addThree(folders[3 * n + 1]!, child, this.#firstNames[share]! + folders[3 * n + 2]!);
        this.#next.add(this.#own[tree]!);
        this.#own[tree] = this.#trees.length;
        this.#trees.add(tree);
      }
    }
  }

  /** Tells of a tree, and of all below it that have one of its wanted entries; on the way also of their own ones. */
  #follow(top: number, tell: TellHolder): void {
    this.#end = 0;
    this.#addOwn(top, Number.POSITIVE_INFINITY);
    tell(top, this.#carried, 0, this.#end);
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
      tell(first + child, this.#carried, from, this.#end);
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

  /** Adds what a tree has of the entries of its base, which are carried between `from` and `to`, and its own. */
  #carry(tree: number, from: number, to: number): void {
    const first = this.#inheritedFrom[tree]!;
    if (first !== NONE) {
      const { inherited } = this.#shares[this.#shareOf[tree]!]!;
      for (let n = first; n < inherited.length && inherited[n] === tree; n += RUN) {
        const at = inherited[n + 1]!;
        const baseAt = inherited[n + 2]!;
        const baseEnd = baseAt + inherited[n + 3]!;
        let each = this.#firstCarried(baseAt, from, to);
        if (each === to || this.#carried[each]! >= baseEnd) continue;
        if (this.#own[tree] !== NONE) this.#addOwn(tree, at);
        this.#makeRoom(to - from);
        const carried = this.#carried;
        let end = this.#end;
        for (; each < to && carried[each]! < baseEnd; each += FIELDS) {
          carried[end] = carried[each]! - baseAt + at;
          carried[end + 1] = carried[each + 1]!;
          carried[end + 2] = carried[each + 2]!;
          end += FIELDS;
        }
        this.#end = end;
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
    const { numbers } = this.#entries;
    let entry = this.#own[tree]!;
    for (; entry !== NONE && numbers[FIELDS * entry]! < end; entry = this.#next.numbers[entry]!) {
      this.#makeRoom(FIELDS);
      for (let n = 0; n < FIELDS; n++) this.#carried[this.#end++] = numbers[FIELDS * entry + n]!;
    }
    this.#own[tree] = entry;
  }

  #makeRoom(count: number): void {
    if (this.#end + count <= this.#carried.length) return;
    const more = new Int32Array(2 * (this.#end + count));
    more.set(this.#carried);
    this.#carried = more;
  }
}
