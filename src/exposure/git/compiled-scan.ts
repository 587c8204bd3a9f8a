/** Scans trees of objects in compiled code, which calls back for the few objects that may hold something. */
import { LONGEST_CANDIDATE, REACH } from '../matcher.ts';
import { CompiledCode } from './compiled-code.ts';
import type { Compiled } from './compiled-code.ts';
import type { CommitNotes } from './commit-notes.ts';
import type { CopiedParts } from './delta.ts';
import type { DeltaForest } from './delta-forest.ts';
import type { NameLength } from './object-name.ts';
import type { PackFile } from './pack-file.ts';

/** What is done with objects. `State` is what is known of an object when those made from it are seen. */
export interface CompiledVisitor<State> {
  /** An object that may hold something; `bytes` are valid during the call. Undefined when it holds nothing. */
  whole(node: number, bytes: Buffer): State | undefined;
  /** One made from an object of which `base` is known, if anything. */
  changed(node: number, bytes: Buffer, copied: CopiedParts, base: State | undefined): State | undefined;
  /** A tag or an odd commit, besides. */
  commit(node: number, bytes: Buffer): void;
}

/** Bytes before and behind a change in which a candidate may begin or end that it makes. */
const AROUND = LONGEST_CANDIDATE + REACH;
/** So many more are read where only what has changed is: as many as a candidate depends on, and some more. */
const MARGIN = 2 * REACH;

export class CompiledScan<State> {
  readonly #code: CompiledCode;
  /** By depth, of the objects on the way. */
  readonly #states: (State | undefined)[] = [];
  #visitor!: CompiledVisitor<State>;

  /** @param region of memory that no other thread has. */
  constructor(compiled: Compiled, region: number) {
    this.#code = new CompiledCode(compiled, region, {
      whole: (node, depth, at, size) => this.#note(depth, this.#visitor.whole(node, this.#bytes(at, size))),
      changed: (node, baseDepth, depth, at, size, partsAt, count, baseSize) => {
        const parts = new Float64Array(this.#code.buffer, partsAt, 3 * count);
        const base = baseDepth < 0 ? undefined : this.#states[baseDepth];
        const copied = { parts, count, baseSize };
        return this.#note(depth, this.#visitor.changed(node, this.#bytes(at, size), copied, base));
      },
      commit: (node, at, size) => {
        this.#visitor.commit(node, this.#bytes(at, size));
      },
    });
  }

  /** @param firstNumber of the pack's nodes. */
  usePack(
    pack: PackFile,
    forest: DeltaForest,
    firstNumber: number,
    nameLength: NameLength,
    visitor: () => CompiledVisitor<State>,
  ): void {
    if (this.#code.usePack(pack, forest, firstNumber, nameLength)) this.#visitor = visitor();
  }

  /** Scans the tree that begins at a whole object. False when it has to be walked otherwise: something in it is odd. */
  scan(top: number, commits: CommitNotes): boolean {
    const { walk } = this.#code;
    if (this.#code.isFilling(8 * Math.max(walk.commitCount(), walk.parentCount()))) this.takeCommits(commits);
    return this.#code.walk.scan(top, AROUND, MARGIN) === 1;
  }

  /** Notes the commits that were come by. */
  takeCommits(commits: CommitNotes): void {
    const { walk } = this.#code;
    const [count, parentCount] = [walk.commitCount(), walk.parentCount()];
    commits.addAll({
      commits: this.#code.ints(walk.COMMITS, count),
      commitTrees: this.#code.floats(walk.COMMIT_TREES, count),
      commitTimes: this.#code.floats(walk.COMMIT_TIMES, count),
      parentCounts: this.#code.ints(walk.PARENT_COUNTS, count),
      parents: this.#code.floats(walk.PARENTS, parentCount),
    });
    walk.forgetTold();
  }

  /** Of the tree scanned last. */
  get objects(): number {
    return this.#code.walk.objectCount() >>> 0;
  }

  get bytes(): number {
    return this.#code.walk.byteCount();
  }

  #bytes(at: number, size: number): Buffer {
    return this.#code.bytes.subarray(at, at + size);
  }

  #note(depth: number, state: State | undefined): number {
    this.#states[depth] = state;
    return state === undefined ? 0 : 1;
  }
}
