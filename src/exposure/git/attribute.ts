/** Says of objects that hold something where they belong: commit, author, path, refs. */
import type { GitPlace } from '../exposure.ts';
import { readCommit, readTag } from './commit-text.ts';
import type { CommitHeader } from './commit-text.ts';
import { CommitGraph } from './commit-graph.ts';
import { nodeAt, OBJECT_TYPE } from './delta-forest.ts';
import { findInTree, historyShare } from './history-share.ts';
import type { HistoryOrder, HistoryShare } from './history-share.ts';
import { nameOfLoose } from './loose-object.ts';
import { NumberList } from './number-list.ts';
import { nameKeyOfHex } from './object-name.ts';
import type { NameLength } from './object-name.ts';
import { ObjectReader } from './object-reader.ts';
import type { OpenPack } from './object-reader.ts';
import type { ObjectType } from './loose-object.ts';
import type { Refs } from './refs.ts';
import { hostsWith } from './remotes.ts';
import type { Remotes } from './remotes.ts';
import { runInThreads } from './threads.ts';

export interface ObjectToPlace {
  readonly name: string;
  readonly type: ObjectType;
}

export interface History {
  readonly packs: readonly OpenPack[];
  readonly loose: readonly string[];
  readonly refs: Refs;
  readonly remotes: Remotes;
  readonly nameLength: NameLength;
  readonly threads: number;
  /** Names of files that the index holds, by the object's name. */
  readonly staged: () => Promise<ReadonlyMap<string, string>>;
}

/** Refs that are named for one object at most. */
const MOST_REFS = 5;
/** No path has more folders; a circle of colliding names would. */
const DEEPEST_PATH = 512;
const NO_PLACE = {
  commit: null,
  author: null,
  timeMs: null,
  authoredMs: null,
  file: null,
  atHead: false,
  refs: [],
  dangling: true,
  remotes: [],
} as const;

/** The places of `objects`, in their order. */
export async function placeObjects(history: History, objects: readonly ObjectToPlace[]): Promise<GitPlace[]> {
  const blobs = objects.filter(({ type }) => type === 'blob').map(({ name }) => nameKeyOfHex(name));
  const links = await readHistory(history, new Set(blobs));
  const graph = new CommitGraph(links, history.refs);
  const reader = new ObjectReader(history.packs, history.loose);
  const placer = new Placer(graph, reader, history, links);
  const places = objects.map((object) => placer.place(object));
  if (places.every(({ commit, type }) => commit !== null || type !== 'blob')) return places;
  // What no commit holds may be waiting for one.
  const staged = await history.staged();
  return places.map((place) =>
    place.commit === null && place.type === 'blob'
      ? { ...place, file: place.file ?? staged.get(place.object) ?? null }
      : place,
  );
}

/** How the history hangs together, as far as it leads to the wanted objects. */
export interface HistoryLinks {
  /** For each wanted object, and each tree above one, the trees that have it. */
  readonly holders: ReadonlyMap<number, readonly number[]>;
  readonly commits: readonly HistoryShare[];
}

async function readHistory(history: History, blobs: ReadonlySet<number>): Promise<HistoryLinks> {
  const holders = new Map<number, number[]>();
  const first = await readShares(history, blobs, true);
  let found = linkWanted(first, holders);
  const isWhole = first.every((share) => share.isFolderListWhole);
  while (found.size > 0) {
    // Where there are too many folders to know them all, one level after another is looked for.
    found = isWhole
      ? linkFolders(first, found, holders)
      : linkWanted(await readShares(history, found, false), holders);
  }
  return { holders, commits: first };
}

/** Notes who holds what, and returns the trees that are new among the holders. */
function linkWanted(shares: readonly HistoryShare[], holders: Map<number, number[]>): Set<number> {
  const found = new Set<number>();
  for (const { wantedChild, wantedTree } of shares)
    for (let n = 0; n < wantedChild.length; n++) link(wantedChild[n]!, wantedTree[n]!, holders, found);
  for (const key of found) if (holders.has(key)) found.delete(key);
  return found;
}

function linkFolders(
  shares: readonly HistoryShare[],
  wanted: ReadonlySet<number>,
  holders: Map<number, number[]>,
): Set<number> {
  const found = new Set<number>();
  // Most folders are none of the wanted ones, and a look into a set takes longer than one into a small table.
  const mayBe = new Uint8Array(65536);
  for (const key of wanted) mayBe[key & 0xffff] = 1;
  for (const { folderChild, folderTree } of shares) {
    for (let n = 0; n < folderChild.length; n++) {
      const child = folderChild[n]!;
      if (mayBe[child & 0xffff] === 1 && wanted.has(child)) link(child, folderTree[n]!, holders, found);
    }
  }
  for (const key of found) if (holders.has(key)) found.delete(key);
  return found;
}

function link(child: number, tree: number, holders: Map<number, number[]>, found: Set<number>): void {
  const known = holders.get(child);
  if (known === undefined) holders.set(child, [tree]);
  else known.push(tree);
  found.add(tree);
}

/** Below so many objects a thread takes longer to start than the work takes. */
const FEW = 4000;

async function readShares(
  { packs, loose, nameLength, threads }: History,
  wanted: ReadonlySet<number>,
  isFirst: boolean,
  present: Float64Array | null = null,
): Promise<HistoryShare[]> {
  const units: number[] = [];
  let objects = loose.length;
  for (const [n, { forest }] of packs.entries()) {
    for (let node = 0; node < forest.count; node++) {
      const type = forest.types[node]!;
      const isWanted =
        type === OBJECT_TYPE.tree || (isFirst && (type === OBJECT_TYPE.commit || type === OBJECT_TYPE.tag));
      if (!isWanted || forest.parents[node]! >= 0) continue;
      units.push(n, node);
      objects += forest.weights[node]!;
    }
  }
  const order: HistoryOrder = {
    packs: packs.map(({ file, forest }) => ({ file, forest })),
    keys: packs.map(keysOfNodes),
    units: Int32Array.from(units),
    loose,
    nameLength,
    wanted: Float64Array.from(wanted),
    withFolders: isFirst && present === null,
    present,
    cursors: new Int32Array(new SharedArrayBuffer(8)),
  };
  if (threads < 2 || objects < FEW) return [historyShare(order)];
  return runInThreads<HistoryShare>(order, threads);
}

/** How many objects trees and commits name that are not there: in a partial clone, what it has not fetched. */
export async function countMissing(history: History): Promise<number> {
  const keys = new NumberList();
  for (const { index } of history.packs) for (let n = 0; n < index.count; n++) keys.add(index.key(n));
  for (const file of history.loose) keys.add(nameKeyOfHex(nameOfLoose(file)));
  const present = new Float64Array(new SharedArrayBuffer(8 * keys.length));
  present.set(keys.toArray().toSorted());
  const shares = await readShares(history, new Set(), true, present);
  return new Set(shares.flatMap(({ missing }) => [...missing])).size;
}

function keysOfNodes({ index, forest }: OpenPack): Float64Array {
  const keys = new Float64Array(new SharedArrayBuffer(8 * forest.count));
  for (let n = 0; n < index.count; n++) {
    const node = nodeAt(forest, index.offset(n));
    if (node >= 0) keys[node] = index.key(n);
  }
  return keys;
}

/** What is known of a tree or blob: the best commit that leads to it, and by which tree. */
interface Reach {
  /** Number of the commit; -1 when no commit holds it. */
  readonly commit: number;
  readonly rank: number;
  /** The tree to go up to; -1 when it is the commit's own tree. */
  readonly via: number;
  readonly refs: ReadonlySet<number>;
  readonly atHead: boolean;
}

const UNREACHED: Reach = {
  commit: -1,
  rank: Number.POSITIVE_INFINITY,
  via: -1,
  refs: new Set(),
  atHead: false,
};

class Placer {
  readonly #graph: CommitGraph;
  readonly #reader: ObjectReader;
  readonly #history: History;
  readonly #holders: ReadonlyMap<number, readonly number[]>;
  readonly #reaches = new Map<number, Reach>();
  readonly #headTree: number | undefined;

  constructor(graph: CommitGraph, reader: ObjectReader, history: History, { holders }: HistoryLinks) {
    this.#graph = graph;
    this.#reader = reader;
    this.#history = history;
    this.#holders = holders;
    const { head } = history.refs;
    this.#headTree = head === null ? undefined : graph.treeOf(nameKeyOfHex(head));
  }

  place({ name, type }: ObjectToPlace): GitPlace {
    const key = nameKeyOfHex(name);
    if (type === 'blob' || type === 'tree') return this.#placeBlob(name, type, key);
    const reached = this.#refNames(this.#graph.refsOf(key));
    const refs = reached.slice(0, MOST_REFS);
    const remotes = hostsWith(this.#history.remotes, reached, type === 'commit' ? name : null);
    const base = { ...NO_PLACE, object: name, type, refs, remotes, dangling: refs.length === 0 };
    const bytes = this.#reader.read(key)?.bytes;
    if (bytes === undefined) return base;
    if (type === 'tag') {
      const tag = readTag(bytes);
      return { ...base, author: tag?.tagger ?? null, timeMs: tag?.timeMs ?? null };
    }
    const commit = readCommit(bytes);
    const { head } = this.#history.refs;
    const atHead = head !== null && nameKeyOfHex(head) === key;
    return { ...base, commit: name, ...saidBy(commit), atHead };
  }

  #placeBlob(name: string, type: 'blob' | 'tree', key: number): GitPlace {
    const reach = this.#reach(key);
    const reached = this.#refNames(reach.refs);
    const refs = reached.slice(0, MOST_REFS);
    const stored = reach.commit < 0 ? undefined : this.#reader.read(this.#graph.keyOf(reach.commit));
    const commit = stored?.name ?? null;
    return {
      ...NO_PLACE,
      object: name,
      type,
      refs,
      remotes: hostsWith(this.#history.remotes, reached, commit),
      dangling: refs.length === 0,
      atHead: reach.atHead,
      file: this.#pathOf(key),
      commit,
      ...saidBy(stored === undefined ? undefined : readCommit(stored.bytes)),
    };
  }

  /** The path by which the best commit leads to an object. */
  #pathOf(key: number): string | null {
    const names: string[] = [];
    for (let at = key, depth = 0; depth < DEEPEST_PATH; depth++) {
      // An object that only trees without a commit hold has no more than the end of a path.
      const { via } = this.#reach(at);
      const tree = via >= 0 ? via : this.#reach(key).commit < 0 ? this.#holders.get(at)?.[0] : undefined;
      if (tree === undefined) break;
      const stored = this.#reader.read(tree);
      const name = stored && findInTree(stored.bytes, this.#history.nameLength, at);
      if (name === undefined) return null;
      names.push(name);
      at = tree;
    }
    return names.length === 0 ? null : names.toReversed().join('/');
  }

  #reach(key: number): Reach {
    const known = this.#reaches.get(key);
    if (known !== undefined) return known;
    // Against names that collide so that a tree seems to hold itself.
    this.#reaches.set(key, UNREACHED);
    let { commit, rank, via } = UNREACHED;
    let atHead = key === this.#headTree;
    const refs = new Set(this.#graph.refsOf(key));
    const own = this.#graph.firstOfTree(key);
    if (own !== undefined) {
      commit = own.commit;
      rank = own.rank;
      for (const ref of own.refs) refs.add(ref);
    }
    for (const tree of this.#holders.get(key) ?? []) {
      const above = this.#reach(tree);
      if (above.rank < rank) ({ commit, rank } = above);
      if (above.rank === rank && above.commit >= 0 && commit === above.commit) via = tree;
      atHead ||= above.atHead;
      for (const ref of above.refs) refs.add(ref);
    }
    const reach = { commit, rank, via, refs, atHead };
    this.#reaches.set(key, reach);
    return reach;
  }

  #refNames(refs: ReadonlySet<number>): string[] {
    return [...refs].toSorted((a, b) => a - b).map((ref) => this.#history.refs.refs[ref]!.name);
  }
}

function saidBy(commit: CommitHeader | undefined): Pick<GitPlace, 'author' | 'timeMs' | 'authoredMs'> {
  const { author = null, timeMs = null, authoredMs = null } = commit ?? {};
  return { author, timeMs, authoredMs };
}
