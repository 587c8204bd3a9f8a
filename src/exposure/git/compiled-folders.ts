/** Finds the trees above others in compiled code. */
import { CompiledCode } from './compiled-code.ts';
import type { Compiled } from './compiled-code.ts';
import type { DeltaForest } from './delta-forest.ts';
import type { HistoryShare } from './history-share.ts';
import { KeyMap } from './key-map.ts';
import type { ObjectNumbers } from './object-numbers.ts';
import type { SharedMemory } from './shared-memory.ts';

/** What is told of: see `Folders`. */
export interface HolderSink {
  /** The number of a tree that has wanted ones; asked once for each. */
  holder(tree: number): number;
  /** Three numbers each: a wanted one, the number of the tree that has it, the number of its name there. */
  links(numbers: Int32Array): void;
}

/** Entries of one call: only what is called often is compiled well. */
const AT_ONCE = 4096;
const NONE = -1;

export class CompiledFolders {
  readonly #code: CompiledCode;
  readonly #memory: SharedMemory;
  readonly #count: number;

  /**
   * @param firstNames for each share the number of its first name.
   * @param known by number of a tree the one it has as a holder, if it has one already; -1 for others.
   * @param mostCarried see `ScanLimits`.
   */
  constructor(
    compiled: Compiled,
    memory: SharedMemory,
    shares: readonly HistoryShare[],
    firstNames: readonly number[],
    forests: readonly DeltaForest[],
    numbers: ObjectNumbers,
    known: Int32Array,
    mostCarried: number,
    sink: HolderSink,
  ) {
    this.#memory = memory;
    // No other thread is at work when this is used.
    this.#code = new CompiledCode(compiled, compiled.regions[0]!, {
      holder: (tree) => sink.holder(tree),
      links: (count) => {
        sink.links(this.#code.ints(this.#code.walk.LINKS, 3 * count));
      },
    });
    this.#count = shares.reduce((sum, { folderKeys }) => sum + folderKeys.length, 0);
    const runs = shares.reduce((sum, { inherited }) => sum + inherited.length / 4, 0);
    const folderKeys = memory.array(Float64Array, this.#count);
    const folders = memory.array(Int32Array, 3 * this.#count);
    const inherited = memory.array(Int32Array, 4 * runs);
    let [at, runAt] = [0, 0];
    for (const [n, share] of shares.entries()) {
      folderKeys.set(share.folderKeys, at);
      folders.set(share.folders, 3 * at);
      for (let name = 3 * at + 2; name < 3 * (at + share.folderKeys.length); name += 3)
        folders[name]! += firstNames[n]!;
      inherited.set(share.inherited, 4 * runAt);
      at += share.folderKeys.length;
      runAt += share.inherited.length / 4;
    }
    const packs = memory.array(Int32Array, 3 * (forests.length + 1));
    for (const [n, { firstChild, nextSibling }] of forests.entries())
      packs.set([numbers.first[n]!, firstChild.byteOffset, nextSibling.byteOffset], 3 * n);
    packs[3 * forests.length] = numbers.first[forests.length]!;
    const shared = memory.array(Int32Array, numbers.count);
    shared.set(known);
    const { walk } = this.#code;
    walk.beginHolders(
      folderKeys.byteOffset,
      folders.byteOffset,
      inherited.byteOffset,
      runs,
      memory.array(Int32Array, numbers.count).fill(NONE).byteOffset,
      memory.array(Int32Array, numbers.count).fill(NONE).byteOffset,
      shared.byteOffset,
      memory.array(Int32Array, 3 * this.#count).byteOffset,
      memory.array(Int32Array, this.#count).byteOffset,
      memory.array(Int32Array, this.#count).byteOffset,
      packs.byteOffset,
      forests.length,
      mostCarried,
    );
    for (let n = 0; n < runs; n += AT_ONCE) walk.noteInherited(n, Math.min(runs, n + AT_ONCE));
  }

  /**
   * Tells of all trees that have one of some others, which are told as numbers from `from` on. False when there is no room
   * for what has to be remembered on the way: some have been told then.
   */
  forEachHolder(keys: readonly number[], from: number): boolean {
    const map = new KeyMap(keys.length, this.#memory.array);
    for (const [n, key] of keys.entries()) map.set(key, from + n);
    const slots = map.slots();
    const { walk } = this.#code;
    walk.beginLevel(slots.keys.byteOffset, slots.values.byteOffset, slots.keys.length - 1);
    let gathered = 0;
    for (let n = this.#count; n > 0; n -= AT_ONCE) gathered = walk.gatherHolders(Math.max(0, n - AT_ONCE), n);
    let isDone = true;
    for (let n = gathered; n > 0 && isDone; n -= AT_ONCE)
      isDone = walk.followHolders(Math.max(0, n - AT_ONCE), n) === 1;
    walk.endLevel();
    return isDone;
  }
}
