// The pack at hand: what is known of its objects, in memory that all threads share, and its bytes, as a whole or window
// by window.
import {
  HELD,
  PIECE,
  PIECE_SIZE,
  region,
  WINDOW,
  WINDOW_BITS,
  WINDOW_COUNT,
  WINDOWS,
} from './layout';

// Arrays by node; see `../delta-forest.ts`.
let offsets: usize = 0;
let headers: usize = 0;
let sizes: usize = 0;
let kinds: usize = 0;
let children: usize = 0;
let siblings: usize = 0;
/** The whole pack, 0 when it is not held. */
let whole: usize = 0;

/** Reads `length` bytes of the pack from `offset` to an address of the shared memory. Returns how many there were. */
// @ts-ignore: decorator
@external('host', 'read')
declare function read(offset: f64, length: u32, to: usize): u32;

export const NO_NODE: i32 = -1;

export function usePack(
  offsetsAt: usize,
  headersAt: usize,
  sizesAt: usize,
  kindsAt: usize,
  childrenAt: usize,
  siblingsAt: usize,
  wholeAt: usize,
): void {
  offsets = offsetsAt;
  headers = headersAt;
  sizes = sizesAt;
  kinds = kindsAt;
  children = childrenAt;
  siblings = siblingsAt;
  whole = wholeAt;
  for (let slot: u32 = 0; slot < WINDOW_COUNT; slot++) store<f64>(region + HELD + (<usize>slot << 3), -1);
}

/** Size of the inflated data: of the object, or of the delta. */
// @ts-ignore: decorator
@inline
export function sizeOf(node: i32): f64 {
  return load<f64>(sizes + (<usize>node << 3));
}

// @ts-ignore: decorator
@inline
export function kindOf(node: i32): u32 {
  return load<u8>(kinds + node);
}

// @ts-ignore: decorator
@inline
export function firstChild(node: i32): i32 {
  return load<i32>(children + (<usize>node << 2));
}

// @ts-ignore: decorator
@inline
export function nextSibling(node: i32): i32 {
  return load<i32>(siblings + (<usize>node << 2));
}

/** Where the bytes that were found last end. */
export let storedEnd: usize = 0;

/** Where the compressed data of a node begins, up to `storedEnd`; 0 when there is no room for it. */
export function find(node: i32): usize {
  const entry = offsets + (<usize>node << 3);
  const offset = load<f64>(entry) + <f64>load<u8>(headers + node);
  const length = load<f64>(entry, 8) - offset;
  return length >= 0 && length <= <f64>PIECE_SIZE ? locate(offset, <u32>length) : 0;
}

/** Where the bytes of the pack from `offset` are, up to `storedEnd`, until the next call. */
export function locate(offset: f64, size: u32): usize {
  if (whole != 0) {
    storedEnd = whole + <usize>offset + size;
    return whole + <usize>offset;
  }
  const number = <u64>offset >> WINDOW_BITS;
  const start = <u32>(<u64>offset) & (WINDOW - 1);
  let at = region + PIECE;
  let held = size;
  if (start + size <= WINDOW) {
    const slot = <u32>number & (WINDOW_COUNT - 1);
    const isHeld = region + HELD + (<usize>slot << 3);
    at = region + WINDOWS + (<usize>slot << WINDOW_BITS) + start;
    if (load<f64>(isHeld) != <f64>number) {
      // A window that is cut short by the end of the pack is as good: no object ends behind it.
      read(<f64>(number << WINDOW_BITS), WINDOW, at - start);
      store<f64>(isHeld, <f64>number);
    }
  } else held = read(offset, size, at);
  storedEnd = at + held;
  return at;
}
