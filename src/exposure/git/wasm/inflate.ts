// Inflates zlib data of known size. Whatever is odd about it is refused, so that zlib has the last word on what is
// damaged: what is accepted here, zlib accepts, too. Most objects of a repository are tiny, so that the start counts.
// RFC 1950, RFC 1951.
import {
  CODE_LENGTHS,
  COUNTS,
  FIXED_DISTANCES,
  FIXED_LENGTHS,
  LENGTHS,
  OWN_DISTANCES,
  OWN_LENGTHS,
  region,
  SORTED,
  USED,
} from './layout';

/** Bits by which the tables are looked up at first; longer codes go on in a second table behind. */
const LENGTH_BITS: u32 = 9;
const DISTANCE_BITS: u32 = 7;
const FIXED_DISTANCE_BITS: u32 = 5;
const CODE_BITS: u32 = 7;
const LONGEST: u32 = 15;

// An entry of a table: bits of the code, then extra bits, then the value; or a literal, the end of a block, the way to a
// second table (its bits where extra bits are, its place in entries as the value), or a code that has no meaning (0).
const LITERAL: u32 = 0x80000000;
const END: u32 = 0x40000000;
const FURTHER: u32 = 0x20000000;
const VALUE_SHIFT: u32 = 13;
const VALUE_MASK: u32 = 0xffff;
const EXTRA_SHIFT: u32 = 8;
const EXTRA_MASK: u32 = 31;

const KIND_LENGTH: u32 = 0;
const KIND_DISTANCE: u32 = 1;
const KIND_CODE: u32 = 2;

/** To be called first: makes the tables of the fixed codes. */
export function makeFixedTables(): void {
  const lengths = region + LENGTHS;
  memory.fill(lengths, 8, 144);
  memory.fill(lengths + 144, 9, 112);
  memory.fill(lengths + 256, 7, 24);
  memory.fill(lengths + 280, 8, 8);
  makeTable(lengths, 288, region + FIXED_LENGTHS, LENGTH_BITS, KIND_LENGTH);
  memory.fill(lengths, 5, 32);
  makeTable(lengths, 32, region + FIXED_DISTANCES, FIXED_DISTANCE_BITS, KIND_DISTANCE);
}

/** Inflates what lies from `p` to `end` to `to`, with room for 32 bytes behind. Whether it is exactly `size` bytes. */
export function inflate(p: usize, end: usize, to: usize, size: u32): bool {
  if (end < p + 6) return false;
  const first: u32 = load<u8>(p);
  const second: u32 = load<u8>(p, 1);
  const isPlain = (first & 15) == 8 && first >> 4 <= 7 && (second & 32) == 0 && ((first << 8) | second) % 31 == 0;
  if (!isPlain) return false;
  p += 2;
  let out = to;
  const outEnd = to + size;
  let bits: u64 = 0;
  let count: u32 = 0;
  for (let isLast = false; !isLast; ) {
    if (p > end + 8) return false;
    bits |= load<u64>(p) << count;
    p += (63 - count) >> 3;
    count |= 56;
    isLast = (bits & 1) == 1;
    const kind = <u32>(bits >> 1) & 3;
    bits >>= 3;
    count -= 3;
    let lengths = region + FIXED_LENGTHS;
    let distances = region + FIXED_DISTANCES;
    let lengthBits = LENGTH_BITS;
    let distanceBits = FIXED_DISTANCE_BITS;
    if (kind == 0) {
      p -= count >> 3;
      const length: u32 = load<u16>(p);
      if (length != (<u32>load<u16>(p, 2) ^ 0xffff)) return false;
      p += 4;
      if (p + length > end || out + length > outEnd) return false;
      memory.copy(out, p, length);
      out += length;
      p += length;
      bits = 0;
      count = 0;
      continue;
    }
    if (kind == 3) return false;
    if (kind == 2) {
      const lengthCount = (<u32>bits & 31) + 257;
      const distanceCount = (<u32>(bits >> 5) & 31) + 1;
      const codeCount = (<u32>(bits >> 10) & 15) + 4;
      bits >>= 14;
      count -= 14;
      if (lengthCount > 286 || distanceCount > 30) return false;
      const at = region + LENGTHS;
      memory.fill(at, 0, 32);
      for (let n: u32 = 0; n < codeCount; n++) {
        if (count < 3) {
          bits |= load<u64>(p) << count;
          p += (63 - count) >> 3;
          count |= 56;
        }
        store<u8>(at + orderOf(n), <u8>(bits & 7));
        bits >>= 3;
        count -= 3;
      }
      if (!makeTable(at, 19, region + CODE_LENGTHS, CODE_BITS, KIND_CODE)) return false;
      const codeMask = (1 << tableBits) - 1;
      const total = lengthCount + distanceCount;
      for (let n: u32 = 0; n < total; ) {
        if (count < 14) {
          if (p > end + 8) return false;
          bits |= load<u64>(p) << count;
          p += (63 - count) >> 3;
          count |= 56;
        }
        const entry = load<u32>(region + CODE_LENGTHS + ((<usize>bits & codeMask) << 2));
        if (entry == 0) return false;
        bits >>= entry & 255;
        count -= entry & 255;
        const symbol = (entry >> VALUE_SHIFT) & VALUE_MASK;
        if (symbol < 16) {
          store<u8>(at + n++, <u8>symbol);
          continue;
        }
        let repeated: u8 = 0;
        let times: u32;
        if (symbol == 16) {
          if (n == 0) return false;
          repeated = load<u8>(at + n - 1);
          times = 3 + (<u32>bits & 3);
          bits >>= 2;
          count -= 2;
        } else if (symbol == 17) {
          times = 3 + (<u32>bits & 7);
          bits >>= 3;
          count -= 3;
        } else {
          times = 11 + (<u32>bits & 127);
          bits >>= 7;
          count -= 7;
        }
        if (n + times > total) return false;
        memory.fill(at + n, repeated, times);
        n += times;
      }
      if (load<u8>(at + 256) == 0) return false;
      lengths = region + OWN_LENGTHS;
      distances = region + OWN_DISTANCES;
      // Lengths are apart from those of distances, with zeros behind each.
      const distancesAt = at + 320;
      memory.fill(distancesAt, 0, 48);
      memory.copy(distancesAt, at + lengthCount, distanceCount);
      memory.fill(at + lengthCount, 0, 16);
      if (!makeTable(at, lengthCount, lengths, LENGTH_BITS, KIND_LENGTH)) return false;
      lengthBits = tableBits;
      if (!makeTable(distancesAt, distanceCount, distances, DISTANCE_BITS, KIND_DISTANCE)) return false;
      distanceBits = tableBits;
    }
    const lengthMask: usize = (1 << lengthBits) - 1;
    const distanceMask: usize = (1 << distanceBits) - 1;
    for (;;) {
      if (p > end + 8) return false;
      bits |= load<u64>(p) << count;
      p += (63 - count) >> 3;
      count |= 56;
      let entry = load<u32>(lengths + ((<usize>bits & lengthMask) << 2));
      if ((entry & FURTHER) != 0) entry = further(lengths, entry, bits, lengthBits);
      bits >>= entry & 255;
      count -= entry & 255;
      if ((entry & LITERAL) != 0) {
        if (out >= outEnd) return false;
        store<u8>(out++, <u8>(entry >> VALUE_SHIFT));
        // Three literals fit into what was read: no code is longer than 15 bits.
        entry = load<u32>(lengths + ((<usize>bits & lengthMask) << 2));
        if ((entry & LITERAL) != 0) {
          bits >>= entry & 255;
          count -= entry & 255;
          if (out >= outEnd) return false;
          store<u8>(out++, <u8>(entry >> VALUE_SHIFT));
          entry = load<u32>(lengths + ((<usize>bits & lengthMask) << 2));
          if ((entry & LITERAL) != 0) {
            bits >>= entry & 255;
            count -= entry & 255;
            if (out >= outEnd) return false;
            store<u8>(out++, <u8>(entry >> VALUE_SHIFT));
          }
        }
        continue;
      }
      if ((entry & END) != 0) break;
      if (entry == 0) return false;
      let extra = (entry >> EXTRA_SHIFT) & EXTRA_MASK;
      const length = ((entry >> VALUE_SHIFT) & VALUE_MASK) + (<u32>bits & ((1 << extra) - 1));
      bits >>= extra;
      count -= extra;
      // A length takes up to 20 bits and a distance up to 28: both are in what was read.
      let far = load<u32>(distances + ((<usize>bits & distanceMask) << 2));
      if ((far & FURTHER) != 0) far = further(distances, far, bits, distanceBits);
      if (far == 0) return false;
      bits >>= far & 255;
      count -= far & 255;
      extra = (far >> EXTRA_SHIFT) & EXTRA_MASK;
      const distance = ((far >> VALUE_SHIFT) & VALUE_MASK) + (<u32>bits & ((1 << extra) - 1));
      bits >>= extra;
      count -= extra;
      if (distance > <u32>(out - to) || out + length > outEnd) return false;
      copyBack(out, distance, length);
      out += length;
    }
  }
  p -= count >> 3;
  if (out != outEnd || p + 4 != end) return false;
  return bswap<u32>(load<u32>(p)) == sumOf(to, size);
}

// @ts-ignore: decorator
@inline
function further(table: usize, entry: u32, bits: u64, first: u32): u32 {
  const more = (entry >> EXTRA_SHIFT) & EXTRA_MASK;
  const place = ((entry >> VALUE_SHIFT) & VALUE_MASK) + (<u32>(bits >> first) & ((1 << more) - 1));
  return load<u32>(table + (<usize>place << 2));
}

/** Copies what was made `distance` bytes before; up to 15 bytes behind the copy are written, too. */
// @ts-ignore: decorator
@inline
function copyBack(out: usize, distance: u32, length: u32): void {
  let from = out - distance;
  const stop = out + length;
  if (distance >= 16) {
    for (; out < stop; out += 16, from += 16) v128.store(out, v128.load(from));
  } else if (distance >= 8) {
    for (; out < stop; out += 8, from += 8) store<u64>(out, load<u64>(from));
  } else if (distance == 1) {
    const all = i8x16.splat(load<i8>(from));
    for (; out < stop; out += 16) v128.store(out, all);
  } else {
    for (; out < stop; out++, from++) store<u8>(out, load<u8>(from));
  }
}

/** In which order the lengths of the codes for lengths come: 16, 17, 18, 0, then from 8 to both sides. */
// @ts-ignore: decorator
@inline
function orderOf(n: u32): u32 {
  if (n < 3) return 16 + n;
  if (n == 3) return 0;
  return n % 2 == 0 ? 8 + ((n - 4) >> 1) : 7 - ((n - 5) >> 1);
}

/** By how many bits the table made last is looked up: as few as its codes need. */
let tableBits: u32 = 0;

/**
 * Makes the table by which codes of these lengths are read, with zeros up to the next sixteen behind the lengths. False
 * when they are no code that uses up all its bits.
 */
function makeTable(lengths: usize, symbols: u32, table: usize, mostBits: u32, kind: u32): bool {
  const counts = region + COUNTS;
  const used = region + USED;
  memory.fill(counts, 0, 64);
  // Most symbols have no code: those are passed over, sixteen at a time.
  let usedEnd = used;
  let most: u32 = 0;
  for (let n: u32 = 0; n < symbols; n += 16) {
    const some = v128.load(lengths + n);
    for (let mask = <u32>i8x16.bitmask(i8x16.ne(some, i8x16.splat(0))); mask != 0; mask &= mask - 1) {
      const symbol = n + ctz(mask);
      const length: u32 = load<u8>(lengths + symbol);
      if (length > most) most = length;
      addTo(counts, length, 1);
      store<u16>(usedEnd, <u16>symbol);
      usedEnd += 2;
    }
  }
  let left: i32 = 1;
  let place: u32 = 0;
  for (let length: u32 = 1; length <= most; length++) {
    const count: u32 = load<u16>(counts + (length << 1));
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    // Behind the counts: where the symbols of each length begin among the sorted ones.
    store<u16>(counts + 32 + (length << 1), <u16>place);
    place += count;
  }
  const first = max(1, min(most, mostBits));
  tableBits = first;
  if (left > 0) {
    // A block may do without distances, or with one.
    if (kind != KIND_DISTANCE || place > 1 || most > 1) return false;
    memory.fill(table, 0, 4 << first);
  }
  const sorted = region + SORTED;
  for (let at = used; at < usedEnd; at += 2) {
    const symbol = load<u16>(at);
    const next = counts + 32 + (<usize>load<u8>(lengths + symbol) << 1);
    const to = load<u16>(next);
    store<u16>(sorted + (<usize>to << 1), symbol);
    store<u16>(next, to + 1);
  }
  const size: u32 = 1 << first;
  let end = size;
  let prefix: u32 = 0xffffffff;
  let second: usize = 0;
  let secondBits: u32 = 0;
  /** The code, first bit lowest. */
  let code: u32 = 0;
  for (let n: u32 = 0; n < place; n++) {
    const symbol: u32 = load<u16>(sorted + (<usize>n << 1));
    const length: u32 = load<u8>(lengths + symbol);
    const entry = entryOf(symbol, kind, length);
    if (length <= first) {
      for (let at = code; at < size; at += 1 << length) store<u32>(table + (<usize>at << 2), entry);
    } else {
      if ((code & (size - 1)) != prefix) {
        prefix = code & (size - 1);
        secondBits = length - first;
        let open: i32 = 1 << secondBits;
        while (secondBits + first < most) {
          open -= load<u16>(counts + ((secondBits + first) << 1));
          if (open <= 0) break;
          secondBits++;
          open <<= 1;
        }
        store<u32>(table + (<usize>prefix << 2), FURTHER | (end << VALUE_SHIFT) | (secondBits << EXTRA_SHIFT));
        second = table + (<usize>end << 2);
        end += 1 << secondBits;
      }
      for (let at = code >> first; at < 1 << secondBits; at += 1 << (length - first))
        store<u32>(second + (<usize>at << 2), entry);
      // How many codes of this length are left.
      addTo(counts, length, -1);
    }
    let step: u32 = 1 << (length - 1);
    while ((code & step) != 0) step >>= 1;
    code = step == 0 ? 0 : (code & (step - 1)) + step;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function addTo(counts: usize, length: u32, more: i32): void {
  store<u16>(counts + (length << 1), <u16>(<i32>load<u16>(counts + (length << 1)) + more));
}

// @ts-ignore: decorator
@inline
function entryOf(symbol: u32, kind: u32, length: u32): u32 {
  if (kind == KIND_CODE) return (symbol << VALUE_SHIFT) | length;
  if (kind == KIND_DISTANCE) {
    if (symbol < 4) return ((symbol + 1) << VALUE_SHIFT) | length;
    if (symbol > 29) return 0;
    const extra = (symbol - 2) >> 1;
    return ((((2 + (symbol & 1)) << extra) + 1) << VALUE_SHIFT) | (extra << EXTRA_SHIFT) | length;
  }
  if (symbol < 256) return LITERAL | (symbol << VALUE_SHIFT) | length;
  if (symbol == 256) return END | length;
  if (symbol < 265) return ((symbol - 254) << VALUE_SHIFT) | length;
  if (symbol == 285) return (258 << VALUE_SHIFT) | length;
  if (symbol > 285) return 0;
  const extra = (symbol - 261) >> 2;
  return ((((4 + ((symbol - 265) & 3)) << extra) + 3) << VALUE_SHIFT) | (extra << EXTRA_SHIFT) | length;
}

const MODULUS: u32 = 65521;
/** So many bytes can be summed before the sums have to be reduced. */
const MOST_SUMMED: usize = 5536;

/** Adler-32. */
function sumOf(p: usize, size: u32): u32 {
  let low: u32 = 1;
  let high: u32 = 0;
  const end = p + size;
  while (p < end) {
    const stop = min(end, p + MOST_SUMMED);
    const blocks: u32 = <u32>(stop - p) >> 4;
    if (blocks > 0) {
      // Sums of bytes; of such sums before each block; and of bytes, each as often as it counts within its block.
      let sums = i32x4.splat(0);
      let before = i32x4.splat(0);
      let weighted = i32x4.splat(0);
      for (let n: u32 = 0; n < blocks; n++, p += 16) {
        const bytes = v128.load(p);
        before = i32x4.add(before, sums);
        sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
        weighted = i32x4.add(
          weighted,
          i32x4.add(
            i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(bytes), i16x8(16, 15, 14, 13, 12, 11, 10, 9)),
            i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(bytes), i16x8(8, 7, 6, 5, 4, 3, 2, 1)),
          ),
        );
      }
      high += low * (blocks << 4) + (total(before) << 4) + total(weighted);
      low += total(sums);
    }
    for (; p < stop; p++) {
      low += load<u8>(p);
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return (high << 16) | low;
}

// @ts-ignore: decorator
@inline
function total(sums: v128): u32 {
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}
