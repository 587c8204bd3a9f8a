// Puts the objects of a pack in order, reads their headers and links them as trees, as `../delta-forest.ts` does. A pack with
// anything odd in it, such as deltas that are named by object instead of by place, is left to that.
import { LOWER, region, UPPER } from './layout';
import { locate, NO_NODE, storedEnd } from './pack';

const OFFSET_DELTA: u32 = 6;
/** Objects begin behind the header of the pack. */
const FIRST_OFFSET: u32 = 12;
const LONGEST_HEADER: u32 = 48;

//
// All that runs once over all objects is called for some of them at a time: only what is called often is compiled well.

let count: i32 = 0;
let offsets: usize = 0;
let entries: usize = 0;
let stretches: usize = 0;
let stretchCount: u32 = 0;
let stretchSize: u32 = 0;
let packEnd: u32 = 0;
let raw: usize = 0;
let spare: usize = 0;
/** Bits of the lower digit of an offset, of two. */
let bits: u32 = 0;
let stretch: u32 = 0;

/**
 * To be called first, for a pack whose objects lie before `end`.
 * @param rawAt offsets, as the index has them, which are overwritten.
 * @param spareAt as much room again, twice.
 */
export function beginOrder(
  objects: i32,
  rawAt: usize,
  spareAt: usize,
  offsetsAt: usize,
  entriesAt: usize,
  stretchesAt: usize,
  allStretches: u32,
  bytesOfStretch: u32,
  end: u32,
): void {
  count = objects;
  raw = rawAt;
  spare = spareAt;
  offsets = offsetsAt;
  entries = entriesAt;
  stretches = stretchesAt;
  stretchCount = allStretches;
  stretchSize = bytesOfStretch;
  packEnd = end;
  bits = (33 - clz(end)) >> 1;
  stretch = 0;
  memory.fill(region + LOWER, 0, 8 << 16);
}

/** Counts how many offsets have each digit. */
export function countOffsets(from: i32, to: i32): void {
  const mask: u32 = (1 << bits) - 1;
  for (let n = from; n < to; n++) {
    const place = raw + (<usize>n << 2);
    const offset = bswap<u32>(load<u32>(place));
    // Of a damaged index: what lies outside comes last, and has no bytes.
    const inside = offset >= FIRST_OFFSET && offset < packEnd ? offset : packEnd;
    store<u32>(place, inside);
    countDigit(region + LOWER, inside & mask);
    countDigit(region + UPPER, inside >> bits);
  }
  if (to < count) return;
  sumDigits(region + LOWER, mask);
  sumDigits(region + UPPER, packEnd >> bits);
}

/** Orders entries by the lower digit of their offsets, when all were counted. */
export function orderByLower(from: i32, to: i32): void {
  const mask: u32 = (1 << bits) - 1;
  for (let n = from; n < to; n++) {
    const offset = load<u32>(raw + (<usize>n << 2));
    const place = spare + (<usize>nextOf(region + LOWER, offset & mask) << 3);
    store<u32>(place, offset);
    store<i32>(place, n, 4);
  }
}

/** Orders those by the upper digit. */
export function orderByUpper(from: i32, to: i32): void {
  for (let n = from; n < to; n++) {
    const entry = spare + (<usize>n << 3);
    const offset = load<u32>(entry);
    const place: usize = nextOf(region + UPPER, offset >> bits);
    store<f64>(offsets + (place << 3), <f64>offset);
    store<i32>(entries + (place << 2), load<i32>(entry, 4));
  }
}

/** Notes the first node of each stretch, when all are in order. */
export function findStretches(from: i32, to: i32): void {
  for (let n = from; n < to; n++) {
    const offset = <u64>load<f64>(offsets + (<usize>n << 3));
    for (; stretch < stretchCount && <u64>stretch * stretchSize <= offset; stretch++)
      store<i32>(stretches + (<usize>stretch << 2), n);
  }
  if (to < count) return;
  store<f64>(offsets + (<usize>count << 3), <f64>packEnd);
  for (; stretch < stretchCount; stretch++) store<i32>(stretches + (<usize>stretch << 2), count);
}

// @ts-ignore: decorator
@inline
function countDigit(counts: usize, digit: u32): void {
  const place = counts + (<usize>digit << 2);
  store<u32>(place, load<u32>(place) + 1);
}

/** From how many numbers have each digit to where those begin. */
function sumDigits(counts: usize, last: u32): void {
  let sum: u32 = 0;
  for (let digit: u32 = 0; digit <= last; digit++) {
    const place = counts + (<usize>digit << 2);
    const some = load<u32>(place);
    store<u32>(place, sum);
    sum += some;
  }
}

// @ts-ignore: decorator
@inline
function nextOf(counts: usize, digit: u32): u32 {
  const place = counts + (<usize>digit << 2);
  const next = load<u32>(place);
  store<u32>(place, next + 1);
  return next;
}

let headers: usize = 0;
let sizes: usize = 0;
let types: usize = 0;
let kinds: usize = 0;
let parents: usize = 0;
let firstChild: usize = 0;
let nextSibling: usize = 0;
let weights: usize = 0;
let tops: usize = 0;
let wholes: i32 = 0;

/** To be called when the entries are in order and their pack is in use. */
export function beginHeaders(
  headersAt: usize,
  sizesAt: usize,
  typesAt: usize,
  kindsAt: usize,
  parentsAt: usize,
  firstChildAt: usize,
  nextSiblingAt: usize,
  weightsAt: usize,
  topsAt: usize,
): void {
  headers = headersAt;
  sizes = sizesAt;
  types = typesAt;
  kinds = kindsAt;
  parents = parentsAt;
  firstChild = firstChildAt;
  nextSibling = nextSiblingAt;
  weights = weightsAt;
  tops = topsAt;
  wholes = 0;
  memory.fill(firstChild, 0xff, <usize>count << 2);
  memory.fill(nextSibling, 0xff, <usize>count << 2);
}

/** Reads headers, from the first on. Returns how many objects are whole, which `tops` holds; -1 when anything is odd. */
export function readHeaders(from: i32, to: i32): i32 {
  for (let node = from; node < to; node++) {
    const entry = offsets + (<usize>node << 3);
    const offset = load<f64>(entry);
    const stored = load<f64>(entry, 8) - offset;
    const start = locate(offset, stored < <f64>LONGEST_HEADER ? <u32>stored : LONGEST_HEADER);
    const end = storedEnd;
    let p = start;
    if (p >= end) return -1;
    let byte: u32 = load<u8>(p++);
    const type = (byte >> 4) & 7;
    let size: u64 = byte & 15;
    for (let shift: u64 = 4; byte >= 0x80; shift += 7) {
      if (p >= end || shift > 39) return -1;
      byte = load<u8>(p++);
      size |= (<u64>byte & 0x7f) << shift;
    }
    let parent = NO_NODE;
    let kind = type;
    if (type == OFFSET_DELTA) {
      if (p >= end) return -1;
      byte = load<u8>(p++);
      let back: u64 = byte & 0x7f;
      while (byte >= 0x80) {
        if (p >= end) return -1;
        byte = load<u8>(p++);
        back = ((back + 1) << 7) + (byte & 0x7f);
      }
      if (<f64>back > offset) return -1;
      parent = nodeAt(<u64>offset - back);
      if (parent == NO_NODE || parent >= node) return -1;
      kind = load<u8>(kinds + parent);
    } else if (type < 1 || type > 4) return -1;
    store<u8>(headers + node, <u8>(p - start));
    store<f64>(sizes + (<usize>node << 3), <f64>size);
    store<u8>(types + node, <u8>type);
    store<u8>(kinds + node, <u8>kind);
    store<i32>(parents + (<usize>node << 2), parent);
    store<u32>(weights + (<usize>node << 2), 1);
    if (parent != NO_NODE) continue;
    store<i32>(tops + (<usize>wholes << 2), node);
    wholes++;
  }
  return wholes;
}

function nodeAt(offset: u64): i32 {
  const stretch = stretches + (<usize>(offset / stretchSize) << 2);
  let low = load<i32>(stretch);
  let high = load<i32>(stretch, 4);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(offsets + (<usize>middle << 3)) < <f64>offset) low = middle + 1;
    else high = middle;
  }
  return low < count && load<f64>(offsets + (<usize>low << 3)) == <f64>offset ? low : NO_NODE;
}

/** Builds the lists of children, each behind the one before, but that with most below it last; from the last node on. */
export function linkChildren(from: i32, to: i32): void {
  for (let node = to - 1; node >= from; node--) {
    // All that is below a node is linked and weighed by now.
    heaviestLast(firstChild + (<usize>node << 2));
    const parent = load<i32>(parents + (<usize>node << 2));
    if (parent == NO_NODE) continue;
    const first = firstChild + (<usize>parent << 2);
    store<i32>(nextSibling + (<usize>node << 2), load<i32>(first));
    store<i32>(first, node);
    const weight = weights + (<usize>parent << 2);
    store<u32>(weight, load<u32>(weight) + load<u32>(weights + (<usize>node << 2)));
  }
}

function heaviestLast(first: usize): void {
  let child = load<i32>(first);
  if (child == NO_NODE || load<i32>(nextSibling + (<usize>child << 2)) == NO_NODE) return;
  let heaviest = NO_NODE;
  let most: u32 = 0;
  /** Where it stands that the heaviest comes next, and where the list ends. */
  let before = first;
  let end = first;
  for (; child != NO_NODE; child = load<i32>(end)) {
    const weight = load<u32>(weights + (<usize>child << 2));
    if (weight > most) {
      most = weight;
      heaviest = child;
      before = end;
    }
    end = nextSibling + (<usize>child << 2);
  }
  const behind = nextSibling + (<usize>heaviest << 2);
  if (behind == end) return;
  store<i32>(before, load<i32>(behind));
  store<i32>(end, heaviest);
  store<i32>(behind, NO_NODE);
}
