/** One thread's share of the history: which trees hold which, and how commits follow each other. */
import { CommitNotes } from './commit-notes.ts';
import { claimRegion } from './compiled-code.ts';
import type { Compiled } from './compiled-code.ts';
import { CompiledLinks } from './compiled-links.ts';
import type { SharedWanted, ToldLists } from './compiled-links.ts';
import { OBJECT_TYPE } from './delta-forest.ts';
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
import { takeBatch } from './units.ts';
import type { Units } from './units.ts';
import { ForestWalk, WalkTools } from './walk-forest.ts';

export interface HistoryOrder {
  readonly packs: readonly SharedPack[];
  /** Numbers of the first node of each pack, and of the first loose object (see `ObjectNumbers`). */
  readonly firstNumbers: readonly number[];
  /** Of commits, tags and trees. */
  readonly units: Units;
  readonly loose: readonly string[];
  readonly withLooseCommits: boolean;
  readonly nameLength: NameLength;
  /** `undefined` where compiled code cannot do it. */
  readonly compiled: Compiled | undefined;
  /** The objects that are looked for in trees. */
  readonly wanted: SharedWanted;
  /** Whether to note which trees lie in which, too, whatever is looked for, as long as they are not too many. */
  readonly withFolders: boolean;
  /** See `ScanLimits`. */
  readonly mostLinks: number;
  /** Keys of all objects that are there, in order and in shared memory; `null` where it does not matter what is missing. */
  readonly present: Float64Array | null;
  /** Common counters, `HISTORY_CURSORS`: batches taken, loose objects taken, memory claimed. */
  readonly cursors: Int32Array;
}

/**
 * Lists of the same length belong together. Objects that were read are told as numbers (see `ObjectNumbers`), those that
 * they name by key. Which folders a tree has is told only of what the tree that it is stored as a delta of does not have.
 */
export interface HistoryShare extends CommitLists {
  /** Three numbers each: a wanted object by its place in the order, a tree that has it, and the number of its name there. */
  readonly links: Int32Array;
  /** Trees that another has and its base has not; and three numbers each: the other, where in it the entry begins, its name. */
  readonly folderKeys: Float64Array;
  readonly folders: Int32Array;
  /** Four numbers each: a tree that has entries from its base, where they begin in it and in the base, their length. */
  readonly inherited: Int32Array;
  readonly isFolderListWhole: boolean;
  readonly names: readonly string[];
  /** What trees and commits name and is not there. */
  readonly missing: Float64Array;
}

const CURSOR = { units: 0, loose: 1, regions: 2 } as const;
export const HISTORY_CURSORS = 3;
/** Loose objects a thread takes at once. */
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
  readonly #names = new NameTable();
  readonly #lists = {
    links: new IntList(),
    folderKeys: new NumberList(),
    folders: new IntList(),
    inherited: new IntList(),
  };
  readonly #commits: CommitNotes;
  readonly #presence: Presence | undefined;
  #withFolders: boolean;

  constructor(order: HistoryOrder) {
    this.#order = order;
    this.#wanted = KeyMap.of(order.wanted);
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
    const walks = this.#order.packs.map(({ file, whole }, pack) => {
      const packFile = new PackFile(file, whole);
      files.push(packFile);
      return this.#walk(packFile, pack);
    });
    const compiled = this.#compiledLinks();
    const walk = (pack: number, node: number): void => {
      const { forest } = this.#order.packs[pack]!;
      const isLinked =
        compiled !== undefined &&
        forest.kinds[node] === OBJECT_TYPE.tree &&
        compiled.link(files[pack]!, forest, this.#order.firstNumbers[pack]!, node);
      if (!isLinked) walks[pack]!.walk(node);
    };
    while (takeBatch(units, cursors, CURSOR.units, walk)) {
      const pause = this.#breath.due();
      if (pause !== undefined) await pause;
    }
    compiled?.take();
    for (let first = 0; (first = Atomics.add(cursors, CURSOR.loose, BATCH)) < loose.length;) {
      for (let n = first; n < Math.min(loose.length, first + BATCH); n++) this.#seeLoose(n);
    }
    for (const file of files) file.close();
  }

  #compiledLinks(): CompiledLinks | undefined {
    const { compiled, cursors, wanted, nameLength, withFolders } = this.#order;
    const region = compiled && claimRegion(compiled, cursors, CURSOR.regions);
    if (region === undefined) return undefined;
    const told: ToldLists = {
      links: (numbers) => {
        this.#lists.links.addAll(numbers);
      },
      folders: (keys, numbers) => {
        if (!this.#withFolders) return;
        this.#lists.folderKeys.addAll(keys);
        this.#lists.folders.addAll(numbers);
        this.#limit();
      },
      inherited: (numbers) => {
        if (!this.#withFolders) return;
        this.#lists.inherited.addAll(numbers);
        this.#limit();
      },
      name: (bytes, from, to) => this.#names.number(bytes, from, to),
    };
    return new CompiledLinks(compiled!, region, wanted, nameLength, told, withFolders);
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
    if (this.#order.wanted.filter[(bytes[nameAt]! << 8) | bytes[nameAt + 1]!] !== 1) return -1;
    return this.#wanted.get(nameKey(bytes, nameAt));
  }

  /** The number of the name of the entry at `at`, whose object's name is at `nameAt`. */
  nameOf(bytes: Buffer, at: number, nameAt: number): number {
    let start = at;
    while (start < nameAt - 1 && bytes[start] !== SPACE) start++;
    return this.#names.number(bytes, Math.min(start + 1, nameAt - 1), nameAt - 1);
  }

  /** Notes a wanted object in a tree. */
  link(child: number, tree: number, name: number): void {
    this.#lists.links.addThree(child, tree, name);
  }

  /** Notes what the entry names if it is not there. */
  expect(bytes: Buffer, at: number, nameAt: number): void {
    if (this.#presence !== undefined && bytes[at + 1] !== SUBMODULE)
      this.#presence.expect(nameKey(bytes, nameAt));
  }

  /** Notes the folder that the entry is, if it is one. */
  folder(bytes: Buffer, at: number, nameAt: number, tree: number): void {
    if (bytes[at] !== SUBTREE || !this.#withFolders) return;
    const { folderKeys, folders } = this.#lists;
    folderKeys.add(nameKey(bytes, nameAt));
    folders.addThree(tree, at, this.nameOf(bytes, at, nameAt));
    this.#limit();
  }

  /** Notes entries that a tree has from its base. */
  inherit(tree: number, at: number, baseAt: number, length: number): void {
    if (!this.#withFolders) return;
    this.#lists.inherited.addFour(tree, at, baseAt, length);
    this.#limit();
  }

  /** Gives folders up where they are too many. */
  #limit(): void {
    const { folderKeys, folders, inherited } = this.#lists;
    const { mostLinks } = this.#order;
    if (folderKeys.length <= mostLinks && inherited.length <= 4 * mostLinks) return;
    this.#withFolders = false;
    for (const list of [folderKeys, folders, inherited]) list.clear();
  }
}

/** Tells the links of trees, one after another. */
class TreeLinks implements TreeSink {
  readonly #history: HistoryReader;
  readonly #reader: TreeReader;
  #tree = 0;
  #inBase: readonly number[] = NO_WANTED;
  #wanted: readonly number[] = NO_WANTED;

  constructor(history: HistoryReader, nameLength: NameLength) {
    this.#history = history;
    this.#reader = new TreeReader(nameLength, this);
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
    this.#history.link(child, this.#tree, name);
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
