/** The shape of a decision tree in one block of numbers, so that walking it touches little memory. */
import type { Sieve } from '../cloudtrail/sieve.ts';

/** A child that has not been made yet. Inner nodes are positive numbers, leaves negative ones. The scanner reads them too. */
export const UNGROWN = 0;
/** The leaf at which nothing is left to be decided. */
export const NOTHING = -1;

/**
 * Cells of a node, counted from its own: the field it asks, for how many classes it has room, the cell that points to
 * it, and its children by class.
 */
export const FIELD = 0;
export const CAPACITY = 1;
const PARENT = 2;
export const CHILDREN = 3;

/** Where the number of the first node stands. */
const ROOT_CELL = 0;

/**
 * Cells of memory for a tree that is planted anew beyond `most`: one more event may widen one node of each field, to twice
 * the classes that field has, and there are no more classes than there were children.
 */
export function cellsNeeded(most: number): number {
  return 3 * most + 1024;
}

/** Nodes, each asking a field, with a child for every class of that field's values. */
export class Tree {
  readonly #sieve: Sieve;
  #used = 1;

  /** Keeps its cells in `sieve`, see `cellsNeeded`. */
  constructor(sieve: Sieve) {
    this.#sieve = sieve;
  }

  /** The first node. */
  get root(): number {
    return this.#sieve.cells[ROOT_CELL]!;
  }

  /** Cells in use. */
  get size(): number {
    return this.#used;
  }

  /** Starts with a single node that asks `field`. */
  plant(field: number): void {
    this.#used = 1;
    const root = this.add(field);
    const { cells } = this.#sieve;
    cells[ROOT_CELL] = root;
    cells[root + PARENT] = ROOT_CELL;
  }

  /** A new node without children, linked to nothing. */
  add(field: number): number {
    return this.#allocate(field, 4);
  }

  fieldOf(node: number): number {
    return this.#sieve.cells[node + FIELD]!;
  }

  /** Makes `child` the child of `node` for a class; returns the number that `node` has from now on. */
  link(node: number, found: number, child: number): number {
    const { cells } = this.#sieve;
    const place = found < cells[node + CAPACITY]! ? node : this.#widen(node, found);
    const cell = place + CHILDREN + found;
    cells[cell] = child;
    if (child > 0) cells[child + PARENT] = cell;
    return place;
  }

  #allocate(field: number, capacity: number): number {
    const node = this.#used;
    this.#used += CHILDREN + capacity;
    const { cells } = this.#sieve;
    if (this.#used > cells.length) throw new Error('the decision tree has outgrown its memory');
    cells.fill(UNGROWN, node, this.#used);
    cells[node + FIELD] = field;
    cells[node + CAPACITY] = capacity;
    return node;
  }

  /** Moves a node to where it has room for more children. */
  #widen(node: number, found: number): number {
    const { cells } = this.#sieve;
    const place = this.#allocate(cells[node + FIELD]!, 2 * (found + 1));
    const parent = cells[node + PARENT]!;
    cells[parent] = place;
    cells[place + PARENT] = parent;
    for (let n = 0; n < cells[node + CAPACITY]!; n++) {
      const child = cells[node + CHILDREN + n]!;
      cells[place + CHILDREN + n] = child;
      if (child > 0) cells[child + PARENT] = place + CHILDREN + n;
    }
    return place;
  }
}
