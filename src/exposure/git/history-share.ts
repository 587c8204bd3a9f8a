/** One thread's share of the history: which trees hold which, and how commits follow each other. */
import { readLinks, readTag } from './commit-text.ts';
import { ObjectDamagedError } from './inflate-exact.ts';
import { nameOfLoose, readLoose, withLoose } from './loose-object.ts';
import type { ObjectType } from './loose-object.ts';
import { NumberList } from './number-list.ts';
import { nameKey, nameKeyOfHex } from './object-name.ts';
import type { NameLength } from './object-name.ts';
import { PackFile } from './pack-file.ts';
import { rootType } from './scan-share.ts';
import type { SharedPack } from './scan-share.ts';
import { Breath } from './threads.ts';
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
  /** Whether to note which trees lie in which, too, whatever is looked for; up to `MOST_LINKS`. */
  readonly withFolders: boolean;
  /** Keys of all objects that are there, in order and in shared memory; `null` where it does not matter what is missing. */
  readonly present: Float64Array | null;
  /** Common counters: units taken, loose objects taken. */
  readonly cursors: Int32Array;
}

/** Lists of the same length belong together. All names are keys. */
export interface HistoryShare {
  /** A wanted object, and a tree that has it. */
  readonly wantedChild: Float64Array;
  readonly wantedTree: Float64Array;
  /** A tree, and the number in `trees` of one that has it. */
  readonly folderChild: Float64Array;
  readonly folderTree: Float64Array;
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

/** Links between folders that one thread notes at most, of 16 bytes each. */
const MOST_LINKS = 4_000_000;
const BATCH = 16;
const SUBTREE = 0x34;
/** Modes are 40000 for a tree, 160000 for a commit of another repository, and begin with 10 or 12 for files. */
const SUBMODULE = 0x36;
const SPACE = 0x20;

export async function historyShare(order: HistoryOrder): Promise<HistoryShare> {
  const reader = new HistoryReader(order);
  await reader.takeAll();
  return reader.share();
}

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
    folderChild: new NumberList(),
    folderTree: new NumberList(),
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

  #walk(file: PackFile, pack: number): ForestWalk<ObjectType> {
    const { forest } = this.#order.packs[pack]!;
    const keys = this.#order.keys[pack]!;
    return new ForestWalk<ObjectType>(
      file,
      forest,
      {
        whole: (node, bytes) => {
          const type = rootType(forest, node);
          this.#see(type, keys[node]!, bytes);
          return type;
        },
        changed: (node, bytes, _, type) => {
          this.#see(type, keys[node]!, bytes);
          return type;
        },
        passed: () => false,
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
        if (loose.type !== 'blob') this.#see(loose.type, nameKeyOfHex(nameOfLoose(file)), readLoose(loose));
      });
    } catch (error) {
      // The scan has named it.
      const isKnown =
        error instanceof ObjectDamagedError || (error as NodeJS.ErrnoException).code !== undefined;
      if (!isKnown) throw error;
    }
  }

  #see(type: ObjectType, key: number, bytes: Buffer): void {
    if (type === 'tree') this.#seeTree(key, bytes);
    else if (type === 'commit') this.#seeCommit(key, bytes);
    else if (type === 'tag') this.#seeTag(key, bytes);
  }

  #seeTree(key: number, bytes: Buffer): void {
    const { nameLength } = this.#order;
    const { wantedChild, wantedTree, folderChild, folderTree } = this.#lists;
    for (let at = 0; at < bytes.length;) {
      const isFolder = bytes[at] === SUBTREE;
      const isCommitElsewhere = bytes[at + 1] === SUBMODULE;
      while (at < bytes.length && bytes[at] !== 0) at++;
      at++;
      if (at + nameLength > bytes.length) return;
      const isWanted =
        this.#mayBeWanted[(bytes[at]! << 8) | bytes[at + 1]!] === 1 && this.#wanted.has(nameKey(bytes, at));
      if (isWanted) {
        wantedChild.add(nameKey(bytes, at));
        wantedTree.add(key);
      }
      if (this.#presence !== undefined && !isCommitElsewhere) this.#presence.expect(nameKey(bytes, at));
      if (isFolder && this.#withFolders) {
        folderChild.add(nameKey(bytes, at));
        folderTree.add(key);
        if (folderChild.length > MOST_LINKS) {
          this.#withFolders = false;
          folderChild.clear();
          folderTree.clear();
        }
      }
      at += nameLength;
    }
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
