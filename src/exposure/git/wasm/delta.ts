// Deltas: an object written as pieces copied from another and pieces of its own. `../delta.ts` says the same more plainly.
import { MOST_PARTS, PARTS, region } from './layout';

/** Of the delta read last: sizes, where its instructions begin, and how many parts were copied. */
export let baseSize: u32 = 0;
export let targetSize: u32 = 0;
export let instructions: usize = 0;
export let partCount: u32 = 0;

/** Reads the sizes that a delta begins with. False when they cannot be read, or are 2^28 or more. */
export function readSizes(p: usize, end: usize): bool {
  for (let n = 0; n < 2; n++) {
    let size: u32 = 0;
    let shift: u32 = 0;
    for (let byte: u32 = 0x80; byte >= 0x80; shift += 7) {
      if (p >= end || shift > 21) return false;
      byte = load<u8>(p++);
      size |= (byte & 0x7f) << shift;
    }
    if (n == 0) baseSize = size;
    else targetSize = size;
  }
  instructions = p;
  return true;
}

/**
 * Follows the instructions, and notes which parts were copied. The target is built where `target` is not 0, with room for
 * 16 bytes behind. False when the delta is damaged, or has too many parts.
 */
export function apply(end: usize, base: usize, target: usize): bool {
  const parts = region + PARTS;
  let p = instructions;
  let made: u32 = 0;
  let partEnd: u32 = 0xffffffff;
  let baseEnd: u32 = 0xffffffff;
  let part = parts - 24;
  const lastPart = parts + <usize>(MOST_PARTS - 1) * 24;
  while (p < end) {
    const op: u32 = load<u8>(p++);
    if (op >= 0x80) {
      let offset: u32 = 0;
      let size: u32 = 0;
      if ((op & 1) != 0) offset = load<u8>(p++);
      if ((op & 2) != 0) offset |= <u32>load<u8>(p++) << 8;
      if ((op & 4) != 0) offset |= <u32>load<u8>(p++) << 16;
      if ((op & 8) != 0) offset |= <u32>load<u8>(p++) << 24;
      if ((op & 16) != 0) size = load<u8>(p++);
      if ((op & 32) != 0) size |= <u32>load<u8>(p++) << 8;
      if ((op & 64) != 0) size |= <u32>load<u8>(p++) << 16;
      if (size == 0) size = 0x10000;
      if (p > end || <u64>offset + size > <u64>baseSize || made + size > targetSize) return false;
      if (target != 0) copy(base + offset, target + made, size);
      if (made == partEnd && offset == baseEnd) {
        store<f64>(part, load<f64>(part, 16) + <f64>size, 16);
      } else {
        if (part == lastPart) return false;
        part += 24;
        store<f64>(part, <f64>made);
        store<f64>(part, <f64>offset, 8);
        store<f64>(part, <f64>size, 16);
      }
      made += size;
      partEnd = made;
      baseEnd = offset + size;
    } else {
      if (op == 0 || p + op > end || made + op > targetSize) return false;
      if (target != 0) copy(p, target + made, op);
      p += op;
      made += op;
    }
  }
  partCount = <u32>(part - parts) / 24 + 1;
  return made == targetSize;
}

const SHORT: u32 = 256;

/** Copies; up to 15 bytes behind are written, too. */
// @ts-ignore: decorator
@inline
export function copy(from: usize, to: usize, length: u32): void {
  if (length > SHORT) {
    memory.copy(to, from, length);
    return;
  }
  const stop = to + length;
  for (; to < stop; to += 16, from += 16) v128.store(to, v128.load(from));
}

/**
 * Puts parts of the target one behind another, each with a line end behind it, without the rest of it: all but what lies
 * more than `around` bytes inside a copied part. Where the copy is of the base's beginning or end, and that of the
 * target's, too, it counts as going on. Returns how many bytes they are, or `room` when there are more, or so many that
 * building all of it is less work.
 */
export function gather(end: usize, base: usize, to: usize, room: u32, around: u32): u32 {
  beginRanges();
  let length: u32 = 0;
  while (findRange(around)) length += rangeEnd - rangeStart + 1;
  if (length > room || length << 1 > targetSize) return room;
  beginRanges();
  let out = to;
  if (!findRange(around)) return 0;
  let p = instructions;
  let made: u32 = 0;
  while (p < end) {
    const op: u32 = load<u8>(p++);
    let from: usize = p;
    let size: u32 = op;
    if (op >= 0x80) {
      let offset: u32 = 0;
      size = 0;
      if ((op & 1) != 0) offset = load<u8>(p++);
      if ((op & 2) != 0) offset |= <u32>load<u8>(p++) << 8;
      if ((op & 4) != 0) offset |= <u32>load<u8>(p++) << 16;
      if ((op & 8) != 0) offset |= <u32>load<u8>(p++) << 24;
      if ((op & 16) != 0) size = load<u8>(p++);
      if ((op & 32) != 0) size |= <u32>load<u8>(p++) << 8;
      if ((op & 64) != 0) size |= <u32>load<u8>(p++) << 16;
      if (size == 0) size = 0x10000;
      from = base + offset;
    } else {
      p += op;
    }
    const stop = made + size;
    while (rangeStart < stop) {
      const first = max(rangeStart, made);
      const last = min(rangeEnd, stop);
      copy(from + (first - made), out, last - first);
      out += last - first;
      if (rangeEnd > stop) break;
      store<u8>(out++, 0x0a);
      if (!findRange(around)) return <u32>(out - to);
    }
    made = stop;
  }
  return <u32>(out - to);
}

/** The range found last, and the part behind it; with as many parts as there are and one more there is none left. */
export let rangeStart: u32 = 0;
export let rangeEnd: u32 = 0;
let nextRange: u32 = 0;

/** Starts with the first range that `findRange` finds. */
export function beginRanges(): void {
  nextRange = 0;
}

/** Finds the next part of the target that candidates have to be looked for in (see `gather`); false at the end. */
export function findRange(around: u32): bool {
  const parts = region + PARTS;
  let isFound = false;
  let gap = nextRange;
  for (; gap <= partCount; gap++) {
    const behind = parts + <usize>gap * 24;
    if (gap == 0 && partCount > 0 && load<f64>(behind) == 0 && load<f64>(behind, 8) == 0) continue;
    const before = behind - 24;
    const end: u32 = gap == 0 ? 0 : <u32>(load<f64>(before) + load<f64>(before, 16));
    if (gap == partCount && gap > 0 && end == targetSize) {
      if (<u32>(load<f64>(before, 8) + load<f64>(before, 16)) == baseSize) continue;
    }
    const from = end > around ? end - around : 0;
    const to = gap == partCount ? targetSize : min(targetSize, <u32>load<f64>(behind) + around);
    if (!isFound) {
      rangeStart = from;
      isFound = true;
    } else if (from > rangeEnd) break;
    rangeEnd = to;
  }
  nextRange = gap;
  return isFound;
}
