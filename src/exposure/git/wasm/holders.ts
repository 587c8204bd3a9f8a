// Follows entries that are looked for down the trees of deltas, and tells of each tree that has some. `../folders.ts` says the
// same more plainly.
import { FRAMES, FRAME_BYTES, BLOCKS, LINKS, LINK_BYTES, LIST_BYTES, MOST_FRAMES, region, regionEnd } from './layout';

/** The number among the objects that are placed of a tree that has some of them. */
// @ts-ignore: decorator
@external('host', 'holder')
declare function holderOf(tree: i32): i32;
/** Takes over so many links: an object, the tree that has it, the number of its name there. */
// @ts-ignore: decorator
@external('host', 'links')
declare function takeLinks(count: u32): void;

const NONE: i32 = -1;
/** What is known of an entry on the way down: where it begins in the tree at hand, its child and its name. */
const CARRIED_BYTES: usize = 12;
/** Of each tree on the way: the node, its next child, and where its entries begin and end among those carried. */
const STEP_BYTES: usize = 16;
/** Of each pack: the first number of its nodes, and where its first children and next siblings are. */
const PACK_BYTES: usize = 12;

let folderKeys: usize = 0;
let folders: usize = 0;
let inherited: usize = 0;
let inheritedEnd: usize = 0;
/** By number of a tree: where what it has from its base begins; the last of its wanted entries; its own number as a holder. */
let inheritedFrom: usize = 0;
let own: usize = 0;
let known: usize = 0;
/** Wanted entries, as they are carried; their trees; the next one of the same tree. */
let entries: usize = 0;
let trees: usize = 0;
let next: usize = 0;
let count: i32 = 0;
let packs: usize = 0;
let packCount: i32 = 0;
let links: u32 = 0;
/** Where the next carried entry goes, and where the room for them ends. */
let end: usize = 0;
let carriedEnd: usize = 0;

/**
 * To be called first. The lists are those of all threads, one behind another.
 * @param packsAt numbers and arrays of each pack, and the first number that is in none behind them.
 * @param room for entries that are carried, in bytes; as much as there is if that is less.
 */
export function beginHolders(
  folderKeysAt: usize,
  foldersAt: usize,
  inheritedAt: usize,
  inheritedCount: u32,
  inheritedFromAt: usize,
  ownAt: usize,
  knownAt: usize,
  entriesAt: usize,
  treesAt: usize,
  nextAt: usize,
  packsAt: usize,
  allPacks: i32,
  room: u32,
): void {
  folderKeys = folderKeysAt;
  folders = foldersAt;
  inherited = inheritedAt;
  inheritedEnd = inheritedAt + (<usize>inheritedCount << 4);
  inheritedFrom = inheritedFromAt;
  own = ownAt;
  known = knownAt;
  entries = entriesAt;
  trees = treesAt;
  next = nextAt;
  packs = packsAt;
  packCount = allPacks;
  carriedEnd = region + BLOCKS + min(room, <u32>(regionEnd - region - BLOCKS));
  links = 0;
  count = 0;
}

/** Notes for some runs of inherited entries, from the first on, where those of a tree begin. */
export function noteInherited(from: u32, to: u32): void {
  for (let n = from; n < to; n++) {
    const run = inherited + (<usize>n << 4);
    const tree = load<i32>(run);
    if (n == 0 || load<i32>(run - 16) != tree) store<i32>(inheritedFrom + (<usize>tree << 2), <i32>n);
  }
}

let wantedKeys: usize = 0;
let wantedValues: usize = 0;
let wantedMask: u32 = 0;

/** To be called before the holders of other objects are looked for: a map of their keys. */
export function beginLevel(keys: usize, values: usize, mask: u32): void {
  wantedKeys = keys;
  wantedValues = values;
  wantedMask = mask;
  count = 0;
}

/** Gathers the wanted ones of some entries, from the last on. Returns how many were gathered in all. */
export function gatherHolders(from: i32, to: i32): i32 {
  for (let n = to - 1; n >= from; n--) {
    const child = find(load<f64>(folderKeys + (<usize>n << 3)));
    if (child == NONE) continue;
    const folder = folders + <usize>n * 12;
    const tree = load<i32>(folder);
    const entry = entries + <usize>count * CARRIED_BYTES;
    store<i32>(entry, load<i32>(folder, 4));
    store<i32>(entry, child, 4);
    store<i32>(entry, load<i32>(folder, 8), 8);
    const first = own + (<usize>tree << 2);
    store<i32>(next + (<usize>count << 2), load<i32>(first));
    store<i32>(first, count);
    store<i32>(trees + (<usize>count << 2), tree);
    count++;
  }
  return count;
}

function find(key: f64): i32 {
  for (let slot = <u32>(<u64>key) & wantedMask; ; slot = (slot + 1) & wantedMask) {
    const held = load<f64>(wantedKeys + (<usize>slot << 3));
    if (held == key) return load<i32>(wantedValues + (<usize>slot << 2));
    if (held < 0) return NONE;
  }
  return NONE;
}

/** Tells of the trees of some gathered entries, from the last on, and of all below them. False when there is no room. */
export function followHolders(from: i32, to: i32): bool {
  for (let n = to - 1; n >= from; n--) {
    const tree = load<i32>(trees + (<usize>n << 2));
    if (load<i32>(own + (<usize>tree << 2)) != NONE && !follow(tree)) return false;
  }
  return true;
}

/** Hands over the links that were not yet. */
export function endLevel(): void {
  takeLinks(links);
  links = 0;
}

function follow(top: i32): bool {
  const carried = region + BLOCKS;
  end = carried;
  if (!addOwn(top, i32.MAX_VALUE)) return false;
  tell(top, carried, end);
  let pack = packs + <usize>(packCount - 1) * PACK_BYTES;
  // Loose ones have nothing below them.
  if (top >= load<i32>(pack, PACK_BYTES)) return true;
  while (load<i32>(pack) > top) pack -= PACK_BYTES;
  const first = load<i32>(pack);
  const firstChild: usize = load<u32>(pack, 4);
  const nextSibling: usize = load<u32>(pack, 8);
  const way = region + FRAMES;
  const lastStep = way + <usize>MOST_FRAMES * FRAME_BYTES - STEP_BYTES;
  let step = way;
  store<i32>(step, load<i32>(firstChild + (<usize>(top - first) << 2)), 4);
  store<u32>(step, <u32>carried, 8);
  store<u32>(step, <u32>end, 12);
  for (;;) {
    const child = load<i32>(step, 4);
    if (child < 0) {
      end = load<u32>(step, 8);
      if (step == way) return true;
      step -= STEP_BYTES;
      continue;
    }
    store<i32>(step, load<i32>(nextSibling + (<usize>child << 2)), 4);
    const from: usize = load<u32>(step, 12);
    end = from;
    if (!carry(first + child, load<u32>(step, 8), from)) return false;
    if (end == from) continue;
    tell(first + child, from, end);
    const below = load<i32>(firstChild + (<usize>child << 2));
    if (below < 0) continue;
    if (step == lastStep) return false;
    step += STEP_BYTES;
    store<i32>(step, below, 4);
    store<u32>(step, <u32>from, 8);
    store<u32>(step, <u32>end, 12);
  }
  return true;
}

/** Adds what a tree has of the entries of its base, which are carried between `from` and `to`, and its own. */
function carry(tree: i32, from: usize, to: usize): bool {
  const hasOwn = load<i32>(own + (<usize>tree << 2)) != NONE;
  const firstRun = load<i32>(inheritedFrom + (<usize>tree << 2));
  if (firstRun != NONE) {
    for (let run = inherited + (<usize>firstRun << 4); run < inheritedEnd && load<i32>(run) == tree; run += 16) {
      const at = load<i32>(run, 4);
      const baseAt = load<i32>(run, 8);
      const baseEnd = baseAt + load<i32>(run, 12);
      let each = firstCarried(baseAt, from, to);
      if (each == to || load<i32>(each) >= baseEnd) continue;
      if (hasOwn && !addOwn(tree, at)) return false;
      if (end + (to - each) > carriedEnd) return false;
      let made = end;
      for (; each < to && load<i32>(each) < baseEnd; each += CARRIED_BYTES, made += CARRIED_BYTES) {
        store<i32>(made, load<i32>(each) - baseAt + at);
        store<u64>(made, load<u64>(each, 4), 4);
      }
      end = made;
    }
  }
  return !hasOwn || addOwn(tree, i32.MAX_VALUE);
}

/** The first of the entries carried between `from` and `to` that begins at `at` or behind it. */
function firstCarried(at: i32, from: usize, to: usize): usize {
  let low: usize = 0;
  let high = (to - from) / CARRIED_BYTES;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(from + middle * CARRIED_BYTES) < at) low = middle + 1;
    else high = middle;
  }
  return from + low * CARRIED_BYTES;
}

/** Adds own entries of a tree that begin before `before`, and forgets that they are there. False when there is no room. */
function addOwn(tree: i32, before: i32): bool {
  const first = own + (<usize>tree << 2);
  let entry = load<i32>(first);
  while (entry != NONE) {
    const from = entries + <usize>entry * CARRIED_BYTES;
    if (load<i32>(from) >= before) break;
    if (end + CARRIED_BYTES > carriedEnd) return false;
    store<u64>(end, load<u64>(from));
    store<i32>(end, load<i32>(from, 8), 8);
    end += CARRIED_BYTES;
    entry = load<i32>(next + (<usize>entry << 2));
  }
  store<i32>(first, entry);
  return true;
}

/** Links a tree with the entries that are carried between `from` and `to`. */
function tell(tree: i32, from: usize, to: usize): void {
  const place = known + (<usize>tree << 2);
  let holder = load<i32>(place);
  if (holder < 0) {
    holder = holderOf(tree);
    store<i32>(place, holder);
  }
  for (let each = from; each < to; each += CARRIED_BYTES) {
    if (links == LIST_BYTES / <u32>LINK_BYTES) endLevel();
    const record = region + LINKS + <usize>links * LINK_BYTES;
    store<i32>(record, load<i32>(each, 4));
    store<i32>(record, holder, 4);
    store<i32>(record, load<i32>(each, 8), 8);
    links++;
  }
}
