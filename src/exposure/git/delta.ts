/** Deltas: an object written as pieces copied from another and pieces of its own. */
import { ObjectDamagedError } from './inflate-exact.ts';

/** Which parts of the target are copied: `parts` holds, `count` times, start in target, start in base, length. */
export interface CopiedParts {
  parts: Float64Array;
  count: number;
}

export function noParts(): CopiedParts {
  return { parts: new Float64Array(3 * 64), count: 0 };
}

export interface DeltaSizes {
  readonly base: number;
  readonly target: number;
  /** Where the instructions begin. */
  readonly at: number;
}

/** @throws ObjectDamagedError */
export function deltaSizes(delta: Uint8Array, length: number): DeltaSizes {
  const sizes = [0, 0];
  let at = 0;
  for (let n = 0; n < 2; n++) {
    let factor = 1;
    for (let byte = 0x80; byte >= 0x80; factor *= 128) {
      if (at >= length) throw new ObjectDamagedError('a delta ends too soon');
      byte = delta[at++]!;
      sizes[n]! += (byte & 0x7f) * factor;
    }
  }
  return { base: sizes[0]!, target: sizes[1]!, at };
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
}

/**
 * The bytes from `from` to `to` of the target, without the rest of it.
 * @param delta one that `applyDelta` has found to be sound.
 */
export function partOfTarget(
  delta: Uint8Array,
  length: number,
  sizes: DeltaSizes,
  base: Buffer,
  ranges: readonly { readonly from: number; readonly to: number; readonly into: Buffer }[],
): void {
  let { at } = sizes;
  let made = 0;
  let next = 0;
  while (at < length && next < ranges.length) {
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
    for (let n = next; n < ranges.length && ranges[n]!.from < end; n++) {
      const { from, to, into } = ranges[n]!;
      const [start, stop] = [Math.max(from, made), Math.min(to, end)];
      if (start < stop) copy(source, offset + start - made, into, start - from, stop - start);
      if (to <= end) next = n + 1;
    }
    made = end;
  }
}

/** Short copies cost more in calls than in bytes. */
const SHORT = 48;

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
