// Memory for objects: blocks whose sizes are powers of two, which are used again. All are free when a walk ends.
import { BLOCKS, FREE, region, regionEnd } from './layout';

const SMALLEST_BITS: u32 = 8;
const CLASSES: usize = 32;
/** Bytes behind an object that may be written. */
export const SLACK: u32 = 32;

let next: usize = 0;

export function freeAll(): void {
  next = region + BLOCKS;
  memory.fill(region + FREE, 0, CLASSES << 2);
}

/** A block for so many bytes, 0 when there is no room. */
export function take(size: u32): usize {
  const bits = classOf(size);
  const head = region + FREE + (<usize>bits << 2);
  const block: usize = load<u32>(head);
  if (block != 0) {
    store<u32>(head, load<u32>(block));
    return block;
  }
  const made = next;
  if (made + (<usize>1 << bits) > regionEnd) return 0;
  next += <usize>1 << bits;
  return made;
}

/** @param size what `take` was asked for. */
export function give(block: usize, size: u32): void {
  const head = region + FREE + (<usize>classOf(size) << 2);
  store<u32>(block, load<u32>(head));
  store<u32>(head, <u32>block);
}

// @ts-ignore: decorator
@inline
function classOf(size: u32): u32 {
  return max(SMALLEST_BITS, 32 - clz(size + SLACK - 1));
}
