/** Sets of refs, by number: the first ones as bits, because most sets are joined with one that adds nothing. */

/** Refs that are told apart by a bit. */
export const TOLD_APART = 30;

export interface RefSet {
  readonly bits: number;
  /** Numbers that have no bit. */
  readonly others: ReadonlySet<number>;
}

const NO_OTHERS: ReadonlySet<number> = new Set();
export const NO_REFS: RefSet = { bits: 0, others: NO_OTHERS };

export function oneRef(ref: number): RefSet {
  return ref < TOLD_APART ? { bits: 1 << ref, others: NO_OTHERS } : { bits: 0, others: new Set([ref]) };
}

export function joinedRefs(one: RefSet, other: RefSet): RefSet {
  const bits = one.bits | other.bits;
  const isInOne = one.others === other.others || isWithin(other.others, one.others);
  if (isInOne) return bits === one.bits ? one : { bits, others: one.others };
  return { bits, others: new Set([...one.others, ...other.others]) };
}

/** The numbers from the least. */
export function refNumbers({ bits, others }: RefSet): number[] {
  const found: number[] = [];
  for (let n = 0; n < TOLD_APART; n++) if ((bits & (1 << n)) !== 0) found.push(n);
  return [...found, ...[...others].toSorted((a, b) => a - b)];
}

function isWithin(inner: ReadonlySet<number>, outer: ReadonlySet<number>): boolean {
  if (inner.size > outer.size) return false;
  for (const each of inner) if (!outer.has(each)) return false;
  return true;
}
