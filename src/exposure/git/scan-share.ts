/** One thread's share of a repository: takes tree after tree of objects from the common list until none is left. */
import { findCandidates } from '../matcher.ts';
import type { Candidate } from '../matcher.ts';
import { candidatesOfTarget, clearlyHasNone } from './candidates.ts';
import type { CopiedParts } from './delta.ts';
import { OBJECT_TYPE } from './delta-forest.ts';
import type { DeltaForest } from './delta-forest.ts';
import { ObjectDamagedError } from './inflate-exact.ts';
import { PieceWindow } from './large-object.ts';
import { readLoose, withLoose } from './loose-object.ts';
import type { ObjectType, OpenLoose } from './loose-object.ts';
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
  /** Pairs of pack and root. */
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

export interface ScanShare {
  readonly found: FoundObject[];
  /** The first ones. */
  readonly lost: LostObject[];
  /** Objects that could not be read besides. */
  lostMore: number;
  objects: number;
  bytes: number;
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
  const scanner = new ObjectScanner(order.packs, examine);
  await scanner.takeAll(order);
  scanner.close();
  return scanner.share;
}

/** Objects that a thread names when it cannot read them. */
const MOST_LOST = 1000;
/** Units a thread takes at once. */
const BATCH = 16;

export class ObjectScanner {
  readonly share: ScanShare = { found: [], lost: [], lostMore: 0, objects: 0, bytes: 0 };
  readonly #packs: readonly SharedPack[];
  readonly #examine: Examine;
  readonly #tools = new WalkTools();
  readonly #breath = new Breath();
  readonly #files = new Map<number, PackFile>();
  readonly #walks = new Map<number, ForestWalk<readonly Candidate[]>>();

  constructor(packs: readonly SharedPack[], examine: Examine) {
    this.#packs = packs;
    this.#examine = examine;
  }

  async takeAll({ units, heavyUnits, loose, cursors }: ScanOrder): Promise<void> {
    if (heavyUnits.length > 0 && Atomics.exchange(cursors, CURSOR.hasHeavy, 1) === 0)
      await this.#takeUnits(heavyUnits, cursors, CURSOR.heavy);
    await this.#takeUnits(units, cursors, CURSOR.units);
    for (;;) {
      const first = Atomics.add(cursors, CURSOR.loose, BATCH);
      if (first >= loose.length) break;
      for (const file of loose.slice(first, first + BATCH)) this.scanLoose(file);
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

  scanLoose(file: string): void {
    try {
      withLoose(file, this.#tools.inflater, (loose) => {
        this.#seeLoose(file, loose);
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
    if (this.share.lost.length < MOST_LOST) this.share.lost.push(lost);
    else this.share.lostMore += lost.objects;
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

  #seeLoose(file: string, loose: OpenLoose): void {
    if (loose.type === 'tree') return;
    this.#count(loose.size);
    const found: unknown[] = [];
    if (loose.size > LARGE_OBJECT) {
      loose.inflate(this.#pieces(loose.size, found));
    } else {
      const bytes = readLoose(loose);
      this.#examineAll(bytes, findCandidates(bytes), found);
    }
    if (found.length > 0) this.share.found.push({ where: file, node: -1, type: loose.type, found });
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
    this.share.objects++;
    this.share.bytes += bytes;
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
    return this.#packs[pack]!.forest;
  }

  #file(pack: number): PackFile {
    let file = this.#files.get(pack);
    if (file === undefined) this.#files.set(pack, (file = new PackFile(this.#packs[pack]!.file)));
    return file;
  }

  /** @param thinType of the objects that are deltas of one in another place. */
  #visitor(pack: number, thinType?: ObjectType): ObjectVisitor<readonly Candidate[]> {
    const forest = this.#forest(pack);
    const see = (node: number, bytes: Buffer, candidates: readonly Candidate[]): readonly Candidate[] => {
      this.#count(bytes.length);
      const found: unknown[] = [];
      this.#examineAll(bytes, candidates, found);
      if (found.length > 0) {
        const type = thinType ?? rootType(forest, node);
        this.share.found.push({ where: pack, node, type, found });
      }
      return candidates;
    };
    return {
      whole: (node, bytes) => see(node, bytes, findCandidates(bytes)),
      changed: (node: number, bytes: Buffer, copied: CopiedParts, base: readonly Candidate[]) =>
        see(node, bytes, candidatesOfTarget(bytes, copied, base)),
      passed: (_node: number, change: ObjectChange, base: readonly Candidate[]) => {
        if (base.length > 0 || !clearlyHasNone(change)) return false;
        this.#count(change.sizes.target);
        return true;
      },
      large: (node, size, inflate) => {
        this.#count(size);
        const found: unknown[] = [];
        inflate(this.#pieces(size, found));
        if (found.length > 0)
          this.share.found.push({ where: pack, node, type: rootType(forest, node), found });
      },
      failed: (node, kind, detail) => {
        this.lose({ where: pack, node, kind, detail, objects: forest.weights[node]! });
      },
    };
  }
}

/** The type of a node: that of the whole object it is made from. */
export function rootType({ parents, types }: DeltaForest, node: number): ObjectType {
  let root = node;
  while (parents[root]! >= 0) root = parents[root]!;
  return typeName(types[root]!);
}
