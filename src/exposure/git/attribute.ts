/** Says of objects that hold something where they belong: commit, author, path, refs. */
import type { GitPlace } from '../exposure.ts';
import { readCommit, readTag } from './commit-text.ts';
import type { CommitHeader } from './commit-text.ts';
import { CommitGraph } from './commit-graph.ts';
import type { CommitLists } from './commit-notes.ts';
import { sharedArray } from './shared-memory.ts';
import type { SharedMemory, MakeArray } from './shared-memory.ts';
import type { Compiled } from './compiled-code.ts';
import { CompiledFolders } from './compiled-folders.ts';
import type { HolderSink } from './compiled-folders.ts';
import type { SharedWanted } from './compiled-links.ts';
import { OBJECT_TYPE } from './delta-forest.ts';
import { FIELDS, Folders } from './folders.ts';
import { HISTORY_CURSORS, historyShare } from './history-share.ts';
import type { HistoryOrder, HistoryShare } from './history-share.ts';
import { IntList } from './int-list.ts';
import { KeyMap } from './key-map.ts';
import { nameOfLoose } from './loose-object.ts';
import { NumberList } from './number-list.ts';
import { nameKeyOfHex } from './object-name.ts';
import type { NameLength } from './object-name.ts';
import { ObjectNumbers } from './object-numbers.ts';
import { ObjectReader } from './object-reader.ts';
import type { OpenPack } from './object-reader.ts';
import type { ObjectType } from './loose-object.ts';
import { Reaches } from './reach.ts';
import type { ReachLinks } from './reach.ts';
import { refNumbers } from './ref-set.ts';
import type { RefSet } from './ref-set.ts';
import type { Refs } from './refs.ts';
import { hostsWith } from './remotes.ts';
import type { Remotes } from './remotes.ts';
import { UnitList } from './units.ts';
import type { Threads } from '../threads.ts';

export interface ObjectToPlace {
  readonly name: string;
  readonly type: ObjectType;
}

export interface History {
  readonly packs: readonly OpenPack[];
  /** What was noted of commits while objects were scanned, and in which packs; loose ones are always among them. */
  readonly commits: readonly CommitLists[];
  readonly hasCommitsOf: (pack: number) => boolean;
  readonly loose: readonly string[];
  readonly refs: Refs;
  readonly remotes: Remotes;
  readonly nameLength: NameLength;
  readonly threads: Threads;
  /** See `ScanLimits`. */
  readonly mostLinks: number;
  readonly mostCarried: number;
  /** Where packs are known to compiled code, if they are. */
  readonly memory: SharedMemory | undefined;
  readonly compiled: Compiled | undefined;
  /** Names of files that the index holds, by the object's name. */
  readonly staged: () => Promise<ReadonlyMap<string, string>>;
}

/** Refs that are named for one object at most. */
const MOST_REFS = 5;
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
  const numbers = new ObjectNumbers(history.packs, history.loose);
  const wanted = new WantedObjects();
  for (const { name, type } of objects) if (type === 'blob') wanted.number(nameKeyOfHex(name));
  const rest = await readHistory(history, numbers, wanted);
  const graph = new CommitGraph([...history.commits, ...rest], history.refs, numbers);
  const placer = new Placer(graph, new ObjectReader(history.packs, history.loose), history, wanted);
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

/** Objects that are to be placed, and the trees above them, as far as they are known; numbered from 0. */
class WantedObjects implements ReachLinks {
  readonly keys: number[] = [];
  readonly links = new IntList();
  readonly names: string[] = [];
  readonly #numbers = new KeyMap();

  /** The number of the object with a key. */
  number(key: number): number {
    const known = this.find(key);
    if (known >= 0) return known;
    this.#numbers.set(key, this.keys.length);
    return this.keys.push(key) - 1;
  }

  /** The same; -1 when it is none of those. */
  find(key: number): number {
    return this.#numbers.get(key);
  }

  /** Notes a tree that has several objects: see `TellHolder`. */
  linkAll(tree: number, entries: Int32Array, from: number, to: number): void {
    const at = this.links.extend(to - from);
    const { numbers } = this.links;
    for (let n = 0; n < to - from; n += FIELDS) {
      numbers[at + n] = entries[from + n + 1]!;
      numbers[at + n + 1] = tree;
      numbers[at + n + 2] = entries[from + n + 2]!;
    }
  }

  /** Takes over the names of a share, and returns the number of the first. */
  addNames({ names }: HistoryShare): number {
    const first = this.names.length;
    for (const name of names) this.names.push(name);
    return first;
  }
}

/** Finds all trees above the wanted objects, and returns what tells the commits that were not noted before. */
async function readHistory(
  history: History,
  numbers: ObjectNumbers,
  wanted: WantedObjects,
): Promise<readonly HistoryShare[]> {
  /** By number of an object in the repository, its number among the wanted ones. */
  const known = new Int32Array(numbers.count).fill(-1);
  const holderOf = (tree: number): number => {
    if (known[tree]! < 0) known[tree] = wanted.number(numbers.keyOf(tree));
    return known[tree]!;
  };
  const tellShares = (shares: readonly HistoryShare[], from: number): void => {
    for (const share of shares) {
      const firstName = wanted.addNames(share);
      const { links } = share;
      for (let n = 0; n < links.length; n += 3)
        wanted.links.addThree(from + links[n]!, holderOf(links[n + 1]!), firstName + links[n + 2]!);
    }
  };
  const first = await readShares(history, numbers, wanted.keys, true);
  const isWhole = first.every((share) => share.isFolderListWhole);
  const levelOf = (): number => wanted.keys.length;
  let from = levelOf();
  tellShares(first, 0);
  const plain = (): Folders =>
    new Folders(
      first,
      firstNames(first),
      history.packs.map(({ forest }) => forest),
      numbers,
    );
  let compiled = isWhole ? compiledFolders(history, numbers, first, known, holderOf, wanted) : undefined;
  let folders = isWhole && compiled === undefined ? plain() : undefined;
  for (let to = levelOf(); from < to; [from, to] = [to, levelOf()]) {
    const keys = wanted.keys.slice(from, to);
    const told = wanted.links.length;
    if (compiled !== undefined) {
      if (compiled.forEachHolder(keys, from)) continue;
      // What was told of this level is told again.
      wanted.links.shorten(told);
      compiled = undefined;
      folders = plain();
    }
    // Where there are too many folders to know them all, one level after another is looked for.
    if (folders === undefined) tellShares(await readShares(history, numbers, keys, false), from);
    else
      folders.forEachHolder(keys, from, (tree, entries, start, end) => {
        wanted.linkAll(holderOf(tree), entries, start, end);
      });
  }
  return first;
}

function compiledFolders(
  { compiled, memory, mostCarried, packs }: History,
  numbers: ObjectNumbers,
  shares: readonly HistoryShare[],
  known: Int32Array,
  holder: (tree: number) => number,
  { links }: WantedObjects,
): CompiledFolders | undefined {
  if (compiled === undefined || memory === undefined) return undefined;
  const sink: HolderSink = {
    holder,
    links: (told) => {
      links.addAll(told);
    },
  };
  const forests = packs.map(({ forest }) => forest);
  return new CompiledFolders(
    compiled,
    memory,
    shares,
    firstNames(shares),
    forests,
    numbers,
    known,
    mostCarried,
    sink,
  );
}

/** For each share the number of its first name, when the names of all are put one after another. */
function firstNames(shares: readonly HistoryShare[]): number[] {
  let first = 0;
  return shares.map(({ names }) => {
    first += names.length;
    return first - names.length;
  });
}

/** Below so many objects a thread takes longer to start than the work takes. */
const FEW = 4000;

async function readShares(
  { packs, loose, nameLength, threads, memory, compiled, mostLinks, hasCommitsOf }: History,
  numbers: ObjectNumbers,
  wanted: readonly number[],
  isFirst: boolean,
  present: Float64Array | null = null,
): Promise<HistoryShare[]> {
  const units = new UnitList();
  let objects = loose.length;
  for (const [n, { forest, tops }] of packs.entries()) {
    const withCommits = isFirst && (present !== null || !hasCommitsOf(n));
    for (const node of tops) {
      const kind = forest.kinds[node]!;
      const isWanted =
        kind === OBJECT_TYPE.tree ||
        (withCommits && (kind === OBJECT_TYPE.commit || kind === OBJECT_TYPE.tag));
      if (!isWanted) continue;
      units.add(n, node, forest);
      objects += forest.weights[node]!;
    }
  }
  const order: HistoryOrder = {
    packs: packs.map(({ file, forest, whole }) => ({ file, forest, whole })),
    firstNumbers: numbers.first,
    units: units.units(),
    loose,
    withLooseCommits: present !== null,
    nameLength,
    compiled: present === null ? compiled : undefined,
    wanted: makeWanted(wanted, memory?.array ?? sharedArray),
    withFolders: isFirst && present === null,
    mostLinks,
    present,
    cursors: new Int32Array(new SharedArrayBuffer(4 * HISTORY_CURSORS)),
  };
  if (objects >= FEW) threads.start();
  return threads.run(order, async () => historyShare(order));
}

/** What is looked for, for all threads. */
function makeWanted(keys: readonly number[], make: MakeArray): SharedWanted {
  const filter = make(Uint8Array, 65536);
  const map = new KeyMap(keys.length, make);
  for (const [n, key] of keys.entries()) {
    map.set(key, n);
    filter[Math.floor(key / 0x1_0000_0000)] = 1;
  }
  return { filter, ...map.slots() };
}

/** How many objects trees and commits name that are not there: in a partial clone, what it has not fetched. */
export async function countMissing(history: History): Promise<number> {
  const all = new NumberList();
  for (const { index } of history.packs) for (let n = 0; n < index.count; n++) all.add(index.key(n));
  for (const file of history.loose) all.add(nameKeyOfHex(nameOfLoose(file)));
  const present = new Float64Array(new SharedArrayBuffer(8 * all.length));
  present.set(all.toArray().toSorted());
  const numbers = new ObjectNumbers(history.packs, history.loose);
  const shares = await readShares(history, numbers, [], true, present);
  return new Set(shares.flatMap(({ missing }) => [...missing])).size;
}

class Placer {
  readonly #graph: CommitGraph;
  readonly #reader: ObjectReader;
  readonly #history: History;
  readonly #wanted: WantedObjects;
  readonly #reaches: Reaches;
  readonly #commits = new Map<number, SaidByCommit>();

  constructor(graph: CommitGraph, reader: ObjectReader, history: History, wanted: WantedObjects) {
    this.#graph = graph;
    this.#reader = reader;
    this.#history = history;
    this.#wanted = wanted;
    const { head } = history.refs;
    const headTree = head === null ? undefined : graph.treeOf(nameKeyOfHex(head));
    this.#reaches = new Reaches(wanted, graph, headTree);
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
    const { head } = this.#history.refs;
    const atHead = head !== null && nameKeyOfHex(head) === key;
    return { ...base, ...saidBy(readCommit(bytes)), commit: name, atHead };
  }

  #placeBlob(name: string, type: 'blob' | 'tree', key: number): GitPlace {
    const reach = this.#reaches.of(this.#wanted.find(key));
    const reached = this.#refNames(reach.refs);
    const refs = reached.slice(0, MOST_REFS);
    const said = reach.commit < 0 ? SAID_BY_NONE : this.#saidBy(reach.commit);
    const { commit, author, timeMs, authoredMs } = said;
    return {
      commit,
      author,
      timeMs,
      authoredMs,
      file: reach.path,
      atHead: reach.atHead,
      refs,
      dangling: refs.length === 0,
      remotes: hostsWith(this.#history.remotes, reached, commit),
      object: name,
      type,
    };
  }

  #saidBy(commit: number): SaidByCommit {
    let said = this.#commits.get(commit);
    if (said === undefined) {
      const stored = this.#reader.read(this.#graph.keyOf(commit));
      said =
        stored === undefined ? SAID_BY_NONE : { ...saidBy(readCommit(stored.bytes)), commit: stored.name };
      this.#commits.set(commit, said);
    }
    return said;
  }

  #refNames(refs: RefSet): string[] {
    return refNumbers(refs).map((ref) => this.#history.refs.refs[ref]!.name);
  }
}

type SaidByCommit = Pick<GitPlace, 'commit' | 'author' | 'timeMs' | 'authoredMs'>;
const SAID_BY_NONE: SaidByCommit = { commit: null, author: null, timeMs: null, authoredMs: null };

function saidBy(commit: CommitHeader | undefined): Pick<GitPlace, 'author' | 'timeMs' | 'authoredMs'> {
  const { author = null, timeMs = null, authoredMs = null } = commit ?? {};
  return { author, timeMs, authoredMs };
}
