// Reads trees, of those stored as deltas only the entries that their base does not have. `../tree-reader.ts` and the links
// in `../history-share.ts` say the same more plainly.
import { give, take } from './blocks';
import { partCount } from './delta';
import {
  FOLDERS,
  FOLDER_BYTES,
  FOLDER_KEYS,
  INHERITED,
  INHERITED_BYTES,
  LINKS,
  LINK_BYTES,
  LIST_BYTES,
  MOST_STARTS,
  MOST_WANTED,
  NAMES,
  NAME_BYTES,
  NAME_COUNT,
  PARTS,
  region,
  STARTS,
  WANTED,
} from './layout';

/** The number of a name, as the host counts them. */
// @ts-ignore: decorator
@external('host', 'name')
declare function nameNumber(at: usize, length: u32): u32;

/** The first digit of the mode of a tree. */
const SUBTREE: u8 = 0x34;
const SPACE: u8 = 0x20;

export let nameLength: usize = 20;
/** The first number of a node of the pack at hand. */
export let firstNumber: i32 = 0;
/** Objects that are looked for: a byte for each first two bytes of a name, then keys and numbers in slots. */
let filter: usize = 0;
let wantedKeys: usize = 0;
let wantedValues: usize = 0;
let wantedMask: u32 = 0;
let withFolders: bool = false;

/** What is told: so many of each, of all trees since they were taken. */
let links: u32 = 0;
let folders: u32 = 0;
let inherited: u32 = 0;

export function linkCount(): u32 {
  return links;
}

export function folderCount(): u32 {
  return folders;
}

export function inheritedCount(): u32 {
  return inherited;
}

/** Keeps only so many of what was told. */
export function forgetToldFrom(keptLinks: u32, keptFolders: u32, keptInherited: u32): void {
  links = keptLinks;
  folders = keptFolders;
  inherited = keptInherited;
}

/** To be called before trees are read. */
export function lookFor(
  filterAt: usize,
  keysAt: usize,
  valuesAt: usize,
  mask: u32,
  alsoFolders: bool,
): void {
  filter = filterAt;
  wantedKeys = keysAt;
  wantedValues = valuesAt;
  wantedMask = mask;
  withFolders = alsoFolders;
  memory.fill(region + NAMES, 0, <usize>NAME_COUNT * NAME_BYTES);
}

/** The first number of the nodes of the pack at hand, and bytes of names. */
export function numberFrom(first: i32, bytes: u32): void {
  firstNumber = first;
  nameLength = bytes;
}

/** Of the tree read last: how many starts of entries there are, the end of the last among them, and wanted ones. */
let startCount: u32 = 0;
let wantedCount: u32 = 0;

// What a frame holds of a tree.
const TREE_STARTS: usize = 20;
const TREE_START_COUNT: usize = 24;
const TREE_WANTED: usize = 28;
const TREE_WANTED_COUNT: usize = 0;

const LONGEST_NAME: u32 = 56;

/**
 * Reads a tree, which has `copied` parts of the one in frame `base`, or none where that is 0. False when there is no room
 * for what is to be told.
 */
export function readTree(node: i32, at: usize, size: u32, base: usize): bool {
  const tree = firstNumber + node;
  const starts: usize = base == 0 ? 0 : load<u32>(base, TREE_STARTS);
  const end = at + size;
  let part = region + PARTS;
  const partsEnd = starts == 0 ? part : part + <usize>partCount * 24;
  startCount = 0;
  wantedCount = 0;
  let p = at;
  while (p < end) {
    const here = <f64>(p - at);
    while (part < partsEnd && load<f64>(part) + load<f64>(part, 16) <= here) part += 24;
    if (part < partsEnd && load<f64>(part) <= here) {
      const from = load<f64>(part, 8);
      const length = inherit(
        tree,
        <u32>here,
        <u32>(here - load<f64>(part) + from),
        <u32>(from + load<f64>(part, 16)),
        starts,
        base,
      );
      if (length == TOO_MANY) return false;
      if (length > 0) {
        p += length;
        continue;
      }
    }
    const nameAt = zeroFrom(p, end) + 1;
    if (nameAt + nameLength > end) break;
    if (!seeEntry(tree, p, <u32>(p - at), nameAt)) return false;
    if (startCount == MOST_STARTS - 1) return false;
    noteStart(<u32>(p - at));
    p = nameAt + nameLength;
  }
  noteStart(<u32>(p - at));
  return true;
}

// @ts-ignore: decorator
@inline
function noteStart(start: u32): void {
  store<u32>(region + STARTS + (<usize>startCount << 2), start);
  startCount++;
}

/** Keeps what trees made from the one read last have to know of it. False when there is no room. */
export function keepTree(frame: usize): bool {
  const starts = take(startCount << 2);
  const wanted = take(wantedCount * 12);
  if (starts == 0 || wanted == 0) return false;
  memory.copy(starts, region + STARTS, <usize>startCount << 2);
  memory.copy(wanted, region + WANTED, <usize>wantedCount * 12);
  store<u32>(frame, <u32>starts, TREE_STARTS);
  store<u32>(frame, startCount, TREE_START_COUNT);
  store<u32>(frame, <u32>wanted, TREE_WANTED);
  store<u32>(frame, wantedCount, TREE_WANTED_COUNT);
  return true;
}

export function giveTree(frame: usize): void {
  give(load<u32>(frame, TREE_STARTS), load<u32>(frame, TREE_START_COUNT) << 2);
  give(load<u32>(frame, TREE_WANTED), load<u32>(frame, TREE_WANTED_COUNT) * 12);
}

// @ts-ignore: decorator
@inline
function zeroFrom(p: usize, end: usize): usize {
  for (; p < end; p += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(0)));
    if (mask != 0) return min(end, p + ctz(mask));
  }
  return end;
}

const TOO_MANY: u32 = 0xffffffff;

/**
 * Takes over the entries from `baseAt` that lie within what was copied up to `baseEnd`: where an entry begins both here
 * and there, the same bytes mean the same entries. Returns how many bytes they are, or TOO_MANY.
 */
function inherit(tree: i32, at: u32, baseAt: u32, baseEnd: u32, starts: usize, base: usize): u32 {
  const count = load<u32>(base, TREE_START_COUNT);
  const first = lastUpTo(starts, count, baseAt);
  if (first < 0 || load<u32>(starts + (<usize>first << 2)) != baseAt) return 0;
  const last = lastUpTo(starts, count, baseEnd);
  if (last <= first) return 0;
  const more = <u32>(last - first);
  if (startCount + more >= MOST_STARTS) return TOO_MANY;
  let to = region + STARTS + (<usize>startCount << 2);
  for (let n = first; n < last; n++, to += 4) store<u32>(to, load<u32>(starts + (<usize>n << 2)) - baseAt + at);
  startCount += more;
  const length = load<u32>(starts + (<usize>last << 2)) - baseAt;
  let wanted: usize = load<u32>(base, TREE_WANTED);
  const wantedEnd = wanted + <usize>load<u32>(base, TREE_WANTED_COUNT) * 12;
  for (; wanted < wantedEnd; wanted += 12) {
    const within = load<u32>(wanted) - baseAt;
    if (within < length && !link(tree, at + within, load<u32>(wanted, 4), load<u32>(wanted, 8))) return TOO_MANY;
  }
  if (withFolders) {
    const record = region + INHERITED + <usize>inherited * INHERITED_BYTES;
    if (record + INHERITED_BYTES > region + INHERITED + LIST_BYTES) return TOO_MANY;
    inherited++;
    store<i32>(record, tree);
    store<u32>(record, at, 4);
    store<u32>(record, baseAt, 8);
    store<u32>(record, length, 12);
  }
  return length;
}

/** The number of the last that is not above `value`; -1 when all are. */
function lastUpTo(numbers: usize, count: u32, value: u32): i32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u32>(numbers + (<usize>middle << 2)) <= value) low = middle + 1;
    else high = middle;
  }
  return <i32>low - 1;
}

/** Notes an entry if it is wanted, and a folder. False when there is no room. */
function seeEntry(tree: i32, p: usize, at: u32, nameAt: usize): bool {
  const first: u32 = bswap<u16>(load<u16>(nameAt));
  let number: i32 = -1;
  if (load<u8>(filter + first) != 0) {
    const wanted = findWanted(first, bswap<u32>(load<u32>(nameAt, 2)));
    if (wanted >= 0) {
      number = numberOfName(p, nameAt);
      if (!link(tree, at, wanted, number)) return false;
    }
  }
  if (!withFolders || load<u8>(p) != SUBTREE) return true;
  if (number < 0) number = numberOfName(p, nameAt);
  const record = region + FOLDERS + <usize>folders * FOLDER_BYTES;
  if (record + FOLDER_BYTES > region + FOLDERS + LIST_BYTES) return false;
  store<f64>(region + FOLDER_KEYS + (<usize>folders << 3), keyOf(first, bswap<u32>(load<u32>(nameAt, 2))));
  folders++;
  store<i32>(record, tree);
  store<u32>(record, at, 4);
  store<i32>(record, number, 8);
  return true;
}

// @ts-ignore: decorator
@inline
function keyOf(high: u32, low: u32): f64 {
  return <f64>high * 4294967296 + <f64>low;
}

function findWanted(high: u32, low: u32): i32 {
  const key = keyOf(high, low);
  for (let slot = low & wantedMask; ; slot = (slot + 1) & wantedMask) {
    const held = load<f64>(wantedKeys + (<usize>slot << 3));
    if (held == key) return load<i32>(wantedValues + (<usize>slot << 2));
    if (held < 0) return -1;
  }
  return -1;
}

/** Notes a wanted object in a tree. */
function link(tree: i32, at: u32, child: i32, name: i32): bool {
  const record = region + LINKS + <usize>links * LINK_BYTES;
  if (wantedCount == MOST_WANTED || record + LINK_BYTES > region + LINKS + LIST_BYTES) return false;
  links++;
  store<i32>(record, child);
  store<i32>(record, tree, 4);
  store<i32>(record, name, 8);
  const wanted = region + WANTED + <usize>wantedCount * 12;
  wantedCount++;
  store<u32>(wanted, at);
  store<i32>(wanted, child, 4);
  store<i32>(wanted, name, 8);
  return true;
}

/** The number of the name of the entry at `p`, whose object's name is at `nameAt`. */
function numberOfName(p: usize, nameAt: usize): i32 {
  const end = nameAt - 1;
  while (p < end && load<u8>(p) != SPACE) p++;
  const from = p + 1;
  const length: u32 = from > end ? 0 : <u32>(end - from);
  if (length == 0 || length > LONGEST_NAME) return nameNumber(from, length);
  let hash: u32 = 0x811c9dc5;
  for (let at = from; at < end; at++) hash = (hash ^ load<u8>(at)) * 0x01000193;
  const slot = region + NAMES + (<usize>((hash ^ (hash >> 15)) & (NAME_COUNT - 1))) * NAME_BYTES;
  if (load<u32>(slot, 4) == length && isSame(slot + 8, from, length)) return load<i32>(slot);
  const number = nameNumber(from, length);
  store<i32>(slot, number);
  store<u32>(slot, length, 4);
  memory.copy(slot + 8, from, length);
  return number;
}

function isSame(one: usize, other: usize, length: u32): bool {
  for (let n: u32 = 0; n < length; n++) if (load<u8>(one + n) != load<u8>(other + n)) return false;
  return true;
}
