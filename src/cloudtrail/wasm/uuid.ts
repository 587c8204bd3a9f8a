// Event IDs as numbers. `../uuid.ts` says which texts are UUIDs and what their words are.

/** The text, quotes included, has this length. */
const TOKEN: u32 = 38;

/** Whether all 16 bytes are digits in lower case. */
// @ts-ignore: decorator
@inline
function areDigits(text: v128): bool {
  const isDecimal = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x30)), i8x16.splat(10));
  const isLetter = i8x16.lt_u(i8x16.sub(text, i8x16.splat(0x61)), i8x16.splat(6));
  return i8x16.all_true(v128.or(isDecimal, isLetter));
}

/** Value of each of 16 digits. */
// @ts-ignore: decorator
@inline
function values(text: v128): v128 {
  const isDecimal = i8x16.lt_u(text, i8x16.splat(0x61));
  return i8x16.sub(text, v128.bitselect(i8x16.splat(0x30), i8x16.splat(0x57), isDecimal));
}

/** Bytes of pairs of digits, in the low halves of 16-bit lanes. */
// @ts-ignore: decorator
@inline
function pairs(digits: v128): v128 {
  return v128.and(v128.or(i16x8.shl(digits, 4), i16x8.shr_u(digits, 8)), i16x8.splat(0xff));
}

/** Writes the UUID that stands, in quotes, from `start` to `end` to `words`; false for anything else. */
export function readUuid(start: usize, end: usize, words: usize): bool {
  if (start == 0 || <u32>(end - start) != TOKEN || load<u8>(start) != 0x22) return false;
  const p = start + 1;
  if (load<u8>(p, 8) != 0x2d || load<u8>(p, 13) != 0x2d || load<u8>(p, 18) != 0x2d || load<u8>(p, 23) != 0x2d) return false;
  const a = v128.load(p);
  const b = v128.load(p, 16);
  const c = v128.load(p, 20);
  // Without the dashes, which stand at 8, 13, 18 and 23.
  const first = i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17);
  const second = i8x16.shuffle(b, c, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 28, 29, 30, 31);
  if (!areDigits(first) || !areDigits(second)) return false;
  const bytes = i8x16.narrow_i16x8_u(pairs(values(first)), pairs(values(second)));
  // The first digits of a word are its highest.
  v128.store(words, i8x16.shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
  return true;
}

/** Orders two UUIDs as their texts: negative, zero or positive. */
export function compareUuids(a: usize, b: usize): i32 {
  for (let at: usize = 0; at < 16; at += 4) {
    const x = load<u32>(a + at);
    const y = load<u32>(b + at);
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}
