// The CRC-32 of gzip. Tables, as zlib has them, take a third of the time that inflating takes. Here bytes are folded: some
// multiple of CRC's polynomial has four terms only, each a whole number of bytes from the others, so a byte can be added
// to three later ones in its stead, sixteen at a time. What is left in the end are as many bytes as the terms span, for
// which tables do.
import { FOLDED, FOLDED_BLOCK, FOLDED_HISTORY, LEFT_OVER, SUM_TABLES } from './layout';

/** x^(8 * SPAN) = x^(8 * (SPAN - NEAR)) + x^(8 * (SPAN - FAR)) + 1, modulo the polynomial. */
const NEAR: usize = 1927;
const FAR: usize = 2181;
const SPAN: usize = 4018;
/** x^(-8 * SPAN), the first bit standing for x^0. */
const BACK: u32 = 0xd8f7c9bd;

const POLYNOMIAL: u32 = 0xedb88320;
const TABLE: usize = 1024;

/** Where the next byte goes, behind those of which as many as the terms span are kept. */
let next: usize = 0;

/** Starts a new sum. */
export function beginSum(): void {
  if (load<u32>(SUM_TABLES, 4) == 0) makeTables();
  memory.fill(FOLDED, 0, FOLDED_HISTORY);
  next = FOLDED + FOLDED_HISTORY;
  // A sum starts with all ones, which are added to the first four bytes.
  store<u32>(next - SPAN, 0xffffffff);
}

/** Takes in the bytes from `p` to `end`. */
export function addToSum(p: usize, end: usize): void {
  const full = FOLDED + FOLDED_HISTORY + FOLDED_BLOCK;
  while (p < end) {
    const stop = p + min(end - p, full - next);
    let q = next;
    for (; p + 64 <= stop; p += 64, q += 64) {
      fold(p, q);
      fold(p + 16, q + 16);
      fold(p + 32, q + 32);
      fold(p + 48, q + 48);
    }
    for (; p < stop; p++, q++)
      store<u8>(q, load<u8>(p) ^ load<u8>(q - NEAR) ^ load<u8>(q - FAR) ^ load<u8>(q - SPAN));
    next = q;
    if (next < full) continue;
    memory.copy(FOLDED, full - FOLDED_HISTORY, FOLDED_HISTORY);
    next = FOLDED + FOLDED_HISTORY;
  }
}

// @ts-ignore: decorator
@inline
function fold(p: usize, q: usize): void {
  const first = q - SPAN;
  const near = v128.xor(v128.load(p), v128.load(first, SPAN - NEAR));
  const far = v128.xor(v128.load(first, SPAN - FAR), v128.load(first));
  v128.store(first, v128.xor(near, far), SPAN);
}

/** The sum of all bytes since `beginSum`. */
export function sum(): u32 {
  // What the last bytes come to further on, as far as the terms span.
  memory.copy(LEFT_OVER, next - SPAN, SPAN);
  addTo(LEFT_OVER, next - FAR, FAR);
  addTo(LEFT_OVER, next - NEAR, NEAR);
  return ~times(sumByTables(LEFT_OVER, LEFT_OVER + SPAN), BACK);
}

function addTo(to: usize, from: usize, length: usize): void {
  let n: usize = 0;
  for (; n + 16 <= length; n += 16) v128.store(to + n, v128.xor(v128.load(to + n), v128.load(from + n)));
  for (; n < length; n++) store<u8>(to + n, load<u8>(to + n) ^ load<u8>(from + n));
}

/** Eight bytes at a time; starts with zeros. */
function sumByTables(p: usize, end: usize): u32 {
  let value: u32 = 0;
  for (; p + 8 <= end; p += 8) {
    const low = load<u32>(p) ^ value;
    const high = load<u32>(p, 4);
    value =
      entry(7, low) ^
      entry(6, low >> 8) ^
      entry(5, low >> 16) ^
      entry(4, low >> 24) ^
      entry(3, high) ^
      entry(2, high >> 8) ^
      entry(1, high >> 16) ^
      entry(0, high >> 24);
  }
  for (; p < end; p++) value = (value >> 8) ^ entry(0, value ^ load<u8>(p));
  return value;
}

// @ts-ignore: decorator
@inline
function entry(table: usize, byte: u32): u32 {
  return load<u32>(SUM_TABLES + table * TABLE + (<usize>(byte & 0xff) << 2));
}

/** Table n says what a byte comes to with n zero bytes behind it. */
function makeTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >> 1) ^ ((value & 1) * POLYNOMIAL);
    store<u32>(SUM_TABLES + (<usize>byte << 2), value);
  }
  for (let byte: u32 = 0; byte < 256; byte++) {
    let value = entry(0, byte);
    for (let table: usize = 1; table < 8; table++) {
      value = (value >> 8) ^ entry(0, value);
      store<u32>(SUM_TABLES + table * TABLE + (<usize>byte << 2), value);
    }
  }
}

/** The product of two polynomials modulo that of CRC. */
function times(a: u32, b: u32): u32 {
  let product: u32 = 0;
  for (; a != 0; a <<= 1) {
    if (a >> 31) product ^= b;
    b = (b >> 1) ^ ((b & 1) * POLYNOMIAL);
  }
  return product;
}
