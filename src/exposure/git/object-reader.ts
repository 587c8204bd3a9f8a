/** Reads single objects by name, wherever they lie. */
import { applyDelta, deltaSizes, noParts } from './delta.ts';
import { nodeAt, OBJECT_TYPE } from './delta-forest.ts';
import type { DeltaForest } from './delta-forest.ts';
import { ExactInflater, ObjectDamagedError } from './inflate-exact.ts';
import { nameOfLoose, readLoose, withLoose } from './loose-object.ts';
import type { ObjectType } from './loose-object.ts';
import { nameKeyOfHex } from './object-name.ts';
import type { PackFile } from './pack-file.ts';
import type { PackIndex } from './pack-index.ts';
import { typeName } from './scan-share.ts';

export interface OpenPack {
  readonly file: string;
  readonly index: PackIndex;
  readonly pack: PackFile;
  readonly forest: DeltaForest;
  /** See `Roots`. */
  readonly tops: Int32Array;
  readonly whole: Uint8Array | undefined;
}

interface Content {
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

export interface StoredObject extends Content {
  readonly name: string;
}

/** Bytes of a name that are a key. */
const KEY_BYTES = 6;
/** Objects above this are not read one by one. */
const LARGEST_READ = 160 * 1024 * 1024;
/** Bytes of objects that are kept, of one and of all. */
const LARGEST_KEPT = 1024 * 1024;
const MOST_KEPT = 16 * 1024 * 1024;
/** Packs that borrow bases from each other further than this do so in a circle. */
const DEEPEST = 16;

export class ObjectReader {
  readonly #packs: readonly OpenPack[];
  readonly #loose: ReadonlyMap<number, string>;
  readonly #inflater = new ExactInflater();
  readonly #name = Buffer.alloc(KEY_BYTES);
  /** What was read last: the next one is often a delta of it. */
  readonly #kept = new Map<string, Content>();
  #keptBytes = 0;

  constructor(packs: readonly OpenPack[], loose: readonly string[]) {
    this.#packs = packs;
    this.#loose = new Map(loose.map((file) => [nameKeyOfHex(nameOfLoose(file)), file]));
  }

  /** The object whose name has this key; undefined when there is none that can be read. */
  read(key: number, depth = 0): StoredObject | undefined {
    const name = this.#name;
    name.writeUIntBE(key, 0, KEY_BYTES);
    for (const open of this.#packs) {
      const entry = open.index.find(name, 0, KEY_BYTES);
      const node = entry < 0 ? -1 : nodeAt(open.forest, open.index.offset(entry));
      const stored = node < 0 ? undefined : attempt(() => this.#readNode(open, node, depth));
      if (stored !== undefined) return { ...stored, name: open.index.name(entry) };
    }
    const file = this.#loose.get(key);
    if (file === undefined) return undefined;
    return attempt(() =>
      withLoose(file, this.#inflater, (loose) => {
        if (loose.size > LARGEST_READ) throw new ObjectDamagedError('the object is too large');
        return { name: nameOfLoose(file), type: loose.type, bytes: readLoose(loose) };
      }),
    );
  }

  #readNode(open: OpenPack, node: number, depth: number): Content {
    const { forest, index } = open;
    if (forest.types[node]! <= OBJECT_TYPE.tag)
      return { type: typeName(forest.types[node]!), bytes: this.#inflate(open, node) };
    const pack = this.#packs.indexOf(open);
    const way: number[] = [];
    let top = node;
    let kept = this.#kept.get(`${pack} ${top}`);
    for (; kept === undefined && forest.parents[top]! >= 0; kept = this.#kept.get(`${pack} ${top}`)) {
      way.push(top);
      top = forest.parents[top]!;
    }
    let type: ObjectType;
    let bytes: Buffer;
    if (kept !== undefined) ({ type, bytes } = kept);
    else if (forest.types[top] === OBJECT_TYPE.nameDelta) {
      const at = forest.offsets[top]! + forest.headers[top]! - index.nameLength;
      const name = open.pack.view(at, index.nameLength).toString('hex');
      const base = depth > DEEPEST ? undefined : this.read(nameKeyOfHex(name), depth + 1);
      if (base === undefined) throw new ObjectDamagedError(`the base of a delta, ${name}, is missing`);
      ({ type, bytes } = base);
      way.push(top);
    } else {
      type = typeName(forest.types[top]!);
      bytes = this.#inflate(open, top);
    }
    for (let each = way.pop(); each !== undefined; each = way.pop()) {
      const delta = this.#inflate(open, each);
      const sizes = deltaSizes(delta, delta.length);
      if (sizes.base !== bytes.length || sizes.target > LARGEST_READ)
        throw new ObjectDamagedError('a delta is of an object of another size');
      const target = Buffer.allocUnsafe(sizes.target);
      applyDelta(delta, delta.length, sizes, bytes, target, noParts());
      bytes = target;
      this.#keep(`${pack} ${each}`, { type, bytes });
    }
    return { type, bytes };
  }

  #keep(name: string, content: Content): void {
    if (content.bytes.length > LARGEST_KEPT) return;
    this.#kept.set(name, content);
    this.#keptBytes += content.bytes.length;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#keptBytes <= MOST_KEPT) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= bytes.length;
    }
  }

  #inflate({ forest, pack }: OpenPack, node: number): Buffer {
    const size = forest.sizes[node]!;
    if (size > LARGEST_READ) throw new ObjectDamagedError('the object is too large');
    const bytes = Buffer.allocUnsafe(size);
    const start = forest.offsets[node]! + forest.headers[node]!;
    this.#inflater.inflate(pack.view(start, forest.offsets[node + 1]! - start), bytes, size);
    return bytes;
  }
}

/** Undefined in place of what is damaged or cannot be read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ObjectDamagedError || (error as NodeJS.ErrnoException).code !== undefined)
      return undefined;
    throw error;
  }
}
