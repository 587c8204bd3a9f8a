// Notes how commits hang together, as `../commit-notes.ts` does: what is not written as git writes it is left to that.
import { COMMITS, COMMIT_TIMES, COMMIT_TREES, LIST_BYTES, PARENTS, PARENT_COUNTS, region } from './layout';

/** Notes a commit or a tag. */
// @ts-ignore: decorator
@external('host', 'commit')
declare function seeCommit(node: i32, at: usize, size: u32): void;

/** `tree` and `pare`, `nt `; `comm`, `itte`, `r `. */
const TREE: u32 = 0x65657274;
const PARE: u32 = 0x65726170;
const NT: u32 = 0x746e;
const COMM: u32 = 0x6d6d6f63;
const ITTE: u32 = 0x65747469;
const R: u32 = 0x2072;
const SPACE: u8 = 0x20;
const LINE_END: u8 = 0x0a;

/** What is told: so many commits and parents since they were taken. */
let commits: u32 = 0;
let parents: u32 = 0;

export function commitCount(): u32 {
  return commits;
}

export function parentCount(): u32 {
  return parents;
}

/** Called when all was taken over that was told; keeps only so many of it. */
export function forgetCommitsFrom(keptCommits: u32, keptParents: u32): void {
  commits = keptCommits;
  parents = keptParents;
}

/** @param nameLength bytes of names of objects. */
export function noteCommit(node: i32, number: i32, at: usize, size: u32, nameLength: usize): void {
  if (!note(number, at, at + size, nameLength << 1)) seeCommit(node, at, size);
}

export function noteTag(node: i32, at: usize, size: u32): void {
  seeCommit(node, at, size);
}

function note(number: i32, start: usize, end: usize, hexLength: usize): bool {
  const room = LIST_BYTES >> 3;
  if (commits == room || end < start + 5 + hexLength + 1) return false;
  if (load<u32>(start) != TREE || load<u8>(start, 4) != SPACE) return false;
  const tree = keyOfHex(start + 5);
  let p = start + 5 + hexLength + 1;
  const firstParent = parents;
  let isRead = tree >= 0;
  while (isRead && end >= p + 8 + hexLength && load<u32>(p) == PARE && load<u16>(p, 4) == NT && load<u8>(p, 6) == SPACE) {
    const parent = keyOfHex(p + 7);
    isRead = parent >= 0 && parents < room;
    if (!isRead) break;
    store<f64>(region + PARENTS + (<usize>parents << 3), parent);
    parents++;
    p += 8 + hexLength;
  }
  const time = isRead ? timeFrom(p, end) : -1;
  if (time < 0) {
    parents = firstParent;
    return false;
  }
  store<i32>(region + COMMITS + (<usize>commits << 2), number);
  store<f64>(region + COMMIT_TREES + (<usize>commits << 3), tree);
  store<f64>(region + COMMIT_TIMES + (<usize>commits << 3), time);
  store<i32>(region + PARENT_COUNTS + (<usize>commits << 2), <i32>(parents - firstParent));
  commits++;
  return true;
}

/** The time of the committer, whose line comes at or behind `p`; -1 where it is not plain. */
function timeFrom(p: usize, end: usize): f64 {
  while (p + 10 <= end && load<u8>(p) != LINE_END) {
    const lineEnd = lineEndFrom(p, end);
    if (load<u32>(p) == COMM && load<u32>(p, 4) == ITTE && load<u16>(p, 8) == R) return timeBefore(lineEnd, p + 10);
    p = lineEnd + 1;
  }
  return -1;
}

/** The number before the last space of a line. */
function timeBefore(lineEnd: usize, start: usize): f64 {
  let p = lineEnd - 1;
  while (p > start && load<u8>(p) != SPACE) p--;
  let time: f64 = 0;
  let digits = 0;
  let weight: f64 = 1;
  for (p--; p > start && load<u8>(p) != SPACE; p--, digits++, weight *= 10) {
    const digit: u32 = <u32>load<u8>(p) - 0x30;
    if (digit > 9 || digits == 12) return -1;
    time += <f64>digit * weight;
  }
  return digits > 0 && p > start ? time : -1;
}

function lineEndFrom(p: usize, end: usize): usize {
  for (; p < end; p += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(LINE_END)));
    if (mask != 0) return min(end, p + ctz(mask));
  }
  return end;
}

/** The key of a name in hexadecimal (see `../object-name.ts`); -1 when it is none. */
function keyOfHex(p: usize): f64 {
  let key: u64 = 0;
  for (let n = 0; n < 12; n++) {
    const byte: u32 = load<u8>(p + n);
    const digit = byte - 0x30 < 10 ? byte - 0x30 : byte - 0x61 < 6 ? byte - 0x57 : 16;
    if (digit == 16) return -1;
    key = (key << 4) | digit;
  }
  return <f64>key;
}
