/** Reads trees in compiled code, which says which objects they have. */
import { CompiledCode } from './compiled-code.ts';
import type { Compiled } from './compiled-code.ts';
import type { DeltaForest } from './delta-forest.ts';
import type { NameLength } from './object-name.ts';
import type { PackFile } from './pack-file.ts';

/** What is looked for, in memory that compiled code can read. */
export interface SharedWanted {
  /** By the first two bytes of a name: whether a wanted one begins so. */
  readonly filter: Uint8Array;
  /** Slots of a `KeyMap`. */
  readonly keys: Float64Array;
  readonly values: Int32Array;
}

/** Takes over what was told: see `HistoryShare`. */
export interface ToldLists {
  links(numbers: Int32Array): void;
  folders(keys: Float64Array, numbers: Int32Array): void;
  inherited(numbers: Int32Array): void;
  /** The number of the name that these bytes are. */
  name(bytes: Buffer, from: number, to: number): number;
}

export class CompiledLinks {
  readonly #code: CompiledCode;
  readonly #told: ToldLists;
  readonly #nameLength: NameLength;

  /** @param region of memory that no other thread has. */
  constructor(
    compiled: Compiled,
    region: number,
    wanted: SharedWanted,
    nameLength: NameLength,
    told: ToldLists,
    withFolders: boolean,
  ) {
    this.#told = told;
    this.#nameLength = nameLength;
    this.#code = new CompiledCode(compiled, region, {
      name: (at, length) => told.name(this.#code.bytes, at, at + length),
    });
    const { filter, keys, values } = wanted;
    this.#code.walk.lookFor(
      filter.byteOffset,
      keys.byteOffset,
      values.byteOffset,
      keys.length - 1,
      withFolders ? 1 : 0,
    );
  }

  /** Reads the trees of the tree of deltas that begins at `top`. False when they have to be read otherwise. */
  link(pack: PackFile, forest: DeltaForest, firstNumber: number, top: number): boolean {
    this.#code.usePack(pack, forest, firstNumber, this.#nameLength);
    if (this.#isFilling()) this.take();
    return this.#code.walk.link(top) === 1;
  }

  /** Hands over what was told. */
  take(): void {
    const { walk } = this.#code;
    this.#told.links(this.#code.ints(walk.LINKS, 3 * walk.linkCount()));
    const folders = walk.folderCount();
    this.#told.folders(
      this.#code.floats(walk.FOLDER_KEYS, folders),
      this.#code.ints(walk.FOLDERS, 3 * folders),
    );
    this.#told.inherited(this.#code.ints(walk.INHERITED, 4 * walk.inheritedCount()));
    walk.forgetTold();
  }

  #isFilling(): boolean {
    const { walk } = this.#code;
    return this.#code.isFilling(
      Math.max(12 * walk.linkCount(), 12 * walk.folderCount(), 16 * walk.inheritedCount()),
    );
  }
}
