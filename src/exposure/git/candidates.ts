/** Candidates of an object made from another: what was copied is known already, only what is around changes is looked at. */
import { findCandidates, LONGEST_CANDIDATE, REACH } from '../matcher.ts';
import type { Candidate } from '../matcher.ts';
import { partOfTarget } from './delta.ts';
import type { CopiedParts } from './delta.ts';
import type { ObjectChange } from './walk-forest.ts';

/** Bytes before and behind a change in which a candidate may begin or end that it makes. */
const AROUND = LONGEST_CANDIDATE + REACH;

/** A part of an object, from `from` up to, not including, `to`. */
interface Range {
  from: number;
  to: number;
}

/** Where candidates have to be looked for: everywhere that is not well inside a copied part. */
function changedRanges({ parts, count }: CopiedParts, size: number): Range[] {
  const ranges: Range[] = [];
  const add = (gapStart: number, gapEnd: number): void => {
    const from = Math.max(0, gapStart - AROUND);
    const to = Math.min(size, gapEnd + AROUND);
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  };
  let end = 0;
  for (let n = 0; n < count; n++) {
    add(end, parts[3 * n]!);
    end = parts[3 * n]! + parts[3 * n + 2]!;
  }
  add(end, size);
  return ranges;
}

/** Candidates of the base that lie so well inside copied parts that they are in the target too. */
function inherited({ parts, count }: CopiedParts, base: readonly Candidate[]): Candidate[] {
  const found: Candidate[] = [];
  if (base.length === 0) return found;
  for (let n = 0; n < count; n++) {
    const [start, from, length] = [parts[3 * n]!, parts[3 * n + 1]!, parts[3 * n + 2]!];
    for (let c = firstFrom(base, from + REACH); c < base.length; c++) {
      const candidate = base[c]!;
      if (candidate.offset + REACH > from + length) break;
      if (candidate.offset + candidate.length + REACH > from + length) continue;
      found.push({ ...candidate, offset: candidate.offset - from + start });
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
  const found = inherited(copied, base);
  let hasNew = false;
  const isNew = isTouched(copied);
  for (const { from, to } of changedRanges(copied, target.length)) {
    for (const candidate of findCandidates(target, from, to)) {
      if (!isNew(candidate)) continue;
      found.push(candidate);
      hasNew = true;
    }
  }
  return hasNew ? found.toSorted((a, b) => a.offset - b.offset || a.length - b.length) : found;
}

/** Whether a candidate of the target is not one that `inherited` has; asked in the order of offsets. */
function isTouched({ parts, count }: CopiedParts): (candidate: Candidate) => boolean {
  let part = 0;
  return ({ offset, length }) => {
    const start = offset - REACH;
    while (part < count && parts[3 * part]! + parts[3 * part + 2]! <= start) part++;
    if (part === count || start < parts[3 * part]!) return true;
    return offset + length + REACH > parts[3 * part]! + parts[3 * part + 2]!;
  };
}

/** Pieces that are read without building the object they are of. */
let scratch = Buffer.allocUnsafeSlow(16384);
const MOST_PIECES = 1024 * 1024;

/**
 * Whether it is clear without building a target that it has no candidates, when its base has none. Where most of it has
 * changed, it is not.
 */
export function clearlyHasNone({ base, delta, deltaLength, sizes, copied }: ObjectChange): boolean {
  const ranges = changedRanges(copied, sizes.target);
  // Each with what its candidates depend on, and as much more as tells the end of a piece from the end of the object.
  const wide = ranges.map(({ from, to }) => ({
    from: Math.max(0, from - AROUND),
    to: Math.min(sizes.target, to + AROUND),
  }));
  let length = 0;
  for (const { from, to } of wide) length += to - from;
  if (length > MOST_PIECES || 2 * length > sizes.target) return false;
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(2 * length);
  let at = 0;
  const pieces = wide.map(({ from, to }) => {
    const into = scratch.subarray(at, at + to - from);
    at += to - from;
    return { from, to, into };
  });
  partOfTarget(delta, deltaLength, sizes, base, pieces);
  return ranges.every(({ from, to }, n) => {
    const piece = pieces[n]!;
    return findCandidates(piece.into, from - piece.from, to - piece.from).length === 0;
  });
}
