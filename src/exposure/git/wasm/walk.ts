// Walks trees of deltas: each object is inflated once, built from its base, and looked at where it differs from that.
// The host is asked only about objects that may hold something. A tree with anything odd in it is left to the host, which
// walks it once more by itself (`../walk-forest.ts`) and says what is wrong with it.
import { freeAll, give, SLACK, take } from './blocks';
import { commitCount, forgetCommitsFrom, noteCommit, noteTag, parentCount } from './commits';
import { apply, baseSize, beginRanges, findRange, gather, partCount, rangeEnd, rangeStart, readSizes, targetSize } from './delta';
import { inflate, makeFixedTables } from './inflate';
import { DELTA, DELTA_SIZE, FRAMES, FRAME_BYTES, MOST_FRAMES, PARTS, PIECES, PIECES_SIZE, region, setRegion } from './layout';
import { find, firstChild, kindOf, nextSibling, NO_NODE, sizeOf, storedEnd } from './pack';
import { isWorthALook } from './sift';
import { folderCount, forgetToldFrom, giveTree, inheritedCount, firstNumber, keepTree, linkCount, nameLength, readTree } from './trees';

export {
  beginHolders,
  beginLevel,
  endLevel,
  followHolders,
  gatherHolders,
  noteInherited,
} from './holders';
export { inflate } from './inflate';
export { usePack } from './pack';
export { isWorthALook } from './sift';
export { FOLDERS, FOLDER_KEYS, INHERITED, LINKS, LIST_BYTES, REGION_SIZE } from './layout';
export { COMMITS, COMMIT_TIMES, COMMIT_TREES, PARENTS, PARENT_COUNTS } from './layout';
export { commitCount, parentCount } from './commits';
export {
  beginHeaders,
  beginOrder,
  countOffsets,
  findStretches,
  linkChildren,
  orderByLower,
  orderByUpper,
  readHeaders,
} from './forest';
export { folderCount, inheritedCount, linkCount, lookFor, numberFrom } from './trees';

/** Larger objects are left to the host. */
const LARGEST: u32 = 0x100000 - SLACK;

const NO_DEPTH: i32 = -1;

const COMMIT: u32 = 1;
const TAG: u32 = 4;
const BLOB: u32 = 3;

// A frame: next child, block, size, whether the host knows of candidates; the rest is for trees (see `trees.ts`).
const NEXT: usize = 4;
const BLOCK: usize = 8;
const SIZE: usize = 12;
const HAS_CANDIDATES: usize = 16;

/** Looks at an object at a depth. Returns 1 when it has candidates. */
// @ts-ignore: decorator
@external('host', 'whole')
declare function seeWhole(node: i32, depth: u32, at: usize, size: u32): u32;
/**
 * The same of one made from the object at `baseDepth`, which may be the same one, or NO_DEPTH where that has no candidates;
 * `parts` are those that were copied.
 */
// @ts-ignore: decorator
@external('host', 'changed')
declare function seeChanged(node: i32, baseDepth: i32, depth: u32, at: usize, size: u32, parts: usize, partCount: u32, baseSize: u32): u32;
/** Objects and bytes seen in all. */
let objects: u32 = 0;
let bytes: f64 = 0;

export function objectCount(): u32 {
  return objects;
}

export function byteCount(): f64 {
  return bytes;
}

/** To be called first, with memory for this thread alone. */
export function setUp(start: usize): void {
  setRegion(start);
  makeFixedTables();
}

/** Bytes before and behind a change in which a candidate may begin or end that it makes. */
let around: u32 = 0;
/** So many more are looked at where an object is not built. */
let margin: u32 = 0;
/** Whether objects are trees, of which the entries are wanted, or others, which are scanned. */
let isTrees: bool = false;

/** Called when all was taken over that was told. */
export function forgetTold(): void {
  forgetToldFrom(0, 0, 0);
  forgetCommitsFrom(0, 0);
}

/** Scans the tree of deltas that begins at a whole object. When it returns false, no commit of it is told. */
export function scan(top: i32, aroundChanges: u32, aroundPieces: u32): bool {
  isTrees = false;
  around = aroundChanges;
  margin = aroundPieces;
  const commits = commitCount();
  const parents = parentCount();
  if (walk(top)) return true;
  forgetCommitsFrom(commits, parents);
  return false;
}

/** Tells the links of the trees in the tree of deltas that begins at a whole one; when it returns false, of none of them. */
export function link(top: i32): bool {
  isTrees = true;
  const links = linkCount();
  const folders = folderCount();
  const inherited = inheritedCount();
  if (walk(top)) return true;
  forgetToldFrom(links, folders, inherited);
  return false;
}

function walk(top: i32): bool {
  objects = 0;
  bytes = 0;
  freeAll();
  const wholeSize = sizeOf(top);
  if (!(wholeSize <= <f64>LARGEST)) return false;
  const size = <u32>wholeSize;
  const block = take(size);
  const at = find(top);
  if (block == 0 || at == 0 || !inflate(at, storedEnd, block, size)) return false;
  let depth: u32 = 0;
  let frame = region + FRAMES;
  const lastFrame = frame + <usize>(MOST_FRAMES - 1) * FRAME_BYTES;
  let state: u32 = 0;
  if (isTrees) {
    if (!readTree(top, block, size, 0)) return false;
  } else {
    count(top, block, size);
    if (isWorthALook(block, block + size, block, block + size)) state = seeWhole(top, 0, block, size);
  }
  if (firstChild(top) == NO_NODE) return true;
  if (isTrees && !keepTree(frame)) return false;
  fill(frame, top, block, size, state);
  for (;;) {
    const node = load<i32>(frame, NEXT);
    if (node == NO_NODE) {
      leave(frame);
      if (depth == 0) return true;
      depth--;
      frame -= FRAME_BYTES;
      continue;
    }
    store<i32>(frame, nextSibling(node), NEXT);
    const delta = region + DELTA;
    const deltaSize = sizeOf(node);
    if (!(deltaSize <= <f64>DELTA_SIZE)) return false;
    const deltaEnd = delta + <usize>deltaSize;
    const from = find(node);
    if (from == 0 || !inflate(from, storedEnd, delta, <u32>deltaSize)) return false;
    if (!readSizes(delta, deltaEnd)) return false;
    if (baseSize != load<u32>(frame, SIZE) || targetSize > LARGEST) return false;
    const base: usize = load<u32>(frame, BLOCK);
    const hasCandidates = load<u32>(frame, HAS_CANDIDATES);
    const isLeaf = firstChild(node) == NO_NODE;
    if (isLeaf && hasCandidates == 0 && kindOf(node) == BLOB) {
      if (!apply(deltaEnd, base, 0)) return false;
      const pieces = region + PIECES;
      const length = gather(deltaEnd, base, pieces, PIECES_SIZE, around + margin);
      if (length < PIECES_SIZE && !isWorthALook(pieces, pieces + length, pieces, pieces + length)) {
        objects++;
        bytes += <f64>targetSize;
        continue;
      }
    }
    const target = take(targetSize);
    if (target == 0 || !apply(deltaEnd, base, target)) return false;
    const isLast = load<i32>(frame, NEXT) == NO_NODE;
    const ownDepth = isLast && !isLeaf ? depth : depth + 1;
    state = 0;
    if (isTrees) {
      if (!readTree(node, target, targetSize, frame)) return false;
    } else {
      count(node, target, targetSize);
      if (hasCandidates != 0 || isChangeWorthALook(target))
        state = seeChanged(node, hasCandidates != 0 ? depth : NO_DEPTH, ownDepth, target, targetSize, region + PARTS, partCount, baseSize);
    }
    if (isLeaf) {
      give(target, targetSize);
      continue;
    }
    // What is below the last one needs nothing of what is above.
    if (isLast) leave(frame);
    else {
      if (frame == lastFrame) return false;
      frame += FRAME_BYTES;
    }
    depth = ownDepth;
    if (isTrees && !keepTree(frame)) return false;
    fill(frame, node, target, targetSize, state);
  }
  return true;
}

function fill(frame: usize, node: i32, block: usize, size: u32, hasCandidates: u32): void {
  store<i32>(frame, firstChild(node), NEXT);
  store<u32>(frame, <u32>block, BLOCK);
  store<u32>(frame, size, SIZE);
  store<u32>(frame, hasCandidates, HAS_CANDIDATES);
}

function leave(frame: usize): void {
  give(load<u32>(frame, BLOCK), load<u32>(frame, SIZE));
  if (isTrees) giveTree(frame);
}

function count(node: i32, at: usize, size: u32): void {
  objects++;
  bytes += <f64>size;
  const kind = kindOf(node);
  if (kind == COMMIT) noteCommit(node, firstNumber + node, at, size, nameLength);
  else if (kind == TAG) noteTag(node, at, size);
}

/** Whether there may be candidates where an object differs from its base, which has none. */
function isChangeWorthALook(target: usize): bool {
  const end = target + targetSize;
  beginRanges();
  while (findRange(around))
    if (isWorthALook(target + rangeStart, target + rangeEnd, target, end)) return true;
  return false;
}
