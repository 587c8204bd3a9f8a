/** Reads trees, of those stored as deltas only the entries that their base does not have. */
import type { CopiedParts } from './delta.ts';
import type { NameLength } from './object-name.ts';

/** What is known of a tree when those made from it are read. */
export interface KnownTree {
  /** Where its entries begin, and where the last ends; undefined when they are not remembered. */
  readonly starts: Int32Array | undefined;
  /** Numbers remembered for this tree and those that it is made from. */
  readonly held: number;
}

/** What a reader of trees tells. */
export interface TreeSink {
  /** An entry that the base does not have: where its mode and its name of an object begin. */
  entry(bytes: Buffer, at: number, nameAt: number): void;
  /** Entries that the base has too, byte for byte: where they begin, here and there, and their length together. */
  inherited(at: number, baseAt: number, length: number): void;
}

/** Numbers that are remembered along one way down a tree of deltas at most. */
const MOST_HELD = 8_000_000;
const NO_PARTS: CopiedParts = { parts: new Float64Array(0), count: 0, baseSize: 0 };
const NOTHING: KnownTree = { starts: undefined, held: 0 };

export class TreeReader {
  readonly #nameLength: NameLength;
  readonly #sink: TreeSink;
  #starts = new Int32Array(1024);
  #count = 0;

  constructor(nameLength: NameLength, sink: TreeSink) {
    this.#nameLength = nameLength;
    this.#sink = sink;
  }

  /** A tree of which all entries are told. `isBase`: whether others are made from it. */
  whole(bytes: Buffer, isBase: boolean): KnownTree {
    return this.changed(bytes, NO_PARTS, NOTHING, isBase);
  }

  changed(bytes: Buffer, { parts, count }: CopiedParts, base: KnownTree, isBase: boolean): KnownTree {
    const { starts } = base;
    this.#count = 0;
    let part = 0;
    let at = 0;
    while (at < bytes.length) {
      while (part < count && parts[3 * part]! + parts[3 * part + 2]! <= at) part++;
      if (starts !== undefined && part < count && parts[3 * part]! <= at) {
        const from = parts[3 * part + 1]!;
        const end = this.#inherit(
          at,
          at - parts[3 * part]! + from,
          from + parts[3 * part + 2]!,
          starts,
          isBase,
        );
        if (end > at) {
          at = end;
          continue;
        }
      }
      let nameAt = at;
      while (nameAt < bytes.length && bytes[nameAt] !== 0) nameAt++;
      nameAt++;
      if (nameAt + this.#nameLength > bytes.length) break;
      this.#sink.entry(bytes, at, nameAt);
      if (isBase) this.#note(at);
      at = nameAt + this.#nameLength;
    }
    const held = base.held + this.#count;
    if (!isBase || held > MOST_HELD) return { starts: undefined, held: base.held };
    this.#note(at);
    return { starts: this.#starts.slice(0, this.#count), held };
  }

  /**
   * Takes over the entries from `baseAt` that lie within what was copied up to `baseEnd`: where an entry begins both here
   * and there, the same bytes mean the same entries. Returns where they end here.
   */
  #inherit(at: number, baseAt: number, baseEnd: number, starts: Int32Array, isBase: boolean): number {
    const first = lastUpTo(starts, baseAt);
    if (first < 0 || starts[first] !== baseAt) return at;
    const last = lastUpTo(starts, baseEnd);
    if (last <= first) return at;
    if (isBase) for (let n = first; n < last; n++) this.#note(starts[n]! - baseAt + at);
    const length = starts[last]! - baseAt;
    this.#sink.inherited(at, baseAt, length);
    return at + length;
  }

  #note(start: number): void {
    if (this.#count === this.#starts.length) {
      const more = new Int32Array(2 * this.#count);
      more.set(this.#starts);
      this.#starts = more;
    }
    this.#starts[this.#count++] = start;
  }
}

/** The number of the last that is not above `value`; -1 when all are. */
function lastUpTo(numbers: Int32Array, value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
