/**
 * Where a decision tree keeps its cells and the classes of values: in the scanner's memory, so that the scanner can walk
 * the tree itself and pass over the rows that come to nothing.
 */

/** Value numbers are below this. */
export const SIEVE_IDS = 0x10000;
/** Classes stand in so many numbers. */
export const SIEVE_CLASSES: number = 32 * SIEVE_IDS;
/** Classes of values that are kept; values of further classes are classed each time. */
export const MOST_CLASSES = 0xffff;

/** The arrays are replaced when the memory grows: take them anew after anything that may scan. */
export interface Sieve {
  /** For each hot field and value number (at `field * SIEVE_IDS + id`) the value's class plus one; 0 where it is not known. */
  readonly classes: Uint16Array;
  /** See `sigma/decision-tree.ts` for what they say. */
  readonly cells: Int32Array;
}

/** A sieve in memory of its own, which no scanner walks, with room for so many cells. */
export function plainSieve(cells: number): Sieve {
  return { classes: new Uint16Array(SIEVE_CLASSES), cells: new Int32Array(cells) };
}

/** The sieve of a scanner. */
export interface ScannerSieve extends Sieve {
  /** Marks the rows at hand that come to nothing (`ROW.mark`). */
  sift(): void;
}
