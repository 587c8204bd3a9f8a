/** Finds credentials in all objects of a repository, whether a commit leads to them or not. */
import { builtFile } from '../../built-file.ts';
import { countMissing, placeObjects } from './attribute.ts';
import type { History } from './attribute.ts';
import { CommitNotes } from './commit-notes.ts';
import type { Compiled } from './compiled-code.ts';
import { catObjects } from './cat-file.ts';
import { OBJECT_TYPE } from './delta-forest.ts';
import type { DeltaForest } from './delta-forest.ts';
import { listLoose, nameOfLoose } from './loose-object.ts';
import type { ObjectType } from './loose-object.ts';
import { nameKeyOfHex } from './object-name.ts';
import { ObjectReader } from './object-reader.ts';
import { openPacks, withForest } from './open-packs.ts';
import type { IndexedPack } from './open-packs.ts';
import { readRefs } from './refs.ts';
import { readRemotes } from './remotes.ts';
import { openRepository } from './repository.ts';
import type { Repository } from './repository.ts';
import type {
  Examine,
  RepositoryHit,
  RepositoryProblem,
  RepositoryScan,
  RepositoryScanOptions,
} from './result.ts';
import { SCAN_LIMITS } from './result.ts';
import { runGit } from './run-git.ts';
import { CURSORS, ObjectScanner, scanShare } from './scan-share.ts';
import type { LostObject, ScanOrder, ScanShare } from './scan-share.ts';
import { ScannedPacks } from './scanned-packs.ts';
import { Threads } from '../threads.ts';
import { UnitList } from './units.ts';
import { LARGE_OBJECT } from './walk-forest.ts';

/** Below so many objects a thread takes longer to start than the work takes. */
const FEW_OBJECTS = 2000;
/** Bytes of packs below which the same is true. */
const FEW_BYTES = 4 * 1024 * 1024;

/**
 * Scans the repository at `folder`: one with a `.git`, or a `.git` or bare repository itself, and those that it borrows
 * objects from. Nothing is written to it, nothing is fetched, and nothing that it names is run.
 *
 * @returns undefined when `folder` is no repository. What could not be read is in `problems`.
 * @throws an error of the file system when the cache cannot be written.
 */
export async function scanRepository(
  folder: string,
  options: RepositoryScanOptions,
): Promise<RepositoryScan | undefined> {
  const repository = openRepository(folder);
  if (repository === undefined) return undefined;
  const limits = { ...SCAN_LIMITS, ...options.limits };
  const { packs, memory, compiled, problems } = openPacks(
    repository.objectFolders,
    repository.nameLength,
    options.threads,
    limits,
  );
  const loose = repository.objectFolders.flatMap((objects) => listLoose(objects, repository.nameLength));
  const cache = options.cache === null ? undefined : new ScannedPacks(options.cache, options.matcherVersion);
  const fresh = packs.filter(({ checksum }) => cache?.isClean(checksum) !== true);
  const reader = (): ObjectReader => new ObjectReader(packs.map(withForest), loose);
  const threads = new Threads(builtFile('exposure/git/worker.js'), options.threads);
  const scan = new Scan(repository, { all: packs, fresh }, loose, options, reader, threads, compiled);
  try {
    const shares = await scan.run();
    if (problems.some(({ kind }) => kind === 'corrupt')) shares.push(await scan.askGit());
    const found = scan.nameFound(shares);
    const history: History = {
      get packs() {
        return packs.map(withForest);
      },
      commits: shares,
      hasCommitsOf: (pack) => fresh.includes(packs[pack]!),
      loose,
      refs: await readRefs(repository),
      remotes: readRemotes(repository),
      nameLength: repository.nameLength,
      threads,
      mostLinks: limits.mostLinks,
      mostCarried: limits.mostCarried,
      memory,
      compiled,
      staged: async () => readStaged(repository),
    };
    const hits = found.length === 0 ? [] : await placeAll(history, found);
    const lost = scan.nameLost(shares);
    if (cache !== undefined) {
      for (const pack of scan.cleanPacks(shares)) cache.add(pack.checksum);
      cache.save();
    }
    return {
      hits,
      problems: [...problems, ...lost, ...(await missing(repository, history))],
      objects: shares.reduce((sum, share) => sum + share.objects, 0),
      bytes: shares.reduce((sum, share) => sum + share.bytes, 0),
      packs: packs.length,
      packsKnown: packs.length - fresh.length,
      isPartial: repository.isPartial,
      isShallow: repository.isShallow,
    };
  } finally {
    await threads.stop();
    for (const { pack } of packs) pack.close();
  }
}

/** What a partial clone lacks, as one problem. */
async function missing(repository: Repository, history: History): Promise<RepositoryProblem[]> {
  if (!repository.isPartial) return [];
  const objects = await countMissing(history);
  if (objects === 0) return [];
  const detail = 'the clone is partial: what it has not fetched from its remote was not looked at';
  return [{ kind: 'missing', file: repository.commonFolder, object: null, objects, detail }];
}

interface NamedObject {
  readonly name: string;
  readonly type: ObjectType;
  readonly found: readonly unknown[];
}

async function placeAll(history: History, found: readonly NamedObject[]): Promise<RepositoryHit[]> {
  const places = await placeObjects(history, found);
  return places.map((git, n) => ({ git, found: found[n]!.found }));
}

/** Paths by object name, of what is in the index of the worktree. */
async function readStaged(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const listed = (await runGit(repository, ['ls-files', '--stage', '-z'])) ?? '';
  const entries = [...listed.matchAll(/(?:^|\0)\d+ ([0-9a-f]{40,64}) \d\t([^\0]+)/g)];
  return new Map(entries.map(([, name, file]) => [name!, file!]));
}

interface NamedShare extends ScanShare {
  /** Objects whose names are known already. */
  readonly named?: readonly NamedObject[];
}

class Scan {
  readonly #repository: Repository;
  readonly #allPacks: readonly IndexedPack[];
  /** Those that are scanned. */
  readonly #packs: readonly IndexedPack[];
  readonly #loose: readonly string[];
  readonly #options: RepositoryScanOptions;
  /** Reads from all packs, those that need no scan included. */
  readonly #reader: () => ObjectReader;
  readonly #threads: Threads;
  readonly #compiled: Compiled | undefined;

  constructor(
    repository: Repository,
    packs: { readonly all: readonly IndexedPack[]; readonly fresh: readonly IndexedPack[] },
    loose: readonly string[],
    options: RepositoryScanOptions,
    reader: () => ObjectReader,
    threads: Threads,
    compiled: Compiled | undefined,
  ) {
    this.#compiled = compiled;
    this.#repository = repository;
    this.#allPacks = packs.all;
    this.#packs = packs.fresh;
    this.#loose = loose;
    this.#options = options;
    this.#reader = reader;
    this.#threads = threads;
  }

  async run(): Promise<NamedShare[]> {
    // Before the headers of objects are read: by then the others are nearly there.
    if (!this.#isQuick()) this.#threads.start();
    const order = this.#order();
    const shares: NamedShare[] = await this.#threads.run(order, async () => scanShare(order));
    shares.push(await this.#scanThin(order));
    return shares;
  }

  /** Through git: what is in packs that the own reader does not understand. */
  async askGit(): Promise<NamedShare> {
    const { found, objects, bytes } = await catObjects(this.#repository, await this.#examine());
    const noCommits = new CommitNotes(this.#repository.nameLength).lists();
    return { ...noCommits, found: [], lost: [], lostMore: 0, objects, bytes, named: found };
  }

  nameFound(shares: readonly NamedShare[]): NamedObject[] {
    const byName = new Map<string, NamedObject>();
    for (const share of shares) {
      for (const { where, node, type, found } of share.found) {
        const name = typeof where === 'string' ? nameOfLoose(where) : this.#name(where, node);
        byName.set(name, { name, type, found });
      }
      for (const each of share.named ?? []) byName.set(each.name, each);
    }
    return [...byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  nameLost(shares: readonly NamedShare[]): RepositoryProblem[] {
    const all = shares.flatMap(({ lost }) => lost);
    const problems = all.map(({ where, node, kind, detail, objects }): RepositoryProblem => ({
      kind,
      file: typeof where === 'string' ? where : this.#packs[where]!.file,
      object: typeof where === 'string' ? nameOfLoose(where) : this.#name(where, node),
      objects,
      detail,
    }));
    const more = shares.reduce((sum, { lostMore }) => sum + lostMore, 0);
    if (more > 0) {
      const file = this.#repository.commonFolder;
      const detail = 'more objects could not be read than are named';
      problems.push({ kind: 'corrupt', file, object: null, objects: more, detail });
    }
    for (const { file, roots } of this.#packs) {
      const { damaged, lost } = roots();
      if (damaged.length + lost === 0) continue;
      problems.push({
        kind: 'corrupt',
        file,
        object: null,
        objects: damaged.length + lost,
        detail: 'the headers of objects are damaged, or those of objects that they are deltas of',
      });
    }
    return problems;
  }

  /** Packs in which nothing was found, and all of which was read. */
  cleanPacks(shares: readonly NamedShare[]): IndexedPack[] {
    const dirty = new Set(shares.flatMap(({ found, lost }) => [...found, ...lost]).map(({ where }) => where));
    return this.#packs.filter((pack, n) => {
      const { damaged, lost, thin } = pack.roots();
      const isWhole = damaged.length + lost + thin.length === 0 && pack.checksum === pack.index.packChecksum;
      return isWhole && !dirty.has(n);
    });
  }

  #order(): ScanOrder {
    const [units, heavyUnits] = [new UnitList(), new UnitList()];
    for (const [n, pack] of this.#packs.entries()) {
      const { forest, tops } = pack.roots();
      for (const top of tops) {
        if (forest.kinds[top] === OBJECT_TYPE.tree) continue;
        const isHeavy = forest.sizes[top]! > LARGE_OBJECT && forest.firstChild[top]! >= 0;
        (isHeavy ? heavyUnits : units).add(n, top, forest);
      }
    }
    return {
      compiled: this.#compiled,
      packs: this.#packs.map(({ file, roots, whole }) => ({ file, forest: roots().forest, whole: whole() })),
      units: units.units(),
      heavyUnits: heavyUnits.units(),
      firstNumbers: [...this.#packs, undefined].map((pack) => objectsBefore(this.#allPacks, pack)),
      nameLength: this.#repository.nameLength,
      loose: this.#loose,
      examiner: this.#options.examiner.href,
      cursors: new Int32Array(new SharedArrayBuffer(4 * CURSORS)),
    };
  }

  #isQuick(): boolean {
    const objects = this.#packs.reduce((sum, { index }) => sum + index.count, this.#loose.length);
    const bytes = this.#packs.reduce((sum, { pack }) => sum + pack.size, 0);
    return objects < FEW_OBJECTS && bytes < FEW_BYTES;
  }

  async #examine(): Promise<Examine> {
    return ((await import(this.#options.examiner.href)) as { examine: Examine }).examine;
  }

  /** What begins at deltas whose base is in another pack. Git does not leave such; others may. */
  async #scanThin(order: ScanOrder): Promise<ScanShare> {
    const scanner = new ObjectScanner(order, await this.#examine());
    const all = this.#packs.map((pack) => pack.roots().thin);
    if (all.some((thin) => thin.length > 0)) {
      const reader = this.#reader();
      for (const [pack, thin] of all.entries()) {
        for (const { node, base } of thin) {
          const stored = reader.read(nameKeyOfHex(base));
          if (stored?.type === 'tree') continue;
          if (stored === undefined) scanner.lose(withoutBase(pack, node, base, order.packs[pack]!.forest));
          else scanner.scanThin(pack, node, stored.type, stored.bytes);
        }
      }
    }
    scanner.close();
    return scanner.share();
  }

  /** The name of a node of a pack. */
  #name(pack: number, node: number): string {
    const { index, roots } = this.#packs[pack]!;
    return index.name(roots().forest.entries[node]!);
  }
}

/** How many objects there are in the packs before one, or in all of them. */
function objectsBefore(packs: readonly IndexedPack[], pack: IndexedPack | undefined): number {
  const before = pack === undefined ? packs : packs.slice(0, packs.indexOf(pack));
  return before.reduce((sum, { index }) => sum + index.count, 0);
}

function withoutBase(pack: number, node: number, base: string, forest: DeltaForest): LostObject {
  return {
    where: pack,
    node,
    kind: 'corrupt',
    detail: `it is a delta of ${base}, which is missing`,
    objects: forest.weights[node]!,
  };
}
