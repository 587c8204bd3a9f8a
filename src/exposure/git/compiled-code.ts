/** The walk that is compiled ahead (`wasm/`), with memory of one thread's own, and a pack that it reads. */
import { readFileSync } from 'node:fs';
import { builtFile } from '../../built-file.ts';
import { bufferOf } from './shared-memory.ts';
import type { SharedMemory } from './shared-memory.ts';
import type { DeltaForest } from './delta-forest.ts';
import type { NameLength } from './object-name.ts';
import type { PackFile } from './pack-file.ts';

/** What threads get to walk with. It can be sent to them, and then need not be compiled again. */
export interface Compiled {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Addresses of memory for each thread. */
  readonly regions: readonly number[];
}

/** What the code calls. Depths are those of objects on the way; addresses are of the shared memory. */
export interface Host {
  /** An object that may have candidates: whether it has, 1 or 0. */
  whole(node: number, depth: number, at: number, size: number): number;
  /** The same of one made from the object at `baseDepth`, -1 when that has none; `partsAt` are the parts copied. */
  changed(
    node: number,
    baseDepth: number,
    depth: number,
    at: number,
    size: number,
    partsAt: number,
    partCount: number,
    baseSize: number,
  ): number;
  /** A commit or a tag. */
  commit(node: number, at: number, size: number): void;
  /** The number of a name of an entry. */
  name(at: number, length: number): number;
  /** The number of a tree as one that has objects that are placed. */
  holder(tree: number): number;
  /** So many links were told. */
  links(count: number): void;
}

/** Does something with some of all objects. */
type Step = (from: number, to: number) => void;

export interface WalkExports {
  readonly REGION_SIZE: WebAssembly.Global;
  readonly LINKS: WebAssembly.Global;
  readonly FOLDERS: WebAssembly.Global;
  readonly FOLDER_KEYS: WebAssembly.Global;
  readonly INHERITED: WebAssembly.Global;
  readonly COMMITS: WebAssembly.Global;
  readonly COMMIT_TREES: WebAssembly.Global;
  readonly COMMIT_TIMES: WebAssembly.Global;
  readonly PARENT_COUNTS: WebAssembly.Global;
  readonly PARENTS: WebAssembly.Global;
  readonly LIST_BYTES: WebAssembly.Global;
  setUp(region: number): void;
  /** Inflates what lies between two addresses to another; 1 when it is exactly `size` bytes, and nothing is odd. */
  inflate(from: number, end: number, to: number, size: number): number;
  /** 0 when there is no candidate between two addresses, in an object that lies between two others. */
  isWorthALook(from: number, to: number, start: number, end: number): number;
  usePack(
    offsets: number,
    headers: number,
    sizes: number,
    kinds: number,
    firstChild: number,
    nextSibling: number,
    whole: number,
  ): void;
  numberFrom(first: number, nameLength: number): void;
  beginOrder(
    count: number,
    raw: number,
    spare: number,
    offsets: number,
    entries: number,
    stretches: number,
    stretchCount: number,
    stretchSize: number,
    end: number,
  ): void;
  readonly countOffsets: Step;
  readonly orderByLower: Step;
  readonly orderByUpper: Step;
  readonly findStretches: Step;
  beginHeaders(
    headers: number,
    sizes: number,
    types: number,
    kinds: number,
    parents: number,
    firstChild: number,
    nextSibling: number,
    weights: number,
    tops: number,
  ): void;
  readHeaders(from: number, to: number): number;
  linkChildren(from: number, to: number): void;
  scan(top: number, around: number, margin: number): number;
  objectCount(): number;
  byteCount(): number;
  lookFor(filter: number, keys: number, values: number, mask: number, withFolders: number): void;
  link(top: number): number;
  beginHolders(
    folderKeys: number,
    folders: number,
    inherited: number,
    inheritedCount: number,
    inheritedFrom: number,
    own: number,
    known: number,
    entries: number,
    trees: number,
    next: number,
    packs: number,
    packCount: number,
    room: number,
  ): void;
  noteInherited(from: number, to: number): void;
  beginLevel(keys: number, values: number, mask: number): void;
  gatherHolders(from: number, to: number): number;
  followHolders(from: number, to: number): number;
  endLevel(): void;
  linkCount(): number;
  folderCount(): number;
  inheritedCount(): number;
  commitCount(): number;
  parentCount(): number;
  forgetTold(): void;
}

const unused = (): number => 0;
/** For a use of the code in which these are not called. */
const UNUSED: Host = {
  whole: unused,
  changed: unused,
  commit: unused,
  name: unused,
  holder: unused,
  links: unused,
};

let module: WebAssembly.Module | undefined;

/** The code of this process, and memory for so many threads. Undefined when there is not enough memory. */
export function compile(memory: SharedMemory, threads: number): Compiled | undefined {
  module ??= new WebAssembly.Module(readFileSync(builtFile('exposure/git/walk.wasm')));
  const host = { ...UNUSED, read: unused };
  const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory }, host });
  const size = (exports as unknown as WalkExports).REGION_SIZE.value as number;
  try {
    const regions = Array.from({ length: threads }, () => memory.reserve(size));
    return { module, memory: memory.memory, regions };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export class CompiledCode {
  readonly walk: WalkExports;
  readonly buffer: SharedArrayBuffer;
  readonly bytes: Buffer;
  readonly region: number;
  #pack: PackFile | undefined;

  /** @param region that no other thread has. */
  constructor({ module: code, memory }: Compiled, region: number, own: Partial<Host>) {
    const host = {
      ...UNUSED,
      ...own,
      read: (offset: number, length: number, to: number): number =>
        this.#pack!.readTo(this.bytes, to, offset, length),
    };
    const { exports } = new WebAssembly.Instance(code, { env: { memory }, host });
    this.walk = exports as unknown as WalkExports;
    this.buffer = bufferOf(memory);
    this.bytes = Buffer.from(this.buffer);
    this.region = region;
    this.walk.setUp(region);
  }

  /**
   * What is walked from now on. Whether it is another pack than before.
   * @param firstNumber of its nodes.
   */
  usePack(pack: PackFile, forest: DeltaForest, firstNumber: number, nameLength: NameLength): boolean {
    if (this.#pack === pack) return false;
    this.#pack = pack;
    const { offsets, headers, sizes, kinds, firstChild, nextSibling } = forest;
    this.walk.usePack(
      offsets.byteOffset,
      headers.byteOffset,
      sizes.byteOffset,
      kinds.byteOffset,
      firstChild.byteOffset,
      nextSibling.byteOffset,
      pack.wholeAt ?? 0,
    );
    this.walk.numberFrom(firstNumber, nameLength);
    return true;
  }

  /** A list that was told, valid until the next call of the code. */
  ints(list: WebAssembly.Global, length: number): Int32Array {
    return new Int32Array(this.buffer, this.region + (list.value as number), length);
  }

  floats(list: WebAssembly.Global, length: number): Float64Array {
    return new Float64Array(this.buffer, this.region + (list.value as number), length);
  }

  /** Whether a list with so many bytes should be taken over before the next walk. */
  isFilling(bytes: number): boolean {
    return 2 * bytes > (this.walk.LIST_BYTES.value as number);
  }
}

/** The memory of the next thread that asks; undefined when there is none left. */
export function claimRegion(compiled: Compiled, cursors: Int32Array, cursor: number): number | undefined {
  return compiled.regions[Atomics.add(cursors, cursor, 1)];
}
