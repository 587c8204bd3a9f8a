// Walking over JSON text: white space, strings, nested values. Positions are absolute; 0 means "ends beyond the
// bytes at hand", and a syntax error sets `failedAt`.

/** Position of the last syntax error, or 0. */
export let failedAt: usize = 0;
export function clearFailure(): void {
  failedAt = 0;
}
export function markBroken(at: usize): void {
  failedAt = at;
}
export function fail(at: usize): usize {
  failedAt = at;
  return 0;
}

/** Whether the string that `stringEnd` passed last holds a backslash. */
export let sawEscape: bool = false;

// @ts-ignore: decorator
@inline
export function skipSpace(p: usize, end: usize): usize {
  while (p < end && isSpace(load<u8>(p))) p++;
  return p;
}

// @ts-ignore: decorator
@inline
function isSpace(c: u8): bool {
  return c <= 0x20 && (c == 0x20 || c == 0x0a || c == 0x0d || c == 0x09);
}

/** From behind an opening quote to its closing quote. */
export function stringEnd(p: usize, end: usize): usize {
  const quote = i8x16.splat(0x22);
  const slash = i8x16.splat(0x5c);
  const space = i8x16.splat(0x20);
  sawEscape = false;
  while (p < end) {
    const block = v128.load(p);
    const stops = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(block, quote), i8x16.eq(block, slash)), i8x16.lt_u(block, space)),
    );
    if (stops == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(stops);
    if (p >= end) return 0;
    const c = load<u8>(p);
    if (c == 0x22) return p;
    if (c != 0x5c) return fail(p);
    sawEscape = true;
    p += 2;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function mask64(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    (<u64>(<u32>i8x16.bitmask(b)) << 16) |
    (<u64>(<u32>i8x16.bitmask(c)) << 32) |
    (<u64>(<u32>i8x16.bitmask(d)) << 48)
  );
}

// @ts-ignore: decorator
@inline
function equal64(a: v128, b: v128, c: v128, d: v128, value: v128): u64 {
  return mask64(i8x16.eq(a, value), i8x16.eq(b, value), i8x16.eq(c, value), i8x16.eq(d, value));
}

// @ts-ignore: decorator
@inline
function anyEqual(a: v128, b: v128, c: v128, d: v128, value: v128): bool {
  return v128.any_true(
    v128.or(v128.or(i8x16.eq(a, value), i8x16.eq(b, value)), v128.or(i8x16.eq(c, value), i8x16.eq(d, value))),
  );
}

// @ts-ignore: decorator
@inline
function anyBelow(a: v128, b: v128, c: v128, d: v128, value: v128): bool {
  return v128.any_true(
    i8x16.lt_u(i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d)), value),
  );
}

// @ts-ignore: decorator
@inline
function below64(a: v128, b: v128, c: v128, d: v128, value: v128): u64 {
  return mask64(i8x16.lt_u(a, value), i8x16.lt_u(b, value), i8x16.lt_u(c, value), i8x16.lt_u(d, value));
}

/**
 * From an opening bracket or brace to behind its partner, 64 bytes a step: the places of quotes, backslashes and
 * brackets become bit masks, and a running exclusive-or over the quotes says what lies inside strings.
 */
export function nestedEnd(start: usize, end: usize): usize {
  const quote = i8x16.splat(0x22);
  const slash = i8x16.splat(0x5c);
  const space = i8x16.splat(0x20);
  const openMark = i8x16.splat(0x7b);
  const closeMark = i8x16.splat(0x7d);
  let inside: u64 = 0;
  let escapedNext: u64 = 0;
  let depth: i32 = 0;
  for (let p = start; p < end; p += 64) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    let quotes = equal64(a, b, c, d, quote);
    if (escapedNext != 0 || anyEqual(a, b, c, d, slash)) {
      let slashes = equal64(a, b, c, d, slash);
      let escaped: u64 = escapedNext;
      slashes &= ~escapedNext;
      escapedNext = 0;
      while (slashes != 0) {
        const at = ctz(slashes);
        slashes &= slashes - 1;
        if (at == 63) {
          escapedNext = 1;
        } else {
          const next = (<u64>2) << at;
          escaped |= next;
          slashes &= ~next;
        }
      }
      quotes &= ~escaped;
    }
    let text = quotes ^ (quotes << 1);
    text ^= text << 2;
    text ^= text << 4;
    text ^= text << 8;
    text ^= text << 16;
    text ^= text << 32;
    text ^= inside;
    inside = <u64>(<i64>text >> 63);
    const controls = anyBelow(a, b, c, d, space) ? below64(a, b, c, d, space) & text : 0;
    if (controls != 0) {
      const at = p + <usize>ctz(controls);
      // Bytes beyond the end are not text.
      if (at < end && closesBefore(p, at, depth, text) == 0) return fail(at);
    }
    const a2 = v128.or(a, space);
    const b2 = v128.or(b, space);
    const c2 = v128.or(c, space);
    const d2 = v128.or(d, space);
    let closes = equal64(a2, b2, c2, d2, closeMark) & ~text;
    const opens = equal64(a2, b2, c2, d2, openMark) & ~text;
    const depthBehind = depth + <i32>popcnt(opens) - <i32>popcnt(closes);
    if (depth > <i32>popcnt(closes)) {
      depth = depthBehind;
      continue;
    }
    while (closes != 0) {
      const at = <usize>ctz(closes);
      depth--;
      if (depth + <i32>popcnt(opens & (((<u64>1) << at) - 1)) == 0) {
        const behind = p + at + 1;
        if (behind > end) return 0;
        // A brace closed by a bracket: something is missing inside, and records behind it have been swallowed.
        return load<u8>(behind - 1) == load<u8>(start) + 2 ? behind : fail(behind - 1);
      }
      closes &= closes - 1;
    }
    depth = depthBehind;
  }
  return 0;
}

/** Whether the value that is open at `depth` closes in the block at `p` before position `at` (then `at` is not its business). */
function closesBefore(p: usize, at: usize, depth: i32, text: u64): usize {
  for (let q = p; q < at; q++) {
    if ((text >> (q - p)) & 1) continue;
    const c = load<u8>(q) | 0x20;
    if (c == 0x7b) depth++;
    else if (c == 0x7d && --depth == 0) return q + 1;
  }
  return 0;
}

// The bytes of `null` and `true`.
const NULL: u32 = 0x6c6c756e;
const TRUE: u32 = 0x65757274;

/** From the start of a number, `true`, `false` or `null` to behind it. */
export function literalEnd(start: usize, end: usize): usize {
  const word = load<u32>(start);
  const next = load<u8>(start, 4);
  if ((word == NULL || word == TRUE) && (next == 0x2c || next == 0x7d)) return start + 4 < end ? start + 4 : 0;
  const first = load<u8>(start);
  if (!((first >= 0x30 && first <= 0x39) || first == 0x2d || first == 0x74 || first == 0x66 || first == 0x6e)) {
    return fail(start);
  }
  let p = start + 1;
  while (p < end) {
    const c = load<u8>(p);
    const plain = (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x7a) || c == 0x2e || c == 0x2b || c == 0x2d || c == 0x45;
    if (!plain) return p;
    p++;
  }
  return 0;
}

/** From the first byte of any value to behind it. */
export function valueEnd(p: usize, end: usize): usize {
  const c = load<u8>(p);
  if (c == 0x22) {
    const close = stringEnd(p + 1, end);
    return close == 0 ? 0 : close + 1;
  }
  if (c == 0x7b || c == 0x5b) {
    // `{}` and `[]` are frequent, and not worth a block.
    if (load<u8>(p, 1) == c + 2 && p + 2 <= end) return p + 2;
    return nestedEnd(p, end);
  }
  return literalEnd(p, end);
}
