/** The shape of a decision tree in one block of numbers, so that walking it touches little memory. */

/** A child that has not been made yet. Inner nodes are positive numbers, leaves negative ones. */
export const UNGROWN = 0;

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

/** Nodes, each asking a field, with a child for every class of that field's values. */
export class Tree {
  cells: Int32Array = new Int32Array(4096);
  #used = 1;

  /** The first node. */
  get root(): number {
    return this.cells[ROOT_CELL]!;
  }

  /** Cells in use. */
  get size(): number {
    return this.#used;
  }

  /** Starts with a single node that asks `field`. */
  plant(field: number): void {
    this.#used = 1;
    const root = this.add(field);
    this.cells[ROOT_CELL] = root;
    this.cells[root + PARENT] = ROOT_CELL;
  }

  /** A new node without children, linked to nothing. */
  add(field: number): number {
    return this.#allocate(field, 4);
  }

  fieldOf(node: number): number {
    return this.cells[node + FIELD]!;
  }

  /** Makes `child` the child of `node` for a class; returns the number that `node` has from now on. */
  link(node: number, found: number, child: number): number {
    const place = found < this.cells[node + CAPACITY]! ? node : this.#widen(node, found);
    const cell = place + CHILDREN + found;
    this.cells[cell] = child;
    if (child > 0) this.cells[child + PARENT] = cell;
    return place;
  }

  #allocate(field: number, capacity: number): number {
    const node = this.#used;
    this.#used += CHILDREN + capacity;
    if (this.#used > this.cells.length) {
      const more = new Int32Array(2 * this.#used);
      more.set(this.cells);
      this.cells = more;
    }
    this.cells.fill(UNGROWN, node, this.#used);
    this.cells[node + FIELD] = field;
    this.cells[node + CAPACITY] = capacity;
    return node;
  }

  /** Moves a node to where it has room for more children. */
  #widen(node: number, found: number): number {
    const place = this.#allocate(this.cells[node + FIELD]!, 2 * (found + 1));
    const { cells } = this;
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
