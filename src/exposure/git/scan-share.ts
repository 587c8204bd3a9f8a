/** One thread's share of a repository: takes tree after tree of objects from the common list until none is left. */
import { findCandidates } from '../matcher.ts';
import type { Candidate } from '../matcher.ts';
import { CommitNotes } from './commit-notes.ts';
import { claimRegion } from './compiled-code.ts';
import type { Compiled } from './compiled-code.ts';
import { CompiledScan } from './compiled-scan.ts';
import type { CompiledVisitor } from './compiled-scan.ts';
import type { CommitLists } from './commit-notes.ts';
import { candidatesOfTarget, clearlyHasNone } from './candidates.ts';
import type { CopiedParts } from './delta.ts';
import { OBJECT_TYPE } from './delta-forest.ts';
import type { DeltaForest } from './delta-forest.ts';
import { ObjectDamagedError } from './inflate-exact.ts';
import { PieceWindow } from './large-object.ts';
import { readLoose, withLoose } from './loose-object.ts';
import type { ObjectType, OpenLoose } from './loose-object.ts';
import type { NameLength } from './object-name.ts';
import { PackFile } from './pack-file.ts';
import type { Examine } from './result.ts';
import { Breath } from '../threads.ts';
import { takeBatch } from './units.ts';
import type { Units } from './units.ts';
import { ForestWalk, LARGE_OBJECT, WalkTools } from './walk-forest.ts';
import type { LargeSink, ObjectChange, ObjectVisitor } from './walk-forest.ts';

export interface SharedPack {
  readonly file: string;
  readonly forest: DeltaForest;
  /** All of the pack, if it is small. */
  readonly whole: Uint8Array | undefined;
}

/** What a thread is told. Only shared memory and plain data, so that it can be sent. */
export interface ScanOrder {
  readonly compiled: Compiled | undefined;
  readonly packs: readonly SharedPack[];
  /** Numbers of the first node of each of these packs, and of the first loose object (see `ObjectNumbers`). */
  readonly firstNumbers: readonly number[];
  readonly nameLength: NameLength;
  readonly units: Units;
  /** What takes much memory: one thread at a time sees to those. */
  readonly heavyUnits: Units;
  readonly loose: readonly string[];
  readonly examiner: string;
  /** See `CURSOR`. */
  readonly cursors: Int32Array;
}

/** Common counters: batches taken, those of heavy units, whether a thread has them, loose objects taken, memory claimed. */
const CURSOR = { units: 0, heavy: 1, hasHeavy: 2, loose: 3, regions: 4 } as const;
export const CURSORS = 5;

/** An object of a pack that holds something, or a loose one. */
export interface FoundObject {
  /** Number of the pack, or the file of a loose object. */
  readonly where: number | string;
  readonly node: number;
  readonly type: ObjectType;
  readonly found: readonly unknown[];
}

/** An object that could not be read. */
export interface LostObject {
  readonly where: number | string;
  readonly node: number;
  readonly kind: 'corrupt' | 'too-large' | 'unreadable';
  readonly detail: string;
  /** Objects that could not be read with it, itself included. */
  readonly objects: number;
}

/** What a thread found, and the commits and tags that it came by. */
export interface ScanShare extends CommitLists {
  readonly found: readonly FoundObject[];
  /** The first ones. */
  readonly lost: readonly LostObject[];
  /** Objects that could not be read besides. */
  readonly lostMore: number;
  readonly objects: number;
  readonly bytes: number;
}

const TYPE_NAMES: Readonly<Record<number, ObjectType>> = {
  [OBJECT_TYPE.commit]: 'commit',
  [OBJECT_TYPE.tree]: 'tree',
  [OBJECT_TYPE.blob]: 'blob',
  [OBJECT_TYPE.tag]: 'tag',
};

export function typeName(type: number): ObjectType {
  const name = TYPE_NAMES[type];
  if (name === undefined) throw new ObjectDamagedError(`an object has type ${type}`);
  return name;
}

/** Scans until the common list is empty. */
export async function scanShare(order: ScanOrder): Promise<ScanShare> {
  const { examine } = (await import(order.examiner)) as { examine: Examine };
  const scanner = new ObjectScanner(order, examine);
  await scanner.takeAll();
  scanner.close();
  return scanner.share();
}

/** Objects that a thread names when it cannot read them. */
const MOST_LOST = 1000;
const NO_CANDIDATES: readonly Candidate[] = [];
/** Loose objects a thread takes at once. */
const BATCH = 16;

export class ObjectScanner {
  readonly #found: FoundObject[] = [];
  readonly #lost: LostObject[] = [];
  #lostMore = 0;
  #objects = 0;
  #bytes = 0;
  readonly #order: ScanOrder;
  readonly #examine: Examine;
  readonly #commits: CommitNotes;
  readonly #tools = new WalkTools();
  readonly #breath = new Breath();
  #compiled: CompiledScan<readonly Candidate[]> | undefined;
  readonly #files = new Map<number, PackFile>();
  readonly #walks = new Map<number, ForestWalk<readonly Candidate[]>>();

  constructor(order: ScanOrder, examine: Examine) {
    this.#order = order;
    this.#examine = examine;
    this.#commits = new CommitNotes(order.nameLength);
  }

  share(): ScanShare {
    return {
      found: this.#found,
      lost: this.#lost,
      lostMore: this.#lostMore,
      objects: this.#objects,
      bytes: this.#bytes,
      ...this.#commits.lists(),
    };
  }

  async takeAll(): Promise<void> {
    const { units, heavyUnits, loose, cursors, compiled } = this.#order;
    const region = compiled && claimRegion(compiled, cursors, CURSOR.regions);
    if (region !== undefined) this.#compiled = new CompiledScan(compiled!, region);
    if (heavyUnits.tops.length > 0 && Atomics.exchange(cursors, CURSOR.hasHeavy, 1) === 0)
      await this.#takeUnits(heavyUnits, cursors, CURSOR.heavy);
    await this.#takeUnits(units, cursors, CURSOR.units);
    this.#compiled?.takeCommits(this.#commits);
    for (;;) {
      const first = Atomics.add(cursors, CURSOR.loose, BATCH);
      if (first >= loose.length) break;
      for (let n = first; n < Math.min(loose.length, first + BATCH); n++) this.#scanLoose(n);
      const pause = this.#breath.due();
      if (pause !== undefined) await pause;
    }
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }

  /** Scans what begins at a delta with a base in another place. */
  scanThin(pack: number, node: number, type: ObjectType, base: Buffer): void {
    new ForestWalk(this.#file(pack), this.#forest(pack), this.#visitor(pack, type), this.#tools).walkThin(
      node,
      base,
    );
  }

  #scanLoose(n: number): void {
    const file = this.#order.loose[n]!;
    try {
      withLoose(file, this.#tools.inflater, (loose) => {
        this.#seeLoose(n, loose);
      });
    } catch (error) {
      const isDamaged = error instanceof ObjectDamagedError;
      if (!isDamaged && (error as NodeJS.ErrnoException).code === undefined) throw error;
      const kind = isDamaged ? 'corrupt' : 'unreadable';
      this.lose({ where: file, node: -1, kind, detail: (error as Error).message, objects: 1 });
    }
  }

  /** Notes an object that cannot be read. */
  lose(lost: LostObject): void {
    if (this.#lost.length < MOST_LOST) this.#lost.push(lost);
    else this.#lostMore += lost.objects;
  }

  async #takeUnits(units: Units, cursors: Int32Array, cursor: number): Promise<void> {
    const walk = (pack: number, node: number): void => {
      if (!this.#walkCompiled(pack, node)) this.#walk(pack).walk(node);
    };
    while (takeBatch(units, cursors, cursor, walk)) {
      const pause = this.#breath.due();
      if (pause !== undefined) await pause;
    }
  }

  /** Walks a tree in compiled code. False where there is none, or it does not understand the tree. */
  #walkCompiled(pack: number, node: number): boolean {
    const compiled = this.#compiled;
    if (compiled === undefined) return false;
    const { firstNumbers, nameLength } = this.#order;
    compiled.usePack(this.#file(pack), this.#forest(pack), firstNumbers[pack]!, nameLength, () =>
      this.#compiledVisitor(pack),
    );
    // What was found in a tree that is walked again is found twice, and counts once.
    if (!compiled.scan(node, this.#commits)) return false;
    this.#objects += compiled.objects;
    this.#bytes += compiled.bytes;
    return true;
  }

  #compiledVisitor(pack: number): CompiledVisitor<readonly Candidate[]> {
    const forest = this.#forest(pack);
    const first = this.#order.firstNumbers[pack]!;
    const see = (
      node: number,
      bytes: Buffer,
      candidates: readonly Candidate[],
    ): readonly Candidate[] | undefined => {
      if (candidates.length === 0) return undefined;
      this.#examineObject(pack, node, typeOf(forest, node), bytes, candidates);
      return candidates;
    };
    return {
      whole: (node, bytes) => see(node, bytes, findCandidates(bytes)),
      changed: (node, bytes, copied, base) =>
        see(node, bytes, candidatesOfTarget(bytes, copied, base ?? NO_CANDIDATES)),
      commit: (node, bytes) => {
        this.#commits.see(typeOf(forest, node), first + node, bytes);
      },
    };
  }

  #examineObject(
    pack: number,
    node: number,
    type: ObjectType,
    bytes: Buffer,
    candidates: readonly Candidate[],
  ): void {
    const found: unknown[] = [];
    this.#examineAll(bytes, candidates, found);
    if (found.length > 0) this.#found.push({ where: pack, node, type, found });
  }

  #seeLoose(n: number, loose: OpenLoose): void {
    if (loose.type === 'tree') return;
    this.#count(loose.size);
    const found: unknown[] = [];
    if (loose.size > LARGE_OBJECT) {
      loose.inflate(this.#pieces(loose.size, found));
    } else {
      const bytes = readLoose(loose);
      this.#commits.see(loose.type, this.#order.firstNumbers.at(-1)! + n, bytes);
      this.#examineAll(bytes, findCandidates(bytes), found);
    }
    if (found.length > 0)
      this.#found.push({ where: this.#order.loose[n]!, node: -1, type: loose.type, found });
  }

  #pieces(size: number, found: unknown[]): LargeSink {
    return new PieceWindow(size, (piece, candidates, start) => {
      const result = this.#examine(piece, candidates, start);
      if (result !== undefined) found.push(result);
    });
  }

  #examineAll(bytes: Buffer, candidates: readonly Candidate[], found: unknown[]): void {
    if (candidates.length === 0) return;
    const result = this.#examine(bytes, candidates, 0);
    if (result !== undefined) found.push(result);
  }

  #count(bytes: number): void {
    this.#objects++;
    this.#bytes += bytes;
  }

  #walk(pack: number): ForestWalk<readonly Candidate[]> {
    let walk = this.#walks.get(pack);
    if (walk === undefined) {
      walk = new ForestWalk(this.#file(pack), this.#forest(pack), this.#visitor(pack), this.#tools);
      this.#walks.set(pack, walk);
    }
    return walk;
  }

  #forest(pack: number): DeltaForest {
    return this.#order.packs[pack]!.forest;
  }

  #file(pack: number): PackFile {
    let file = this.#files.get(pack);
    if (file === undefined) {
      const { file: name, whole } = this.#order.packs[pack]!;
      file = new PackFile(name, whole);
      this.#files.set(pack, file);
    }
    return file;
  }

  /** @param thinType of the objects that are deltas of one in another place. */
  #visitor(pack: number, thinType?: ObjectType): ObjectVisitor<readonly Candidate[]> {
    const forest = this.#forest(pack);
    const first = this.#order.firstNumbers[pack]!;
    const isBlob = (node: number): boolean => forest.kinds[node] === OBJECT_TYPE.blob;
    const see = (node: number, bytes: Buffer, candidates: readonly Candidate[]): readonly Candidate[] => {
      this.#count(bytes.length);
      if (!isBlob(node) && thinType === undefined)
        this.#commits.see(typeOf(forest, node), first + node, bytes);
      if (candidates.length === 0) return candidates;
      this.#examineObject(pack, node, thinType ?? typeOf(forest, node), bytes, candidates);
      return candidates;
    };
    return {
      whole: (node, bytes) => see(node, bytes, findCandidates(bytes)),
      changed: (node: number, bytes: Buffer, copied: CopiedParts, base: readonly Candidate[]) =>
        see(node, bytes, candidatesOfTarget(bytes, copied, base)),
      passed: (node: number, change: ObjectChange, base: readonly Candidate[]) => {
        if (base.length > 0 || !isBlob(node) || !clearlyHasNone(change)) return false;
        this.#count(change.sizes.target);
        return true;
      },
      large: (node, size, inflate) => {
        this.#count(size);
        const found: unknown[] = [];
        inflate(this.#pieces(size, found));
        if (found.length > 0) this.#found.push({ where: pack, node, type: typeOf(forest, node), found });
      },
      failed: (node, kind, detail) => {
        this.lose({ where: pack, node, kind, detail, objects: forest.weights[node]! });
      },
    };
  }
}

/** The type of a node's object. */
export function typeOf({ kinds }: DeltaForest, node: number): ObjectType {
  return typeName(kinds[node]!);
}
