/** Deltas: an object written as pieces copied from another and pieces of its own. */
import { ObjectDamagedError } from './inflate-exact.ts';

/** Which parts of the target are copied: `parts` holds, `count` times, start in target, start in base, length. */
export interface CopiedParts {
  parts: Float64Array;
  count: number;
  /** Bytes of the base. */
  baseSize: number;
}

export function noParts(): CopiedParts {
  return { parts: new Float64Array(3 * 64), count: 0, baseSize: 0 };
}

export interface DeltaSizes {
  readonly base: number;
  readonly target: number;
  /** Where the instructions begin. */
  readonly at: number;
}

/** @throws ObjectDamagedError */
export function deltaSizes(delta: Uint8Array, length: number): DeltaSizes {
  let [base, target] = [0, 0];
  let at = 0;
  for (let n = 0; n < 2; n++) {
    let size = 0;
    let factor = 1;
    for (let byte = 0x80; byte >= 0x80; factor *= 128) {
      if (at >= length) throw new ObjectDamagedError('a delta ends too soon');
      byte = delta[at++]!;
      size += (byte & 0x7f) * factor;
    }
    if (n === 0) base = size;
    else target = size;
  }
  return { base, target, at };
}

/**
 * Reads the instructions of a delta, and builds the target when there is room for it.
 *
 * @param length of the delta in bytes; behind that, `delta` may hold anything.
 * @param base undefined when only the parts are wanted.
 * @param target at least as long as `sizes` says; undefined when only the parts are wanted.
 * @param copied filled with the copied parts, in the order of the target; those that go on where the one before ended
 *   are one with it.
 * @throws ObjectDamagedError
 */
export function applyDelta(
  delta: Uint8Array,
  length: number,
  sizes: DeltaSizes,
  base: Buffer | undefined,
  target: Buffer | undefined,
  copied: CopiedParts,
): void {
  let { at } = sizes;
  let made = 0;
  let { parts } = copied;
  // Of the last part: where it ends in the target and in the base.
  let [partEnd, baseEnd] = [-1, -1];
  let count = 0;
  while (at < length) {
    const op = delta[at++]!;
    if (op >= 0x80) {
      let offset = 0;
      let size = 0;
      if ((op & 1) !== 0) offset = delta[at++]!;
      if ((op & 2) !== 0) offset |= delta[at++]! << 8;
      if ((op & 4) !== 0) offset |= delta[at++]! << 16;
      if ((op & 8) !== 0) offset += delta[at++]! * 0x1000000;
      if ((op & 16) !== 0) size = delta[at++]!;
      if ((op & 32) !== 0) size |= delta[at++]! << 8;
      if ((op & 64) !== 0) size |= delta[at++]! << 16;
      if (size === 0) size = 0x10000;
      if (at > length || offset + size > sizes.base || made + size > sizes.target)
        throw new ObjectDamagedError('a delta copies from outside its base');
      if (target !== undefined && base !== undefined) copy(base, offset, target, made, size);
      if (made === partEnd && offset === baseEnd) {
        parts[3 * count - 1]! += size;
      } else {
        if (3 * count === parts.length) parts = grown(copied);
        parts[3 * count] = made;
        parts[3 * count + 1] = offset;
        parts[3 * count + 2] = size;
        count++;
      }
      made += size;
      partEnd = made;
      baseEnd = offset + size;
    } else {
      if (op === 0 || at + op > length || made + op > sizes.target)
        throw new ObjectDamagedError('a delta is damaged');
      if (target !== undefined) copy(delta, at, target, made, op);
      at += op;
      made += op;
    }
  }
  if (made !== sizes.target) throw new ObjectDamagedError('a delta ends too soon');
  copied.count = count;
  copied.baseSize = sizes.base;
}

/** Parts of an object, one behind another: two numbers each, where it begins and what comes behind it. */
export interface Ranges {
  readonly numbers: Float64Array;
  readonly count: number;
}

/**
 * Puts parts of the target into a buffer, one behind another, each with a `separator` behind it, without the rest of it.
 * @param delta one that `applyDelta` has found to be sound.
 */
export function piecesOfTarget(
  delta: Uint8Array,
  length: number,
  sizes: DeltaSizes,
  base: Buffer,
  { numbers, count }: Ranges,
  into: Buffer,
  separator: number,
): void {
  let { at } = sizes;
  let made = 0;
  let range = 0;
  let filled = 0;
  let [from, to] = count === 0 ? [0, 0] : [numbers[0]!, numbers[1]!];
  while (at < length && range < count) {
    const op = delta[at++]!;
    let source: Uint8Array = delta;
    let offset = 0;
    let size = 0;
    if (op >= 0x80) {
      source = base;
      if ((op & 1) !== 0) offset = delta[at++]!;
      if ((op & 2) !== 0) offset |= delta[at++]! << 8;
      if ((op & 4) !== 0) offset |= delta[at++]! << 16;
      if ((op & 8) !== 0) offset += delta[at++]! * 0x1000000;
      if ((op & 16) !== 0) size = delta[at++]!;
      if ((op & 32) !== 0) size |= delta[at++]! << 8;
      if ((op & 64) !== 0) size |= delta[at++]! << 16;
      if (size === 0) size = 0x10000;
    } else {
      offset = at;
      size = op;
      at += op;
    }
    const end = made + size;
    while (from < end) {
      const start = from > made ? from : made;
      const stop = to < end ? to : end;
      copy(source, offset + start - made, into, filled, stop - start);
      filled += stop - start;
      if (to > end) break;
      into[filled++] = separator;
      range++;
      if (range === count) return;
      from = numbers[2 * range]!;
      to = numbers[2 * range + 1]!;
    }
    made = end;
  }
}

/** Short copies cost more in calls than in bytes. */
const SHORT = 160;

function copy(source: Uint8Array, from: number, target: Buffer, to: number, length: number): void {
  if (length > SHORT) {
    target.set(source.subarray(from, from + length), to);
    return;
  }
  for (let n = 0; n < length; n++) target[to + n] = source[from + n]!;
}

function grown(copied: CopiedParts): Float64Array {
  const parts = new Float64Array(2 * copied.parts.length);
  parts.set(copied.parts);
  copied.parts = parts;
  return parts;
}
