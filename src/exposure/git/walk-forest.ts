/** Walks the objects of a pack: each is inflated once, and seen together with what its delta left of its base. */
import { BufferPool } from './buffer-pool.ts';
import { applyDelta, deltaSizes, noParts } from './delta.ts';
import type { CopiedParts, DeltaSizes } from './delta.ts';
import type { DeltaForest } from './delta-forest.ts';
import { ExactInflater, ObjectDamagedError } from './inflate-exact.ts';
import type { PieceSource } from './inflate-exact.ts';
import type { PackFile } from './pack-file.ts';

/** An object that is a delta, not built yet. */
export interface ObjectChange {
  /** The bytes of the base, and more behind them. */
  readonly base: Buffer;
  readonly delta: Buffer;
  readonly deltaLength: number;
  readonly sizes: DeltaSizes;
  readonly copied: CopiedParts;
}

/** What is done with each object. `State` is what is known of an object when those made from it are seen. */
export interface ObjectVisitor<State> {
  /** An object stored whole. `bytes` are valid during the call. */
  whole(node: number, bytes: Buffer): State;
  /** An object stored as a delta of one with `base` known of it. */
  changed(node: number, bytes: Buffer, copied: CopiedParts, base: State): State;
  /** An object that no other is made from: whether it is dealt with, without building it. Where absent, none is. */
  passed?(node: number, change: ObjectChange, base: State): boolean;
  /** An object too large to be held, stored whole. */
  large(node: number, size: number, inflate: (sink: LargeSink) => void): void;
  /** An object that cannot be read, and with it all below it. */
  failed(node: number, kind: 'corrupt' | 'too-large', detail: string): void;
}

export interface LargeSink {
  room(): Uint8Array;
  commit(length: number): void;
}

/** Objects larger than this are read in pieces where they are stored whole. */
export const LARGE_OBJECT: number = 32 * 1024 * 1024;
/** Objects larger than this are not built from deltas. */
const LARGEST_BUILT = 160 * 1024 * 1024;
/** Bytes of objects on the way down that are kept; beyond, those nearest the root are built anew when they are needed. */
const MOST_HELD = 64 * 1024 * 1024;
const LARGEST_SCRATCH = 8 * 1024 * 1024;
const NO_NODE = -1;

interface Frame<State> {
  readonly node: number;
  readonly size: number;
  readonly state: State;
  /** With room behind `size`; undefined when it was let go. */
  buffer: Buffer | undefined;
  /** The next child to see. */
  next: number;
}

/** What the walks of one thread have in common. */
export class WalkTools {
  readonly inflater: ExactInflater = new ExactInflater();
  readonly pool: BufferPool = new BufferPool();
  readonly copied: CopiedParts = noParts();
  delta: Buffer = Buffer.allocUnsafeSlow(65536);
}

export class ForestWalk<State> {
  readonly #pack: PackFile;
  readonly #forest: DeltaForest;
  readonly #visitor: ObjectVisitor<State>;
  readonly #tools: WalkTools;
  readonly #frames: Frame<State>[] = [];
  #held = 0;

  constructor(pack: PackFile, forest: DeltaForest, visitor: ObjectVisitor<State>, tools: WalkTools) {
    this.#pack = pack;
    this.#forest = forest;
    this.#visitor = visitor;
    this.#tools = tools;
  }

  /** Sees the tree of objects that begins at a whole one. */
  walk(top: number): void {
    this.#walkTree(top);
    this.#descend();
  }

  #walkTree(root: number): void {
    const size = this.#forest.sizes[root]!;
    const hasChildren = this.#forest.firstChild[root] !== NO_NODE;
    try {
      if (size > LARGE_OBJECT && (!hasChildren || size > LARGEST_BUILT)) {
        this.#visitor.large(root, size, (sink) => {
          this.#tools.inflater.inflatePieces(this.#source(root), size, sink);
        });
        this.#failChildren(root);
        return;
      }
      const buffer = this.#tools.pool.take(size);
      this.#inflate(root, buffer, size);
      this.#push(root, buffer, size, this.#visitor.whole(root, buffer.subarray(0, size)));
    } catch (error) {
      this.#fail(root, error);
    }
  }

  /** Sees the tree of objects that begins at a delta whose base is not in this pack. */
  walkThin(node: number, base: Buffer): void {
    try {
      const { buffer, size } = this.#build(node, base, base.length);
      this.#push(node, buffer, size, this.#visitor.whole(node, buffer.subarray(0, size)));
    } catch (error) {
      this.#fail(node, error);
    }
    this.#descend();
  }

  #descend(): void {
    const frames = this.#frames;
    for (let top = frames.at(-1); top !== undefined; top = frames.at(-1)) {
      const child = top.next;
      if (child === NO_NODE) {
        frames.pop();
        this.#letGo(top);
        continue;
      }
      top.next = this.#forest.nextSibling[child]!;
      try {
        this.#enter(child, top);
      } catch (error) {
        this.#fail(child, error);
      }
    }
  }

  #enter(node: number, parent: Frame<State>): void {
    const { copied, pool } = this.#tools;
    const base = (parent.buffer ??= this.#rebuild(parent.node).buffer);
    const isLeaf = this.#forest.firstChild[node] === NO_NODE;
    const deltaLength = this.#inflateDelta(node);
    const { delta } = this.#tools;
    const sizes = checkedSizes(delta, deltaLength, parent.size);
    if (isLeaf && this.#visitor.passed !== undefined) {
      applyDelta(delta, deltaLength, sizes, undefined, undefined, copied);
      if (this.#visitor.passed(node, { base, delta, deltaLength, sizes, copied }, parent.state)) return;
    }
    const buffer = pool.take(sizes.target);
    applyDelta(delta, deltaLength, sizes, base, buffer, copied);
    const state = this.#visitor.changed(node, buffer.subarray(0, sizes.target), copied, parent.state);
    if (isLeaf) {
      pool.give(buffer);
      return;
    }
    if (parent.next === NO_NODE) {
      this.#frames.pop();
      this.#letGo(parent);
    }
    this.#push(node, buffer, sizes.target, state);
  }

  #push(node: number, buffer: Buffer, size: number, state: State): void {
    const next = this.#forest.firstChild[node]!;
    if (next === NO_NODE) {
      this.#tools.pool.give(buffer);
      return;
    }
    this.#frames.push({ node, size, state, buffer, next });
    this.#held += buffer.length;
    for (let n = 0; this.#held > MOST_HELD && n < this.#frames.length - 1; n++) this.#letGo(this.#frames[n]!);
  }

  #letGo(frame: Frame<State>): void {
    if (frame.buffer === undefined) return;
    this.#held -= frame.buffer.length;
    this.#tools.pool.give(frame.buffer);
    frame.buffer = undefined;
  }

  /** Builds an object again that was let go, from the nearest above it that is still there. */
  #rebuild(node: number): { buffer: Buffer; size: number } {
    const { parents, sizes } = this.#forest;
    const way = [node];
    let from: Frame<State> | undefined;
    for (let above = parents[node]!; above !== NO_NODE; above = parents[above]!) {
      from = this.#frames.find((frame) => frame.node === above && frame.buffer !== undefined);
      if (from !== undefined) break;
      way.push(above);
    }
    let buffer = from?.buffer;
    let size = from?.size ?? 0;
    for (let each = way.pop(); each !== undefined; each = way.pop()) {
      const isFrames = buffer === from?.buffer;
      if (buffer === undefined) {
        size = sizes[each]!;
        if (size > LARGEST_BUILT) throw new TooLargeError();
        buffer = this.#tools.pool.take(size);
        this.#inflate(each, buffer, size);
      } else {
        const built = this.#build(each, buffer, size);
        if (!isFrames) this.#tools.pool.give(buffer);
        ({ buffer, size } = built);
      }
    }
    this.#held += buffer!.length;
    return { buffer: buffer!, size };
  }

  /** @param base the first `baseSize` bytes are the base. */
  #build(node: number, base: Buffer, baseSize: number): { buffer: Buffer; size: number } {
    const length = this.#inflateDelta(node);
    const { delta, pool, copied } = this.#tools;
    const sizes = checkedSizes(delta, length, baseSize);
    const buffer = pool.take(sizes.target);
    applyDelta(delta, length, sizes, base, buffer, copied);
    return { buffer, size: sizes.target };
  }

  #inflateDelta(node: number): number {
    const size = this.#forest.sizes[node]!;
    if (size > LARGEST_BUILT) throw new TooLargeError();
    const tools = this.#tools;
    if (tools.delta.length < size || tools.delta.length > Math.max(size, LARGEST_SCRATCH))
      tools.delta = Buffer.allocUnsafeSlow(Math.max(65536, size));
    this.#inflate(node, tools.delta, size);
    return size;
  }

  #inflate(node: number, output: Buffer, size: number): void {
    const { offsets, headers } = this.#forest;
    const start = offsets[node]! + headers[node]!;
    const stored = offsets[node + 1]! - start;
    if (stored <= WHOLE_INPUT) {
      const from = this.#pack.locate(start, stored);
      const input = this.#pack.located;
      this.#tools.inflater.inflate(input, output, size, from, Math.min(stored, input.length - from));
      return;
    }
    const source = this.#source(node);
    let at = 0;
    this.#tools.inflater.inflatePieces(source, size, {
      room: () => output.subarray(at, size),
      commit: (length) => {
        at += length;
      },
    });
  }

  #source(node: number): PieceSource {
    const { offsets, headers } = this.#forest;
    const start = offsets[node]! + headers[node]!;
    const length = offsets[node + 1]! - start;
    return { length, read: (at, most) => this.#pack.view(start + at, Math.min(most, length - at)) };
  }

  #failChildren(node: number): void {
    for (
      let child = this.#forest.firstChild[node]!;
      child !== NO_NODE;
      child = this.#forest.nextSibling[child]!
    )
      this.#fail(child, new TooLargeError());
  }

  #fail(node: number, error: unknown): void {
    if (error instanceof TooLargeError) this.#visitor.failed(node, 'too-large', error.message);
    else if (error instanceof ObjectDamagedError) this.#visitor.failed(node, 'corrupt', error.message);
    else throw error;
  }
}

const WHOLE_INPUT = 1024 * 1024;

class TooLargeError extends Error {
  constructor() {
    super('it is a delta of an object that is too large to be built');
    this.name = 'TooLargeError';
  }
}

function checkedSizes(delta: Buffer, length: number, baseSize: number): DeltaSizes {
  const sizes = deltaSizes(delta, length);
  if (sizes.base !== baseSize) throw new ObjectDamagedError('a delta is of an object of another size');
  if (sizes.target > LARGEST_BUILT) throw new TooLargeError();
  return sizes;
}
