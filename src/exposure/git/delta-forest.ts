/** The objects of a pack as trees: an object stored whole is a root, those that are deltas of it are below it. */
import type { MakeArray } from './shared-memory.ts';
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
  /** The first node in each stretch of `stretchSize` bytes of the pack or behind it, to find nodes by offset; and `count`. */
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
}

export interface Roots {
  readonly forest: DeltaForest;
  /** Where walks begin: whole objects, by offset. */
  readonly tops: Int32Array;
  /** Deltas whose base is in another place: node, and the base's name. */
  readonly thin: readonly { readonly node: number; readonly base: string }[];
  /** Entries whose headers are damaged. */
  readonly damaged: readonly number[];
  /** Entries that are deltas of each other. */
  readonly lost: number;
}

/** Reads the headers of all entries of a pack. */
export function readForest(pack: PackFile, index: PackIndex, make: MakeArray): Roots {
  const { count, nameLength } = index;
  const end = Math.max(0, pack.size - nameLength);
  const { offsets, entries, stretches, stretchSize } = inOrder(index, end, make);
  const forest: DeltaForest = {
    count,
    offsets,
    entries,
    stretches,
    stretchSize,
    headers: make(Uint8Array, count),
    sizes: make(Float64Array, count),
    types: make(Uint8Array, count),
    kinds: make(Uint8Array, count),
    parents: make(Int32Array, count).fill(NO_NODE),
    firstChild: make(Int32Array, count).fill(NO_NODE),
    nextSibling: make(Int32Array, count).fill(NO_NODE),
    weights: make(Uint32Array, count).fill(1),
  };
  const begins: number[] = [];
  const thin: { node: number; base: string }[] = [];
  const damaged: number[] = [];
  for (let node = 0; node < count; node++) {
    const base = readHeader(pack, index, forest, node);
    if (base >= 0) forest.parents[node] = base;
    else if (base === DAMAGED) damaged.push(node);
    else begins.push(node);
    if (base === ELSEWHERE) {
      const at = offsets[node]! + forest.headers[node]! - nameLength;
      thin.push({ node, base: pack.view(at, nameLength).toString('hex') });
    }
  }
  const reached = connect(forest, begins);
  let below = 0;
  for (const node of damaged) below += reached[node] === 1 ? 0 : 1;
  let lost = 0;
  for (let node = 0; node < count; node++) if (reached[node] === 0) lost++;
  return { forest, tops: topsOf(forest), thin, damaged, lost: lost - below };
}

/** What an entry is that is no delta of another in its pack. */
const [WHOLE, DAMAGED, ELSEWHERE] = [-1, -2, -3];

/** Node of the base; or that the entry is whole, damaged, or a delta of an object that the pack does not hold. */
function readHeader(pack: PackFile, index: PackIndex, forest: DeltaForest, node: number): number {
  const offset = forest.offsets[node]!;
  const stored = forest.offsets[node + 1]! - offset;
  const start = pack.locate(offset, stored < LONGEST_HEADER ? stored : LONGEST_HEADER);
  const bytes = pack.located;
  const end = Math.min(bytes.length, start + LONGEST_HEADER, start + stored);
  let at = start;
  let byte = at < end ? bytes[at]! : 0;
  at++;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let factor = 16; byte >= 0x80; factor *= 128) {
    if (at >= end) return DAMAGED;
    byte = bytes[at++]!;
    size += (byte & 0x7f) * factor;
  }
  forest.types[node] = type;
  forest.sizes[node] = size;
  forest.headers[node] = at - start;
  if (type >= 1 && type <= 4) return WHOLE;
  if (type === OBJECT_TYPE.offsetDelta) {
    byte = at < end ? bytes[at]! : 0;
    at++;
    let back = byte & 0x7f;
    while (byte >= 0x80) {
      if (at >= end) return DAMAGED;
      byte = bytes[at++]!;
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    forest.headers[node] = at - start;
    const base = nodeAt(forest, offset - back);
    return base === NO_NODE || base === node ? DAMAGED : base;
  }
  if (type !== OBJECT_TYPE.nameDelta || end < at + index.nameLength) return DAMAGED;
  forest.headers[node] = at - start + index.nameLength;
  const entry = index.find(bytes, at);
  if (entry < 0) return ELSEWHERE;
  const base = nodeAt(forest, index.offset(entry));
  return base === NO_NODE ? DAMAGED : base;
}

/** The node at an offset of the pack, -1 when no entry begins there. */
export function nodeAt({ offsets, count, stretches, stretchSize }: DeltaForest, offset: number): number {
  const stretch = Math.floor(offset / stretchSize);
  if (!(stretch >= 0 && stretch + 1 < stretches.length)) return NO_NODE;
  let low = stretches[stretch]!;
  let high = stretches[stretch + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low < count && offsets[low] === offset ? low : NO_NODE;
}

/** Stretches with more entries are sorted in less simple a way. */
const CROWDED = 64;

/**
 * The entries of an index by offset. First they are shared out to the stretches that they lie in, which are about as
 * many; then little is left to be sorted. Here, and in what else runs once over all objects, loops count: before such a
 * loop is compiled, iterators take several times as long.
 */
function inOrder(
  index: PackIndex,
  end: number,
  make: MakeArray,
): Pick<DeltaForest, 'offsets' | 'entries' | 'stretches' | 'stretchSize'> {
  const { count } = index;
  const stretchSize = Math.max(1, Math.ceil(end / Math.max(1, count)));
  const stretches = make(Int32Array, Math.floor(end / stretchSize) + 2);
  const unordered = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const offset = index.offset(n);
    // Of a damaged index: what lies outside comes last, and has no bytes.
    const inside = offset >= 12 && offset < end ? offset : end;
    unordered[n] = inside;
    stretches[Math.floor(inside / stretchSize) + 1]!++;
  }
  for (let stretch = 1; stretch < stretches.length; stretch++) stretches[stretch]! += stretches[stretch - 1]!;
  const entries = make(Int32Array, count);
  const filled = new Int32Array(stretches);
  for (let n = 0; n < count; n++) entries[filled[Math.floor(unordered[n]! / stretchSize)]!++] = n;
  for (let stretch = 1; stretch < stretches.length; stretch++) {
    const [from, to] = [stretches[stretch - 1]!, stretches[stretch]!];
    if (to - from > CROWDED) entries.subarray(from, to).sort((a, b) => unordered[a]! - unordered[b]!);
  }
  const offsets = make(Float64Array, count + 1);
  for (let node = 0; node < count; node++) {
    const entry = entries[node]!;
    const offset = unordered[entry]!;
    let place = node;
    for (; place > 0 && offsets[place - 1]! > offset; place--) {
      offsets[place] = offsets[place - 1]!;
      entries[place] = entries[place - 1]!;
    }
    offsets[place] = offset;
    entries[place] = entry;
  }
  offsets[count] = end;
  return { offsets, entries, stretches, stretchSize };
}

/** Where walks begin, by offset. */
function topsOf({ count, types, kinds }: DeltaForest): Int32Array {
  const tops: number[] = [];
  for (let node = 0; node < count; node++)
    if (kinds[node] !== 0 && kinds[node] === types[node]) tops.push(node);
  return Int32Array.from(tops);
}

/**
 * Builds the lists of children from the parents; returns which nodes are in a tree, 1 or 0.
 * @param begins whole objects, and deltas of what lies elsewhere.
 */
function connect(forest: DeltaForest, begins: readonly number[]): Uint8Array {
  const { count, parents, firstChild, nextSibling, weights, types, kinds } = forest;
  let isInOrder = true;
  for (let node = count - 1; node >= 0; node--) {
    const parent = parents[node]!;
    if (parent === NO_NODE) continue;
    if (parent > node) isInOrder = false;
    nextSibling[node] = firstChild[parent]!;
    firstChild[parent] = node;
  }
  const reached = new Uint8Array(count);
  for (let n = 0; n < begins.length; n++) {
    const node = begins[n]!;
    reached[node] = 1;
    if (types[node]! <= OBJECT_TYPE.tag) kinds[node] = types[node]!;
  }
  const order = isInOrder ? undefined : basesFirst(forest, begins);
  const ordered = order?.length ?? count;
  for (let at = 0; at < ordered; at++) {
    const node = order === undefined ? at : order[at]!;
    const parent = parents[node]!;
    if (parent === NO_NODE) continue;
    reached[node] = reached[parent]!;
    kinds[node] = kinds[parent]!;
  }
  for (let at = ordered - 1; at >= 0; at--) {
    const node = order === undefined ? at : order[at]!;
    const child = firstChild[node]!;
    if (child !== NO_NODE && nextSibling[child] !== NO_NODE) heaviestLast(forest, node);
    const parent = parents[node]!;
    if (parent === NO_NODE) continue;
    weights[parent]! += weights[node]!;
  }
  return reached;
}

/** The nodes that are in a tree, each behind the one that it is a delta of. Git writes packs so; others need not. */
function basesFirst({ count, firstChild, nextSibling }: DeltaForest, begins: readonly number[]): Int32Array {
  const order = new Int32Array(count);
  order.set(begins);
  let ordered = begins.length;
  for (let at = 0; at < ordered; at++)
    for (let child = firstChild[order[at]!]!; child !== NO_NODE; child = nextSibling[child]!)
      order[ordered++] = child;
  return order.subarray(0, ordered);
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
