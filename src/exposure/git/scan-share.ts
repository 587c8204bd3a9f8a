/** One thread's share of a repository: takes tree after tree of objects from the common list until none is left. */
import { findCandidates } from '../matcher.ts';
import type { Candidate } from '../matcher.ts';
import { CommitNotes } from './commit-notes.ts';
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
import { ForestWalk, LARGE_OBJECT, WalkTools } from './walk-forest.ts';
import type { LargeSink, ObjectChange, ObjectVisitor } from './walk-forest.ts';

export interface SharedPack {
  readonly file: string;
  readonly forest: DeltaForest;
}

/** What a thread is told. Only shared memory and plain data, so that it can be sent. */
export interface ScanOrder {
  readonly packs: readonly SharedPack[];
  /** Numbers of the first node of each of these packs, and of the first loose object (see `ObjectNumbers`). */
  readonly firstNumbers: readonly number[];
  readonly nameLength: NameLength;
  /** Pairs of pack and node, where walks begin. */
  readonly units: Int32Array;
  /** The same for roots that take much memory: one thread at a time sees to those. */
  readonly heavyUnits: Int32Array;
  readonly loose: readonly string[];
  readonly examiner: string;
  /** See `CURSOR`. */
  readonly cursors: Int32Array;
}

/** Common counters: units taken, heavy units taken, whether a thread has them, loose objects taken. */
const CURSOR = { units: 0, heavy: 1, hasHeavy: 2, loose: 3 } as const;
export const CURSORS = 4;

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
/** Units a thread takes at once. */
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
    const { units, heavyUnits, loose, cursors } = this.#order;
    if (heavyUnits.length > 0 && Atomics.exchange(cursors, CURSOR.hasHeavy, 1) === 0)
      await this.#takeUnits(heavyUnits, cursors, CURSOR.heavy);
    await this.#takeUnits(units, cursors, CURSOR.units);
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

  async #takeUnits(units: Int32Array, cursors: Int32Array, cursor: number): Promise<void> {
    const count = units.length / 2;
    for (;;) {
      const first = Atomics.add(cursors, cursor, BATCH);
      if (first >= count) return;
      for (let n = first; n < Math.min(count, first + BATCH); n++)
        this.#walk(units[2 * n]!).walk(units[2 * n + 1]!);
      const pause = this.#breath.due();
      if (pause !== undefined) await pause;
    }
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
    if (file === undefined) this.#files.set(pack, (file = new PackFile(this.#order.packs[pack]!.file)));
    return file;
  }

  /** @param thinType of the objects that are deltas of one in another place. */
  #visitor(pack: number, thinType?: ObjectType): ObjectVisitor<readonly Candidate[]> {
    const forest = this.#forest(pack);
    const first = this.#order.firstNumbers[pack]!;
    const isBlob = (node: number): boolean => forest.kinds[node] === OBJECT_TYPE.blob;
    const see = (node: number, bytes: Buffer, candidates: readonly Candidate[]): readonly Candidate[] => {
      this.#count(bytes.length);
      if (!isBlob(node) && thinType === undefined) this.#commits.see(typeOf(forest, node), first + node, bytes);
      if (candidates.length === 0) return candidates;
      const found: unknown[] = [];
      this.#examineAll(bytes, candidates, found);
      if (found.length > 0)
        this.#found.push({ where: pack, node, type: thinType ?? typeOf(forest, node), found });
      return candidates;
    };
    return {
      known: (_node, bytes) => findCandidates(bytes),
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
        if (found.length > 0)
          this.#found.push({ where: pack, node, type: typeOf(forest, node), found });
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
