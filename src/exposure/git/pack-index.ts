/** Reads the index of a pack (versions 1 and 2): which objects it holds, and where. */
import { readFileSync } from 'node:fs';
import { nameKey } from './object-name.ts';
import type { NameLength } from './object-name.ts';

/** The index is damaged or of a version this does not know. */
export class PackIndexError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PackIndexError';
  }
}

const MAGIC = 0xff744f63;
const FANOUT = 256;

export class PackIndex {
  readonly count: number;
  readonly nameLength: NameLength;
  /** Checksum of the pack, as the index has it. */
  readonly packChecksum: string;
  readonly #bytes: Buffer;
  readonly #fanoutAt: number;
  /** Where names begin, and how far apart they are. */
  readonly #namesAt: number;
  readonly #step: number;
  readonly #offsetsAt: number;
  readonly #isOld: boolean;

  /** @throws PackIndexError when it cannot be one. */
  constructor(bytes: Buffer, nameLength: NameLength) {
    if (bytes.length < 8 + 4 * FANOUT + 2 * nameLength) throw new PackIndexError('the index ends too soon');
    this.#bytes = bytes;
    this.nameLength = nameLength;
    this.#isOld = bytes.readUInt32BE(0) !== MAGIC;
    const version = this.#isOld ? 1 : bytes.readUInt32BE(4);
    if (version > 2) throw new PackIndexError(`the index has version ${version}`);
    this.#fanoutAt = this.#isOld ? 0 : 8;
    const tables = this.#fanoutAt + 4 * FANOUT;
    let last = 0;
    for (let n = 0; n < FANOUT; n++) {
      const next = bytes.readUInt32BE(this.#fanoutAt + 4 * n);
      if (next < last) throw new PackIndexError('the index is damaged (its table of first bytes)');
      last = next;
    }
    this.count = last;
    this.#step = this.#isOld ? 4 + nameLength : nameLength;
    this.#namesAt = this.#isOld ? tables + 4 : tables;
    this.#offsetsAt = this.#isOld ? tables : tables + last * (nameLength + 4);
    const least = tables + last * (nameLength + (this.#isOld ? 4 : 8)) + 2 * nameLength;
    if (bytes.length < least) throw new PackIndexError('the index ends too soon');
    this.packChecksum = bytes.toString('hex', bytes.length - 2 * nameLength, bytes.length - nameLength);
  }

  /** @throws PackIndexError, or an error of the file system. */
  static read(file: string, nameLength: NameLength): PackIndex {
    return new PackIndex(readFileSync(file), nameLength);
  }

  /** Name of entry `n`, in hexadecimal. Entries are in the order of their names. */
  name(n: number): string {
    const at = this.#namesAt + n * this.#step;
    return this.#bytes.toString('hex', at, at + this.nameLength);
  }

  /** `nameKey` of entry `n`. */
  key(n: number): number {
    return nameKey(this.#bytes, this.#namesAt + n * this.#step);
  }

  /** Offset of entry `n` in the pack; NaN where the index is damaged. */
  offset(n: number): number {
    if (this.#isOld) return this.#bytes.readUInt32BE(this.#offsetsAt + n * this.#step);
    const short = this.#bytes.readUInt32BE(this.#offsetsAt + 4 * n);
    if (short < 0x80000000) return short;
    const at = this.#offsetsAt + 4 * this.count + 8 * (short & 0x7fffffff);
    if (at + 8 > this.#bytes.length - 2 * this.nameLength) return Number.NaN;
    return this.#bytes.readUInt32BE(at) * 0x1_0000_0000 + this.#bytes.readUInt32BE(at + 4);
  }

  /** Copies the offsets of all entries as they are, 32 bits each, highest byte first. False where they are not so. */
  copyOffsets(to: Int32Array): boolean {
    const bytes = this.#bytes.subarray(this.#offsetsAt, this.#offsetsAt + 4 * this.count);
    if (this.#isOld || this.#hasLongOffsets()) return false;
    new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(bytes);
    return true;
  }

  /** Whether there is a table of offsets of 64 bits. */
  #hasLongOffsets(): boolean {
    return this.#bytes.length > this.#offsetsAt + 4 * this.count + 2 * this.nameLength;
  }

  /** The entry whose name is the one at `at` in `bytes`, of which `length` bytes are compared; -1 when there is none. */
  find(bytes: Uint8Array, at: number, length: number = this.nameLength): number {
    const first = bytes[at]!;
    let low = first === 0 ? 0 : this.#bytes.readUInt32BE(this.#fanoutAt + 4 * (first - 1));
    let high = this.#bytes.readUInt32BE(this.#fanoutAt + 4 * first);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#compare(middle, bytes, at, length);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  }

  #compare(n: number, bytes: Uint8Array, at: number, length: number): number {
    const here = this.#namesAt + n * this.#step;
    for (let i = 0; i < length; i++) {
      const order = this.#bytes[here + i]! - bytes[at + i]!;
      if (order !== 0) return order;
    }
    return 0;
  }
}
