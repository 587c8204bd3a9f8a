// Says of bytes that no candidate is among them, sixteen at a time: what the matcher (`../../matcher.ts`) would not find
// anything in, most objects by far, need not be handed to it. Whatever is not clear counts as one that it has to see.

const ID_LENGTH: usize = 20;
/** The shortest run of characters of values that holds anything but an ID. */
const SHORTEST_RUN: usize = 27;
/** Lengths of runs that may be a value: a secret, a password, a secret in base64 with and without a line end. */
const SECRET: usize = 40;
const PASSWORD: usize = 44;
const ENCODED: usize = 54;
const ENCODED_LINE: usize = 55;
/** The least of a Bedrock key. */
const BEDROCK: usize = 113;
/** `ABSK` and `YmVk`, what Bedrock keys begin with. */
const ABSK: u32 = 0x4b534241;
const YMVK: u32 = 0x6b566d59;

/**
 * Whether the matcher has to look at the bytes from `from` to `to`, a part of the object from `start` to `end`. Up to 15
 * bytes behind are read.
 */
export function isWorthALook(from: usize, to: usize, start: usize, end: usize): bool {
  let p = from;
  while (p < to) {
    const bytes = v128.load(p);
    const left = to - p;
    const inside: u32 = left >= 16 ? 0xffff : (1 << <u32>left) - 1;
    const zeros = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0)));
    // Twenty characters of two bytes each fill a whole block with a zero at every second place.
    if (left >= 16 && (zeros == 0x5555 || zeros == 0xaaaa)) return true;
    const values = <u32>i8x16.bitmask(valuesIn(bytes)) & inside;
    // A run of twenty fills one half of a block at least, wherever it begins.
    if ((values & 0xff) != 0xff && values >> 8 != 0xff) {
      p += 16;
      continue;
    }
    const middle = (values & 0xff) == 0xff ? p : p + 8;
    const first = runStart(middle, from);
    const last = runEnd(middle, to);
    if (last - first >= ID_LENGTH && holdsId(first, last)) return true;
    if (last - first >= SHORTEST_RUN && mayHoldValue(first, last, from, to, start, end)) return true;
    // What begins in the other half of the block, or behind the run, comes next.
    p = max(last, p + 8);
  }
  return false;
}

// @ts-ignore: decorator
@inline
function between(bytes: v128, first: i8, count: i8): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(first)), i8x16.splat(count));
}

/** Characters of values, and what escapes of such begin with: letters, digits, `/`, `+`, `%` and backslash. */
// @ts-ignore: decorator
@inline
function valuesIn(bytes: v128): v128 {
  const letters = between(v128.or(bytes, i8x16.splat(0x20)), 0x61, 26);
  const digits = between(bytes, 0x2f, 11);
  const plus = i8x16.eq(bytes, i8x16.splat(0x2b));
  const escapes = v128.or(i8x16.eq(bytes, i8x16.splat(0x25)), i8x16.eq(bytes, i8x16.splat(0x5c)));
  return v128.or(v128.or(letters, digits), v128.or(plus, escapes));
}

// @ts-ignore: decorator
@inline
function isValue(byte: u32): bool {
  return (byte | 0x20) - 0x61 < 26 || byte - 0x2f < 11 || byte == 0x2b || byte == 0x25 || byte == 0x5c;
}

/** Characters of IDs: A to Z, 2 to 7. */
// @ts-ignore: decorator
@inline
function isId(byte: u32): bool {
  return byte - 0x41 < 26 || byte - 0x32 < 6;
}

/** Where the run of characters of values begins that `p` is in, and where it ends. */
function runStart(p: usize, from: usize): usize {
  while (p > from && isValue(load<u8>(p - 1))) p--;
  return p;
}

function runEnd(p: usize, to: usize): usize {
  for (; p < to; p += 16) {
    const mask = <u32>i8x16.bitmask(valuesIn(v128.load(p)));
    if (mask != 0xffff) return min(to, p + ctz(~mask));
  }
  return to;
}

/** Whether the end of a run of characters of IDs, all of which lie within runs of those of values, may be an ID. */
function holdsId(first: usize, last: usize): bool {
  let start = first;
  for (let far = start + ID_LENGTH - 1; far < last; far = start + ID_LENGTH - 1) {
    let at = far;
    while (at >= start && isId(load<u8>(at))) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = far + 1;
    while (end < last && isId(load<u8>(end))) end++;
    if (load<u8>(end - ID_LENGTH) == 0x41 && load<u8>(end - ID_LENGTH, 3) == 0x41) return true;
    start = end + 1;
  }
  return false;
}

/** Whether there are letters of both cases, and more than the digits of hexadecimal numbers, such as names of objects. */
function isMixed(first: usize, last: usize): bool {
  let hasUpper = false;
  let hasLower = false;
  let hasOther = false;
  for (let p = first; p < last; p++) {
    const byte: u32 = load<u8>(p);
    const isUpper = byte - 0x41 < 26;
    const isLower = byte - 0x61 < 26;
    hasUpper = hasUpper || isUpper;
    hasLower = hasLower || isLower;
    hasOther = hasOther || !((byte | 0x20) - 0x61 < 6 || byte - 0x30 < 10);
  }
  return hasUpper && hasLower && hasOther;
}

/** Whether a run, which is cut off at `from` and `to`, may hold a value, or an ID in base64. */
function mayHoldValue(first: usize, last: usize, from: usize, to: usize, start: usize, end: usize): bool {
  if ((first == from && from > start) || (last == to && to < end)) return true;
  const length = last - first;
  if (length == PASSWORD || length == ENCODED || length == ENCODED_LINE) return true;
  if (length == SECRET && isMixed(first, last)) return true;
  const head = load<u32>(first);
  if (head == YMVK || (head == ABSK && length >= BEDROCK)) return true;
  for (let p = first; p < last; p++) {
    const byte = load<u8>(p);
    if (byte == 0x25 || byte == 0x5c) return true;
    // Two of the first characters of an encoded `AKIA`, `ASIA`, `ABIA` or `ACCA`, by where it begins.
    const next = load<u8>(p, 1);
    if (byte == 0x51 && (next == 0x55 || next == 0x56)) return true;
    if (byte == 0x46 && (next == 0x4c || next == 0x54 || next == 0x43 || next == 0x44)) return true;
    if (byte == 0x42 && (next == 0x53 || next == 0x55 || next == 0x51)) return true;
  }
  return false;
}
