/** The objects of a pack as trees: an object stored whole is a root, those that are deltas of it are below it. */
import type { PackFile } from './pack-file.ts';
import type { PackIndex } from './pack-index.ts';

export const OBJECT_TYPE = { commit: 1, tree: 2, blob: 3, tag: 4, offsetDelta: 6, nameDelta: 7 } as const;

/** Of an entry whose header cannot be read, or that is no part of any tree. */
const NO_NODE = -1;
/** Bytes before an entry's data: 10 of type and size, and a name or 10 of an offset. */
const LONGEST_HEADER = 48;

/**
 * All in the order of offsets; in shared memory, so that all threads walk the same trees. Nodes are numbers from 0.
 * Children are lists: `firstChild[n]`, then `nextSibling` of each, the one with most below it last.
 */
export interface DeltaForest {
  readonly count: number;
  /** Where entries begin; one more than there are entries, the last being where the pack's objects end. */
  readonly offsets: Float64Array;
  /** For each node the entry of the index that it is. */
  readonly entries: Int32Array;
  /** The first node in each stretch of `stretchSize` bytes of the pack or behind it, to find nodes by offset. */
  readonly stretches: Int32Array;
  readonly stretchSize: number;
  /** Bytes of the entry before its compressed data. */
  readonly headers: Uint8Array;
  /** Size of the inflated data: of the object, or of the delta. */
  readonly sizes: Float64Array;
  readonly types: Uint8Array;
  /** The type of the object: of deltas that of the whole object at their root, 0 where that is not in the pack. */
  readonly kinds: Uint8Array;
  readonly parents: Int32Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** Objects of the tree that begins at a node. */
  readonly weights: Uint32Array;
  /** Deltas at which a large tree is cut, so that several threads can walk it: 1 for those. */
  readonly isCut: Uint8Array;
}

export interface Roots {
  readonly forest: DeltaForest;
  /** Where walks begin: whole objects, and deltas at which trees are cut; by offset. */
  readonly tops: Int32Array;
  /** Deltas whose base is in another place: node, and the base's name. */
  readonly thin: readonly { readonly node: number; readonly base: string }[];
  /** Entries whose headers are damaged. */
  readonly damaged: readonly number[];
  /** Entries that are deltas of each other. */
  readonly lost: number;
}

function shared<T>(array: new (buffer: SharedArrayBuffer) => T, bytes: number): T {
  return new array(new SharedArrayBuffer(bytes));
}

/** Reads the headers of all entries of a pack. */
export function readForest(pack: PackFile, index: PackIndex): Roots {
  const { count, nameLength } = index;
  const unordered = new Float64Array(count);
  // Of a damaged index: what lies outside comes last, and has no bytes.
  const end = Math.max(0, pack.size - nameLength);
  for (let n = 0; n < count; n++) {
    const offset = index.offset(n);
    unordered[n] = offset >= 12 && offset < end ? offset : end;
  }
  const entries = shared(Int32Array, 4 * count);
  entries.set(inOrder(unordered, end));
  const offsets = shared(Float64Array, 8 * (count + 1));
  for (let node = 0; node < count; node++) offsets[node] = unordered[entries[node]!]!;
  offsets[count] = end;
  const stretchSize = Math.max(1, Math.ceil(end / Math.max(1, count)));
  const forest: DeltaForest = {
    count,
    offsets,
    entries,
    stretches: stretchesOf(offsets, stretchSize),
    stretchSize,
    headers: shared(Uint8Array, count),
    sizes: shared(Float64Array, 8 * count),
    types: shared(Uint8Array, count),
    kinds: shared(Uint8Array, count),
    parents: shared(Int32Array, 4 * count).fill(NO_NODE),
    firstChild: shared(Int32Array, 4 * count).fill(NO_NODE),
    nextSibling: shared(Int32Array, 4 * count).fill(NO_NODE),
    weights: shared(Uint32Array, 4 * count).fill(1),
    isCut: shared(Uint8Array, count),
  };
  const roots: number[] = [];
  const thin: { node: number; base: string }[] = [];
  const damaged: number[] = [];
  for (let node = 0; node < count; node++) {
    const base = readHeader(pack, index, forest, node);
    if (base === 'damaged') damaged.push(node);
    else if (base === 'root') roots.push(node);
    else if (typeof base === 'string') thin.push({ node, base });
    else forest.parents[node] = base;
  }
  const reached = connect(forest, [...roots, ...thin.map((each) => each.node)]);
  let below = 0;
  for (const node of damaged) below += reached[node] === 1 ? 0 : 1;
  let lost = 0;
  for (let node = 0; node < count; node++) if (reached[node] === 0) lost++;
  return { forest, tops: topsOf(forest), thin, damaged, lost: lost - below };
}

/** Node of the base; the name of a base that the pack does not hold; or what else the entry is. */
function readHeader(
  pack: PackFile,
  index: PackIndex,
  forest: DeltaForest,
  node: number,
): number | 'root' | 'damaged' | (string & {}) {
  const offset = forest.offsets[node]!;
  const start = pack.locate(offset, Math.min(LONGEST_HEADER, forest.offsets[node + 1]! - offset));
  const bytes = pack.located;
  const end = Math.min(bytes.length, start + LONGEST_HEADER, start + forest.offsets[node + 1]! - offset);
  let at = start;
  let byte = at < end ? bytes[at]! : 0;
  at++;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let factor = 16; byte >= 0x80; factor *= 128) {
    if (at >= end) return 'damaged';
    byte = bytes[at++]!;
    size += (byte & 0x7f) * factor;
  }
  forest.types[node] = type;
  forest.sizes[node] = size;
  forest.headers[node] = at - start;
  if (type >= 1 && type <= 4) return 'root';
  if (type === OBJECT_TYPE.offsetDelta) {
    byte = at < end ? bytes[at]! : 0;
    at++;
    let back = byte & 0x7f;
    while (byte >= 0x80) {
      if (at >= end) return 'damaged';
      byte = bytes[at++]!;
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    forest.headers[node] = at - start;
    const base = nodeAt(forest, offset - back);
    return base === NO_NODE || base === node ? 'damaged' : base;
  }
  if (type !== OBJECT_TYPE.nameDelta || end < at + index.nameLength) return 'damaged';
  forest.headers[node] = at - start + index.nameLength;
  const entry = index.find(bytes, at);
  if (entry < 0) return bytes.toString('hex', at, at + index.nameLength);
  const base = nodeAt(forest, index.offset(entry));
  return base === NO_NODE ? 'damaged' : base;
}

/** The node at an offset of the pack, -1 when no entry begins there. */
export function nodeAt({ offsets, count, stretches, stretchSize }: DeltaForest, offset: number): number {
  const stretch = Math.floor(offset / stretchSize);
  if (!(stretch >= 0 && stretch < stretches.length)) return NO_NODE;
  let low = stretches[stretch]!;
  let high = stretch + 1 < stretches.length ? stretches[stretch + 1]! : count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low < count && offsets[low] === offset ? low : NO_NODE;
}

function stretchesOf(offsets: Float64Array, size: number): Int32Array {
  const count = offsets.length - 1;
  const stretches = shared(Int32Array, 4 * (Math.floor(offsets[count]! / size) + 1));
  let filled = 0;
  for (let node = 0; node < count; node++)
    for (const last = Math.floor(offsets[node]! / size); filled <= last; filled++) stretches[filled] = node;
  return stretches.fill(count, filled);
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const HALF = DIGITS * DIGITS;

/** The places of `numbers`, whole ones up to `largest`, in their order: sorted digit by digit, the lowest first. */
function inOrder(numbers: Float64Array, largest: number): Int32Array {
  const count = numbers.length;
  let order: Int32Array = new Int32Array(count);
  for (let n = 0; n < count; n++) order[n] = n;
  const low = Int32Array.from(numbers, (number) => number % HALF);
  order = byDigit(byDigit(order, low, 0), low, DIGIT_BITS);
  if (largest < HALF) return order;
  // No pack is so large that this is no whole number of 32 bits.
  const high = Int32Array.from(numbers, (number) => number / HALF);
  order = byDigit(order, high, 0);
  return largest < HALF * DIGITS ? order : byDigit(byDigit(order, high, DIGIT_BITS), high, 2 * DIGIT_BITS);
}

function byDigit(order: Int32Array, numbers: Int32Array, shift: number): Int32Array {
  const starts = new Int32Array(DIGITS + 1);
  for (const number of numbers) starts[((number >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Int32Array(order.length);
  for (const place of order) sorted[starts[(numbers[place]! >>> shift) & (DIGITS - 1)]!++] = place;
  return sorted;
}

/** Where walks begin, by offset. */
function topsOf({ count, types, kinds, isCut }: DeltaForest): Int32Array {
  const tops: number[] = [];
  for (let node = 0; node < count; node++)
    if (isCut[node] === 1 || (kinds[node] !== 0 && kinds[node] === types[node])) tops.push(node);
  return Int32Array.from(tops);
}

/** Objects of a part of a tree at least, and how many more for each step that it is away from the root. */
const LEAST_PART = 384;
const PART_PER_STEP = 16;
/** Trees of objects larger than this are not cut: each part holds them once more. */
const LARGEST_CUT = 8 * 1024 * 1024;

/** Builds the lists of children from the parents; returns which nodes are in a tree, 1 or 0. */
function connect(forest: DeltaForest, tops: readonly number[]): Uint8Array {
  const { count, parents, firstChild, nextSibling, weights, types, kinds, sizes, isCut } = forest;
  for (let node = count - 1; node >= 0; node--) {
    const parent = parents[node]!;
    if (parent === NO_NODE) continue;
    nextSibling[node] = firstChild[parent]!;
    firstChild[parent] = node;
  }
  const reached = new Uint8Array(count);
  const order = new Int32Array(count);
  /** How many objects of a tree its parts need at this node; 0 in trees that are not cut. */
  const least = new Int32Array(count);
  let ordered = 0;
  for (const top of tops) {
    reached[top] = 1;
    const isWhole = types[top]! <= OBJECT_TYPE.tag;
    if (isWhole) kinds[top] = types[top]!;
    least[top] = isWhole && sizes[top]! <= LARGEST_CUT ? LEAST_PART : 0;
    order[ordered++] = top;
  }
  for (let at = 0; at < ordered; at++) {
    const node = order[at]!;
    for (let child = firstChild[node]!; child !== NO_NODE; child = nextSibling[child]!) {
      reached[child] = 1;
      kinds[child] = kinds[node]!;
      least[child] = least[node] === 0 ? 0 : least[node]! + PART_PER_STEP;
      order[ordered++] = child;
    }
  }
  /** Objects below a node, itself included, that are not in parts below it. */
  const own = new Int32Array(count).fill(1);
  for (let at = ordered - 1; at >= 0; at--) {
    const node = order[at]!;
    heaviestLast(forest, node);
    const parent = parents[node]!;
    if (parent === NO_NODE) continue;
    weights[parent]! += weights[node]!;
    if (least[node] !== 0 && own[node]! >= least[node]!) isCut[node] = 1;
    else own[parent]! += own[node]!;
  }
  return reached;
}

/** A walk can let go of an object before it goes to the last child; so little is kept when that is the heaviest. */
function heaviestLast({ firstChild, nextSibling, weights }: DeltaForest, node: number): void {
  let [heaviest, before, last] = [NO_NODE, NO_NODE, NO_NODE];
  for (let child = firstChild[node]!; child !== NO_NODE; child = nextSibling[child]!) {
    if (heaviest === NO_NODE || weights[child]! > weights[heaviest]!) [heaviest, before] = [child, last];
    last = child;
  }
  if (heaviest === last) return;
  if (before === NO_NODE) firstChild[node] = nextSibling[heaviest]!;
  else nextSibling[before] = nextSibling[heaviest]!;
  nextSibling[last] = heaviest;
  nextSibling[heaviest] = NO_NODE;
}
