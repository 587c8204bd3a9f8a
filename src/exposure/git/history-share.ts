/** One thread's share of the history: which trees hold which, and how commits follow each other. */
import { readLinks, readTag } from './commit-text.ts';
import type { CopiedParts } from './delta.ts';
import { ObjectDamagedError } from './inflate-exact.ts';
import { nameOfLoose, readLoose, withLoose } from './loose-object.ts';
import type { ObjectType } from './loose-object.ts';
import { NumberList } from './number-list.ts';
import { nameKey, nameKeyOfHex } from './object-name.ts';
import type { NameLength } from './object-name.ts';
import { PackFile } from './pack-file.ts';
import { rootType } from './scan-share.ts';
import type { SharedPack } from './scan-share.ts';
import { Breath } from '../threads.ts';
import { TreeReader } from './tree-reader.ts';
import type { KnownTree, TreeSink } from './tree-reader.ts';
import { ForestWalk, WalkTools } from './walk-forest.ts';

export interface HistoryOrder {
  readonly packs: readonly SharedPack[];
  /** For each pack the keys of its nodes, in shared memory. */
  readonly keys: readonly Float64Array[];
  /** Pairs of pack and root: of commits, tags and trees. */
  readonly units: Int32Array;
  readonly loose: readonly string[];
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
 * Lists of the same length belong together. All names are keys. Trees in packs are told as numbers (see `treeNumber`):
 * which folders they have is told only of what the tree that they are stored as a delta of does not have.
 */
export interface HistoryShare {
  /** A wanted object, and a tree that has it. */
  readonly wantedChild: Float64Array;
  readonly wantedTree: Float64Array;
  /** A tree that is loose, and a tree that it has. */
  readonly looseTree: Float64Array;
  readonly looseChild: Float64Array;
  /** A tree that another has and its base has not, the number of that other, and where in it the entry begins. */
  readonly folderChild: Float64Array;
  readonly folderTree: Float64Array;
  readonly folderAt: Float64Array;
  /** Entries that a tree has from its base: number of the tree, where they begin in it and in the base, and their length. */
  readonly inheritedTree: Float64Array;
  readonly inheritedAt: Float64Array;
  readonly inheritedBaseAt: Float64Array;
  readonly inheritedLength: Float64Array;
  readonly isFolderListWhole: boolean;
  readonly commits: Float64Array;
  readonly commitTrees: Float64Array;
  readonly commitTimes: Float64Array;
  readonly parentCounts: Float64Array;
  /** Parents of all commits, one after another. */
  readonly parents: Float64Array;
  readonly tags: Float64Array;
  readonly tagTargets: Float64Array;
  /** What trees and commits name and is not there. */
  readonly missing: Float64Array;
}

/** Links between folders and entries inherited that one thread notes at most, of up to 32 bytes each. */
const MOST_LINKS = 2_000_000;
/** More than any pack has objects. */
const PACK = 0x1_0000_0000;
const BATCH = 16;
/** The first digit of the mode of a tree. */
const SUBTREE = 0x34;
/** Modes are 40000 for a tree, 160000 for a commit of another repository, and begin with 10 or 12 for files. */
const SUBMODULE = 0x36;
const SPACE = 0x20;

/** A tree in a pack as one number. */
function treeNumber(pack: number, node: number): number {
  return pack * PACK + node;
}

/** Pack and node of a tree. */
export function ofTreeNumber(tree: number): { readonly pack: number; readonly node: number } {
  return { pack: Math.floor(tree / PACK), node: tree % PACK };
}

export async function historyShare(order: HistoryOrder): Promise<HistoryShare> {
  const reader = new HistoryReader(order);
  await reader.takeAll();
  return reader.share();
}

const FOLDER_LISTS = [
  'looseTree',
  'looseChild',
  'folderChild',
  'folderTree',
  'folderAt',
  'inheritedTree',
  'inheritedAt',
  'inheritedBaseAt',
  'inheritedLength',
] as const;

/** What is known of an object when those made from it are seen: of a tree its entries, of others their type. */
type Known = Exclude<ObjectType, 'tree'> | TreeWithWanted;

interface TreeWithWanted extends KnownTree {
  /** Where the entries of wanted objects begin, and the keys of those, in turn. */
  readonly wanted: readonly number[];
}

const NO_WANTED: readonly number[] = [];

class HistoryReader {
  readonly #order: HistoryOrder;
  readonly #tools = new WalkTools();
  readonly #breath = new Breath();
  readonly #wanted: ReadonlySet<number>;
  /** By the first two bytes of a name: whether a wanted one begins so. */
  readonly #mayBeWanted = new Uint8Array(65536);
  readonly #lists = {
    wantedChild: new NumberList(),
    wantedTree: new NumberList(),
    looseTree: new NumberList(),
    looseChild: new NumberList(),
    folderChild: new NumberList(),
    folderTree: new NumberList(),
    folderAt: new NumberList(),
    inheritedTree: new NumberList(),
    inheritedAt: new NumberList(),
    inheritedBaseAt: new NumberList(),
    inheritedLength: new NumberList(),
    commits: new NumberList(),
    commitTrees: new NumberList(),
    commitTimes: new NumberList(),
    parentCounts: new NumberList(),
    parents: new NumberList(),
    tags: new NumberList(),
    tagTargets: new NumberList(),
  };
  readonly #presence: Presence | undefined;
  #withFolders: boolean;

  constructor(order: HistoryOrder) {
    this.#order = order;
    this.#wanted = new Set(order.wanted);
    for (const key of order.wanted) this.#mayBeWanted[Math.floor(key / 0x1_0000_0000)] = 1;
    this.#withFolders = order.withFolders;
    this.#presence = order.present === null ? undefined : new Presence(order.present);
  }

  share(): HistoryShare {
    const arrays = Object.fromEntries(
      Object.entries(this.#lists).map(([name, list]) => [name, list.toArray()]),
    ) as unknown as Omit<HistoryShare, 'isFolderListWhole' | 'missing'>;
    const missing = Float64Array.from(this.#presence?.missing ?? []);
    return { ...arrays, missing, isFolderListWhole: this.#withFolders };
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
      for (const file of loose.slice(first, first + BATCH)) this.#seeLoose(file);
    }
    for (const file of files) file.close();
  }

  #walk(file: PackFile, pack: number): ForestWalk<Known> {
    const { forest } = this.#order.packs[pack]!;
    const keys = this.#order.keys[pack]!;
    const isBase = (node: number): boolean => forest.firstChild[node]! >= 0;
    const tree = new PackedTree(this, this.#order.nameLength);
    return new ForestWalk<Known>(
      file,
      forest,
      {
        whole: (node, bytes) => {
          const type = rootType(forest, node);
          if (type === 'tree') return tree.whole(treeNumber(pack, node), keys[node]!, bytes, isBase(node));
          this.#see(type, keys[node]!, bytes);
          return type;
        },
        changed: (node, bytes, copied, base) => {
          if (typeof base !== 'string')
            return tree.changed(treeNumber(pack, node), keys[node]!, bytes, copied, base, isBase(node));
          this.#see(base, keys[node]!, bytes);
          return base;
        },
        // What cannot be read has been said by the scan; no tree or commit is that large.
        large: () => undefined,
        failed: () => undefined,
      },
      this.#tools,
    );
  }

  #seeLoose(file: string): void {
    try {
      withLoose(file, this.#tools.inflater, (loose) => {
        if (loose.type === 'blob') return;
        const key = nameKeyOfHex(nameOfLoose(file));
        if (loose.type === 'tree') this.#seeLooseTree(key, readLoose(loose));
        else this.#see(loose.type, key, readLoose(loose));
      });
    } catch (error) {
      // The scan has named it.
      const isKnown =
        error instanceof ObjectDamagedError || (error as NodeJS.ErrnoException).code !== undefined;
      if (!isKnown) throw error;
    }
  }

  #see(type: ObjectType, key: number, bytes: Buffer): void {
    if (type === 'commit') this.#seeCommit(key, bytes);
    else if (type === 'tag') this.#seeTag(key, bytes);
  }

  #seeLooseTree(key: number, bytes: Buffer): void {
    const { looseChild, looseTree } = this.#lists;
    const reader = new TreeReader(this.#order.nameLength, {
      entry: (_, at, nameAt) => {
        if (this.isWanted(bytes, nameAt)) this.link(nameKey(bytes, nameAt), key);
        this.expect(bytes, at, nameAt);
        if (bytes[at] !== SUBTREE || !this.#withFolders) return;
        looseChild.add(nameKey(bytes, nameAt));
        looseTree.add(key);
        this.#limit(looseTree.length);
      },
      inherited: () => undefined,
    });
    reader.whole(bytes, false);
  }

  /** Whether the object whose name is at `nameAt` is one of those that are looked for. */
  isWanted(bytes: Buffer, nameAt: number): boolean {
    return (
      this.#mayBeWanted[(bytes[nameAt]! << 8) | bytes[nameAt + 1]!] === 1 &&
      this.#wanted.has(nameKey(bytes, nameAt))
    );
  }

  /** Notes a wanted object in a tree. */
  link(child: number, tree: number): void {
    this.#lists.wantedChild.add(child);
    this.#lists.wantedTree.add(tree);
  }

  /** Notes what the entry names if it is not there. */
  expect(bytes: Buffer, at: number, nameAt: number): void {
    if (this.#presence !== undefined && bytes[at + 1] !== SUBMODULE)
      this.#presence.expect(nameKey(bytes, nameAt));
  }

  /** Notes the folder that the entry is, if it is one. */
  folder(bytes: Buffer, at: number, nameAt: number, tree: number): void {
    if (bytes[at] !== SUBTREE || !this.#withFolders) return;
    const { folderChild, folderTree, folderAt } = this.#lists;
    folderChild.add(nameKey(bytes, nameAt));
    folderTree.add(tree);
    folderAt.add(at);
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

  #seeCommit(key: number, bytes: Buffer): void {
    const hexLength = 2 * this.#order.nameLength;
    const links = readLinks(bytes, hexLength);
    if (links === undefined) return;
    const { commits, commitTrees, commitTimes, parentCounts, parents } = this.#lists;
    commits.add(key);
    commitTrees.add(hexKey(bytes, links.treeAt));
    this.#presence?.expect(hexKey(bytes, links.treeAt));
    commitTimes.add(links.time);
    parentCounts.add(links.parentsAt.length);
    for (const at of links.parentsAt) parents.add(hexKey(bytes, at));
  }

  #seeTag(key: number, bytes: Buffer): void {
    const object = readTag(bytes)?.object;
    if (object === undefined) return;
    this.#lists.tags.add(key);
    this.#lists.tagTargets.add(nameKeyOfHex(object));
  }
}

/** Reads the trees of a pack. */
class PackedTree implements TreeSink {
  readonly #history: HistoryReader;
  readonly #reader: TreeReader;
  #tree = 0;
  #key = 0;
  #inBase: readonly number[] = NO_WANTED;
  #wanted: number[] = [];

  constructor(history: HistoryReader, nameLength: NameLength) {
    this.#history = history;
    this.#reader = new TreeReader(nameLength, this);
  }

  whole(tree: number, key: number, bytes: Buffer, isBase: boolean): TreeWithWanted {
    this.#begin(tree, key, NO_WANTED);
    const known = this.#reader.whole(bytes, isBase);
    return { ...known, wanted: this.#wanted };
  }

  changed(
    tree: number,
    key: number,
    bytes: Buffer,
    copied: CopiedParts,
    base: TreeWithWanted,
    isBase: boolean,
  ): TreeWithWanted {
    this.#begin(tree, key, base.wanted);
    const known = this.#reader.changed(bytes, copied, base, isBase);
    return { ...known, wanted: this.#wanted };
  }

  entry(bytes: Buffer, at: number, nameAt: number): void {
    if (this.#history.isWanted(bytes, nameAt)) this.#link(at, nameKey(bytes, nameAt));
    this.#history.expect(bytes, at, nameAt);
    this.#history.folder(bytes, at, nameAt, this.#tree);
  }

  inherited(at: number, baseAt: number, length: number): void {
    for (let n = 0; n < this.#inBase.length; n += 2) {
      const from = this.#inBase[n]!;
      if (from >= baseAt && from < baseAt + length) this.#link(from - baseAt + at, this.#inBase[n + 1]!);
    }
    this.#history.inherit(this.#tree, at, baseAt, length);
  }

  #begin(tree: number, key: number, inBase: readonly number[]): void {
    this.#tree = tree;
    this.#key = key;
    this.#inBase = inBase;
    this.#wanted = [];
  }

  #link(at: number, child: number): void {
    this.#wanted.push(at, child);
    this.#history.link(child, this.#key);
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

function hexKey(bytes: Buffer, at: number): number {
  return nameKeyOfHex(bytes.toString('latin1', at, at + 12));
}

/** Where the names of a tree's entries are. */
export function findInTree(bytes: Buffer, nameLength: NameLength, key: number): string | undefined {
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(SPACE, at);
    const end = bytes.indexOf(0, at);
    if (space < 0 || end < 0 || end + 1 + nameLength > bytes.length) return undefined;
    if (nameKey(bytes, end + 1) === key) return bytes.toString('utf8', space + 1, end);
    at = end + 1 + nameLength;
  }
  return undefined;
}
