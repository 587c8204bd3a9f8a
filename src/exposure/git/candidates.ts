/** Candidates of an object made from another: what was copied is known already, only what is around changes is looked at. */
import { findCandidates, LONGEST_CANDIDATE, REACH } from '../matcher.ts';
import type { Candidate } from '../matcher.ts';
import { piecesOfTarget } from './delta.ts';
import type { CopiedParts, Ranges } from './delta.ts';
import type { ObjectChange } from './walk-forest.ts';

/** Bytes before and behind a change in which a candidate may begin or end that it makes. */
const AROUND = LONGEST_CANDIDATE + REACH;

/** Ranges that grow as they are found. */
class GrowingRanges implements Ranges {
  numbers = new Float64Array(64);
  count = 0;

  /** Adds a part that begins behind where the one before began. */
  add(from: number, to: number): void {
    const last = 2 * this.count - 1;
    if (last > 0 && from <= this.numbers[last]!) {
      this.numbers[last] = to;
      return;
    }
    if (last + 1 === this.numbers.length) {
      const more = new Float64Array(2 * this.numbers.length);
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers[last + 1] = from;
    this.numbers[last + 2] = to;
    this.count++;
  }
}

const changed = new GrowingRanges();

/**
 * From where on in a copied part candidates of the base are candidates of the target, too, in the base: what comes before
 * a candidate has to be the same.
 */
function knownFrom({ parts }: CopiedParts, n: number): number {
  const from = parts[3 * n + 1]!;
  return from === 0 && parts[3 * n] === 0 ? 0 : from + REACH;
}

/** Where they have to end. */
function knownTo({ parts, baseSize }: CopiedParts, n: number, size: number): number {
  const to = parts[3 * n + 1]! + parts[3 * n + 2]!;
  const end = parts[3 * n]! + parts[3 * n + 2]!;
  return to === baseSize && end === size ? to : to - REACH;
}

/**
 * Where candidates have to be looked for: everywhere that is not well inside a copied part, with `around` bytes more.
 * Valid until the next call.
 */
function changedRanges(copied: CopiedParts, size: number, around: number): Ranges {
  const { parts, count } = copied;
  changed.count = 0;
  let end = 0;
  for (let n = 0; n < count; n++) {
    const start = parts[3 * n]!;
    const isSameStart = n === 0 && knownFrom(copied, 0) === 0;
    if (!isSameStart) changed.add(Math.max(0, end - around), Math.min(size, start + around));
    end = start + parts[3 * n + 2]!;
  }
  const isSameEnd = count > 0 && knownTo(copied, count - 1, size) === copied.baseSize;
  if (!isSameEnd) changed.add(Math.max(0, end - around), size);
  return changed;
}

/** Candidates of the base that lie so well inside copied parts that they are in the target too. */
function inherited(copied: CopiedParts, base: readonly Candidate[], size: number): Candidate[] {
  const found: Candidate[] = [];
  if (base.length === 0) return found;
  const { parts, count } = copied;
  for (let n = 0; n < count; n++) {
    const to = knownTo(copied, n, size);
    const move = parts[3 * n]! - parts[3 * n + 1]!;
    for (let c = firstFrom(base, knownFrom(copied, n)); c < base.length; c++) {
      const { offset, length, kind, coding } = base[c]!;
      if (offset >= to) break;
      if (offset + length <= to) found.push({ offset: offset + move, length, kind, coding });
    }
  }
  return found;
}

function firstFrom(candidates: readonly Candidate[], offset: number): number {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (candidates[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The candidates of a target, as if all of it had been looked at. */
export function candidatesOfTarget(
  target: Uint8Array,
  copied: CopiedParts,
  base: readonly Candidate[],
): Candidate[] {
  const found = inherited(copied, base, target.length);
  let hasNew = false;
  const isNew = isTouched(copied, target.length);
  const { numbers, count } = changedRanges(copied, target.length, AROUND);
  for (let n = 0; n < count; n++) {
    for (const candidate of findCandidates(target, numbers[2 * n], numbers[2 * n + 1])) {
      if (!isNew(candidate)) continue;
      found.push(candidate);
      hasNew = true;
    }
  }
  return hasNew ? found.toSorted((a, b) => a.offset - b.offset || a.length - b.length) : found;
}

/** Whether a candidate of the target is not one that `inherited` has; asked in the order of offsets. */
function isTouched(copied: CopiedParts, size: number): (candidate: Candidate) => boolean {
  const { parts, count } = copied;
  let part = 0;
  return ({ offset, length }) => {
    while (part < count && parts[3 * part]! + parts[3 * part + 2]! <= offset) part++;
    if (part === count) return true;
    const inBase = offset - parts[3 * part]! + parts[3 * part + 1]!;
    return inBase < knownFrom(copied, part) || inBase + length > knownTo(copied, part, size);
  };
}

/** Pieces that are read without building the object they are of. */
let scratch = Buffer.allocUnsafeSlow(16384);
const MOST_PIECES = 1024 * 1024;
/** Bytes around a changed part that are read with it: as many as a candidate depends on, and some more. */
const MARGIN = 2 * REACH;
/** What stands between two pieces: to all that looks at a value, it is as if the object ended there. */
const LINE_END = 0x0a;

/**
 * Whether it is clear without building a target that it has no candidates, when its base has none. Where most of it has
 * changed, it is not.
 */
export function clearlyHasNone({ base, delta, deltaLength, sizes, copied }: ObjectChange): boolean {
  const ranges = changedRanges(copied, sizes.target, AROUND + MARGIN);
  let length = 0;
  for (let n = 0; n < ranges.count; n++) length += ranges.numbers[2 * n + 1]! - ranges.numbers[2 * n]! + 1;
  if (length > MOST_PIECES || 2 * length > sizes.target) return false;
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(2 * length);
  piecesOfTarget(delta, deltaLength, sizes, base, ranges, scratch, LINE_END);
  return findCandidates(scratch, 0, length).length === 0;
}
