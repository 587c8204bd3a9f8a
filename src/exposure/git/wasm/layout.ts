// Where things lie in the memory of one thread, in bytes from the start of its region. All threads share one memory: no
// address is fixed, and nothing that is written may be in a data segment.

/** Start of this thread's region, and where it ends. */
export let region: usize = 0;
export let regionEnd: usize = 0;

/** Bytes of a region, of which those that are not needed are never touched. */
export const REGION_SIZE: u32 = 0x2000000;

export function setRegion(start: usize): void {
  region = start;
  regionEnd = start + REGION_SIZE;
}

/** Tables for the fixed codes of deflate, and for those of the block at hand. */
export const FIXED_LENGTHS: usize = 0;
export const FIXED_DISTANCES: usize = 0x800;
export const OWN_LENGTHS: usize = 0x1000;
export const OWN_DISTANCES: usize = 0x4000;
export const CODE_LENGTHS: usize = 0x6000;
/** Lengths of the codes of a block (those of distances further on), how many codes have each length, and symbols in the order of their codes. */
export const LENGTHS: usize = 0x6200;
export const COUNTS: usize = 0x6400;
export const SORTED: usize = 0x6480;
/** Symbols that have a code. */
export const USED: usize = 0x6700;

/** For each class of blocks the first that is free. */
export const FREE: usize = 0x7000;

/** Frames of the way down a tree of deltas. */
export const FRAMES: usize = 0x8000;
export const FRAME_BYTES: usize = 32;
export const MOST_FRAMES: u32 = 4096;

/** Copied parts of an object: three 64-bit floats each. */
export const PARTS: usize = FRAMES + <usize>MOST_FRAMES * FRAME_BYTES;
export const MOST_PARTS: u32 = 0x8000;

/** Names of entries of trees seen lately: their numbers, lengths and bytes. */
export const NAMES: usize = PARTS + <usize>MOST_PARTS * 24;
export const NAME_COUNT: u32 = 4096;
export const NAME_BYTES: usize = 64;

/** Of the tree at hand: where its entries begin, and those that are wanted (three numbers each). */
export const STARTS: usize = NAMES + <usize>NAME_COUNT * NAME_BYTES;
export const MOST_STARTS: u32 = 0x10000;
export const WANTED: usize = STARTS + ((<usize>MOST_STARTS) << 2);
export const MOST_WANTED: u32 = 0x4000;

/** What is told of trees; see `trees.ts`. */
export const LINKS: usize = WANTED + <usize>MOST_WANTED * 12;
export const LINK_BYTES: usize = 12;
export const FOLDERS: usize = LINKS + 0x80000;
export const FOLDER_BYTES: usize = 12;
export const FOLDER_KEYS: usize = FOLDERS + 0x80000;
export const INHERITED: usize = FOLDER_KEYS + 0x80000;
export const INHERITED_BYTES: usize = 16;
/** What is told of commits; see `commits.ts`. */
export const COMMITS: usize = INHERITED + 0x80000;
export const COMMIT_TREES: usize = COMMITS + 0x80000;
export const COMMIT_TIMES: usize = COMMIT_TREES + 0x80000;
export const PARENT_COUNTS: usize = COMMIT_TIMES + 0x80000;
export const PARENTS: usize = PARENT_COUNTS + 0x80000;
/** Of each of these lists. */
export const LIST_BYTES: u32 = 0x80000;

/** Which windows of a pack are held, as 64-bit floats, and the windows. */
export const HELD: usize = PARENTS + 0x80000;
export const WINDOW_COUNT: u32 = 128;
export const WINDOW_BITS: u32 = 16;
export const WINDOW: u32 = 1 << WINDOW_BITS;
export const WINDOWS: usize = HELD + <usize>WINDOW_COUNT * 8;

/** Compressed data that no window holds alone. */
export const PIECE: usize = WINDOWS + <usize>WINDOW_COUNT * WINDOW;
export const PIECE_SIZE: u32 = 0x100000;

/** A delta, and bytes that are looked at in place of the whole object. */
export const DELTA: usize = PIECE + PIECE_SIZE + 64;
export const DELTA_SIZE: u32 = 0x100000;
export const PIECES: usize = DELTA + DELTA_SIZE + 64;
export const PIECES_SIZE: u32 = 0x100000;

/** Counts of the lower and the upper digits of offsets, before there are any objects. */
export const LOWER: usize = PIECES;
export const UPPER: usize = LOWER + 0x40000;

/** Blocks for objects: the rest. */
export const BLOCKS: usize = PIECES + PIECES_SIZE + 0x1000;
