/** One thread's share of the history: which trees hold which, and how commits follow each other. */
import { CommitNotes } from './commit-notes.ts';
import type { CommitLists } from './commit-notes.ts';
import type { CopiedParts } from './delta.ts';
import { ObjectDamagedError } from './inflate-exact.ts';
import { readLoose, withLoose } from './loose-object.ts';
import type { ObjectType } from './loose-object.ts';
import { IntList } from './int-list.ts';
import { KeyMap } from './key-map.ts';
import { NameTable } from './name-table.ts';
import { NumberList } from './number-list.ts';
import { nameKey } from './object-name.ts';
import type { NameLength } from './object-name.ts';
import { PackFile } from './pack-file.ts';
import { typeOf } from './scan-share.ts';
import type { SharedPack } from './scan-share.ts';
import { Breath } from '../threads.ts';
import { TreeReader } from './tree-reader.ts';
import type { KnownTree, TreeSink } from './tree-reader.ts';
import { ForestWalk, WalkTools } from './walk-forest.ts';

export interface HistoryOrder {
  readonly packs: readonly SharedPack[];
  /** Numbers of the first node of each pack, and of the first loose object (see `ObjectNumbers`). */
  readonly firstNumbers: readonly number[];
  /** Pairs of pack and node, where walks begin: of commits, tags and trees. */
  readonly units: Int32Array;
  readonly loose: readonly string[];
  readonly withLooseCommits: boolean;
  readonly nameLength: NameLength;
  /** Keys of the objects that are looked for in trees. */
  readonly wanted: Float64Array;
  /** Whether to note which trees lie in which, too, whatever is looked for, as long as they are not too many. */
  readonly withFolders: boolean;
  /** Keys of all objects that are there, in order and in shared memory; `null` where it does not matter what is missing. */
  readonly present: Float64Array | null;
  /** Common counters: units taken, loose objects taken. */
  readonly cursors: Int32Array;
}

/**
 * Lists of the same length belong together. Objects that were read are told as numbers (see `ObjectNumbers`), those that
 * they name by key. Which folders a tree has is told only of what the tree that it is stored as a delta of does not have.
 */
export interface HistoryShare extends CommitLists {
  /** A wanted object by its place in the order, a tree that has it, and the number of its name there. */
  readonly wantedChild: Int32Array;
  readonly wantedTree: Int32Array;
  readonly wantedName: Int32Array;
  /** A tree that another has and its base has not: the other, where in it the entry begins, and its name. */
  readonly folderChild: Float64Array;
  readonly folderTree: Int32Array;
  readonly folderAt: Int32Array;
  readonly folderName: Int32Array;
  /** Entries that a tree has from its base: the tree, where they begin in it and in the base, and their length. */
  readonly inheritedTree: Int32Array;
  readonly inheritedAt: Int32Array;
  readonly inheritedBaseAt: Int32Array;
  readonly inheritedLength: Int32Array;
  readonly isFolderListWhole: boolean;
  readonly names: readonly string[];
  /** What trees and commits name and is not there. */
  readonly missing: Float64Array;
}

/** Links between folders and entries inherited that one thread notes at most, of up to 24 bytes each. */
const MOST_LINKS = 3_000_000;
const BATCH = 16;
/** The first digit of the mode of a tree. */
const SUBTREE = 0x34;
/** Modes are 40000 for a tree, 160000 for a commit of another repository, and begin with 10 or 12 for files. */
const SUBMODULE = 0x36;
const SPACE = 0x20;

export async function historyShare(order: HistoryOrder): Promise<HistoryShare> {
  const reader = new HistoryReader(order);
  await reader.takeAll();
  return reader.share();
}

const FOLDER_LISTS = [
  'folderChild',
  'folderTree',
  'folderAt',
  'folderName',
  'inheritedTree',
  'inheritedAt',
  'inheritedBaseAt',
  'inheritedLength',
] as const;

/** What is known of an object when those made from it are seen: of a tree its entries, of others their type. */
type Known = Exclude<ObjectType, 'tree'> | TreeWithWanted;

interface TreeWithWanted extends KnownTree {
  /** Of each entry of a wanted object: where it begins, which object it is, and the number of its name. */
  readonly wanted: readonly number[];
}

const NO_WANTED: readonly number[] = [];

class HistoryReader {
  readonly #order: HistoryOrder;
  readonly #tools = new WalkTools();
  readonly #breath = new Breath();
  readonly #wanted: KeyMap;
  /** By the first two bytes of a name: whether a wanted one begins so. */
  readonly #mayBeWanted = new Uint8Array(65536);
  readonly #names = new NameTable();
  readonly #lists = {
    wantedChild: new IntList(),
    wantedTree: new IntList(),
    wantedName: new IntList(),
    folderChild: new NumberList(),
    folderTree: new IntList(),
    folderAt: new IntList(),
    folderName: new IntList(),
    inheritedTree: new IntList(),
    inheritedAt: new IntList(),
    inheritedBaseAt: new IntList(),
    inheritedLength: new IntList(),
  };
  readonly #commits: CommitNotes;
  readonly #presence: Presence | undefined;
  #withFolders: boolean;

  constructor(order: HistoryOrder) {
    this.#order = order;
    this.#wanted = new KeyMap(order.wanted.length);
    for (const [n, key] of order.wanted.entries()) {
      this.#wanted.set(key, n);
      this.#mayBeWanted[Math.floor(key / 0x1_0000_0000)] = 1;
    }
    this.#withFolders = order.withFolders;
    this.#commits = new CommitNotes(order.nameLength);
    this.#presence = order.present === null ? undefined : new Presence(order.present);
  }

  share(): HistoryShare {
    const arrays = Object.fromEntries(
      Object.entries(this.#lists).map(([name, list]) => [name, list.toArray()]),
    ) as unknown as Omit<HistoryShare, 'isFolderListWhole' | 'missing' | 'names' | keyof CommitLists>;
    const missing = Float64Array.from(this.#presence?.missing ?? []);
    return {
      ...arrays,
      ...this.#commits.lists(),
      names: this.#names.names(),
      missing,
      isFolderListWhole: this.#withFolders,
    };
  }

  async takeAll(): Promise<void> {
    const { units, loose, cursors } = this.#order;
    const files: PackFile[] = [];
    const walks = this.#order.packs.map(({ file }, pack) => {
      const packFile = new PackFile(file);
      files.push(packFile);
      return this.#walk(packFile, pack);
    });
    const count = units.length / 2;
    for (let first = 0; (first = Atomics.add(cursors, 0, BATCH)) < count;) {
      for (let n = first; n < Math.min(count, first + BATCH); n++)
        walks[units[2 * n]!]!.walk(units[2 * n + 1]!);
      const pause = this.#breath.due();
      if (pause !== undefined) await pause;
    }
    for (let first = 0; (first = Atomics.add(cursors, 1, BATCH)) < loose.length;) {
      for (let n = first; n < Math.min(loose.length, first + BATCH); n++) this.#seeLoose(n);
    }
    for (const file of files) file.close();
  }

  #walk(file: PackFile, pack: number): ForestWalk<Known> {
    const { forest } = this.#order.packs[pack]!;
    const first = this.#order.firstNumbers[pack]!;
    const isBase = (node: number): boolean => forest.firstChild[node]! >= 0;
    const tree = new TreeLinks(this, this.#order.nameLength);
    return new ForestWalk<Known>(
      file,
      forest,
      {
        known: (node, bytes) => {
          const type = typeOf(forest, node);
          return type === 'tree' ? tree.known(bytes) : type;
        },
        whole: (node, bytes) => {
          const type = typeOf(forest, node);
          if (type === 'tree') return tree.whole(first + node, bytes, isBase(node));
          this.#see(type, first + node, bytes);
          return type;
        },
        changed: (node, bytes, copied, base) => {
          if (typeof base !== 'string') return tree.changed(first + node, bytes, copied, base, isBase(node));
          this.#see(base, first + node, bytes);
          return base;
        },
        // What cannot be read has been said by the scan; no tree or commit is that large.
        large: () => undefined,
        failed: () => undefined,
      },
      this.#tools,
    );
  }

  #seeLoose(n: number): void {
    const number = this.#order.firstNumbers.at(-1)! + n;
    try {
      withLoose(this.#order.loose[n]!, this.#tools.inflater, (loose) => {
        const isWanted = loose.type === 'tree' || (this.#order.withLooseCommits && loose.type !== 'blob');
        if (!isWanted) return;
        const bytes = readLoose(loose);
        if (loose.type === 'tree') new TreeLinks(this, this.#order.nameLength).whole(number, bytes, false);
        else this.#see(loose.type, number, bytes);
      });
    } catch (error) {
      // The scan has named it.
      const isKnown =
        error instanceof ObjectDamagedError || (error as NodeJS.ErrnoException).code !== undefined;
      if (!isKnown) throw error;
    }
  }

  #see(type: ObjectType, number: number, bytes: Buffer): void {
    const tree = this.#commits.see(type, number, bytes);
    if (tree !== undefined) this.#presence?.expect(tree);
  }

  /** The place in the order of the object whose name is at `nameAt`; -1 when it is not looked for. */
  wantedAt(bytes: Buffer, nameAt: number): number {
    if (this.#mayBeWanted[(bytes[nameAt]! << 8) | bytes[nameAt + 1]!] !== 1) return -1;
    return this.#wanted.get(nameKey(bytes, nameAt));
  }

  /** The number of the name of the entry at `at`, whose object's name is at `nameAt`. */
  nameOf(bytes: Buffer, at: number, nameAt: number): number {
    let start = at;
    while (start < nameAt - 1 && bytes[start] !== SPACE) start++;
    return this.#names.number(bytes, start + 1, nameAt - 1);
  }

  /** Notes a wanted object in a tree. */
  link(child: number, tree: number, name: number): void {
    this.#lists.wantedChild.add(child);
    this.#lists.wantedTree.add(tree);
    this.#lists.wantedName.add(name);
  }

  /** Notes what the entry names if it is not there. */
  expect(bytes: Buffer, at: number, nameAt: number): void {
    if (this.#presence !== undefined && bytes[at + 1] !== SUBMODULE)
      this.#presence.expect(nameKey(bytes, nameAt));
  }

  /** Notes the folder that the entry is, if it is one. */
  folder(bytes: Buffer, at: number, nameAt: number, tree: number): void {
    if (bytes[at] !== SUBTREE || !this.#withFolders) return;
    const { folderChild, folderTree, folderAt, folderName } = this.#lists;
    folderChild.add(nameKey(bytes, nameAt));
    folderTree.add(tree);
    folderAt.add(at);
    folderName.add(this.nameOf(bytes, at, nameAt));
    this.#limit(folderTree.length);
  }

  /** Notes entries that a tree has from its base. */
  inherit(tree: number, at: number, baseAt: number, length: number): void {
    if (!this.#withFolders) return;
    const { inheritedTree, inheritedAt, inheritedBaseAt, inheritedLength } = this.#lists;
    inheritedTree.add(tree);
    inheritedAt.add(at);
    inheritedBaseAt.add(baseAt);
    inheritedLength.add(length);
    this.#limit(inheritedTree.length);
  }

  /** Gives folders up where they are too many. */
  #limit(count: number): void {
    if (count <= MOST_LINKS) return;
    this.#withFolders = false;
    for (const name of FOLDER_LISTS) this.#lists[name].clear();
  }
}

/** Tells the links of trees, one after another. */
class TreeLinks implements TreeSink {
  readonly #history: HistoryReader;
  readonly #reader: TreeReader;
  #isTold = true;
  #tree = 0;
  #inBase: readonly number[] = NO_WANTED;
  #wanted: readonly number[] = NO_WANTED;

  constructor(history: HistoryReader, nameLength: NameLength) {
    this.#history = history;
    this.#reader = new TreeReader(nameLength, this);
  }

  /** A tree that is told of elsewhere. */
  known(bytes: Buffer): TreeWithWanted {
    this.#isTold = false;
    const known = this.whole(0, bytes, true);
    this.#isTold = true;
    return known;
  }

  whole(tree: number, bytes: Buffer, isBase: boolean): TreeWithWanted {
    this.#begin(tree, NO_WANTED);
    return this.#known(this.#reader.whole(bytes, isBase));
  }

  changed(
    tree: number,
    bytes: Buffer,
    copied: CopiedParts,
    base: TreeWithWanted,
    isBase: boolean,
  ): TreeWithWanted {
    this.#begin(tree, base.wanted);
    return this.#known(this.#reader.changed(bytes, copied, base, isBase));
  }

  entry(bytes: Buffer, at: number, nameAt: number): void {
    const wanted = this.#history.wantedAt(bytes, nameAt);
    if (wanted >= 0) this.#link(at, wanted, this.#history.nameOf(bytes, at, nameAt));
    if (!this.#isTold) return;
    this.#history.expect(bytes, at, nameAt);
    this.#history.folder(bytes, at, nameAt, this.#tree);
  }

  inherited(at: number, baseAt: number, length: number): void {
    for (let n = 0; n < this.#inBase.length; n += 3) {
      const from = this.#inBase[n]!;
      if (from >= baseAt && from < baseAt + length)
        this.#link(from - baseAt + at, this.#inBase[n + 1]!, this.#inBase[n + 2]!);
    }
    this.#history.inherit(this.#tree, at, baseAt, length);
  }

  #begin(tree: number, inBase: readonly number[]): void {
    this.#tree = tree;
    this.#inBase = inBase;
    this.#wanted = NO_WANTED;
  }

  #known({ starts, held }: KnownTree): TreeWithWanted {
    return { starts, held, wanted: this.#wanted };
  }

  #link(at: number, child: number, name: number): void {
    if (this.#wanted === NO_WANTED) this.#wanted = [at, child, name];
    else (this.#wanted as number[]).push(at, child, name);
    if (this.#isTold) this.#history.link(child, this.#tree, name);
  }
}

/** Keys that were found to be there, so that they are not looked for again with every tree. */
const REMEMBERED = 65536;

class Presence {
  readonly missing = new Set<number>();
  readonly #present: Float64Array;
  readonly #known = new Float64Array(REMEMBERED).fill(-1);

  constructor(present: Float64Array) {
    this.#present = present;
  }

  /** Notes a key that is not there. */
  expect(key: number): void {
    const slot = key & (REMEMBERED - 1);
    if (this.#known[slot] === key) return;
    this.#known[slot] = key;
    let low = 0;
    let high = this.#present.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#present[middle]! < key) low = middle + 1;
      else high = middle;
    }
    if (this.#present[low] !== key) this.missing.add(key);
  }
}
