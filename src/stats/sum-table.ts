/** What is summed for everything that is counted: events, errors, reads and writes, the first and the last time. */

/** Sums over events. */
export interface Sums {
  readonly events: number;
  /** Events with an error code; `denied` are those refused for want of rights. */
  readonly errors: number;
  readonly denied: number;
  /** Events marked read-only or not; the mark is missing in records before 2015 and of some sources. */
  readonly reads: number;
  readonly writes: number;
  /** Milliseconds since 1970 (UTC); Infinity and -Infinity when no event has a readable time. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export const NO_SUMS: Sums = {
  events: 0,
  errors: 0,
  denied: 0,
  reads: 0,
  writes: 0,
  firstMs: Infinity,
  lastMs: -Infinity,
};

const [EVENTS, ERRORS, DENIED, READS, WRITES, FIRST, LAST] = [0, 1, 2, 3, 4, 5, 6];
const WIDTH = 7;

/** What one event adds, the same for all the tables it is counted in. */
export interface Marks {
  timeMs: number;
  /** 1 or 0 each. */
  error: number;
  denied: number;
  read: number;
  write: number;
}

/** Sums by number, in one flat array. */
export class SumTable {
  #values = empty(32);
  #length = 0;

  /** Counts an event under a number. */
  add(number: number, marks: Marks): void {
    if (number >= this.#length) this.#extend(number + 1);
    const values = this.#values;
    const at = number * WIDTH;
    values[at + EVENTS]!++;
    values[at + ERRORS]! += marks.error;
    values[at + DENIED]! += marks.denied;
    values[at + READS]! += marks.read;
    values[at + WRITES]! += marks.write;
    const { timeMs } = marks;
    if (timeMs < values[at + FIRST]!) values[at + FIRST] = timeMs;
    if (timeMs > values[at + LAST]!) values[at + LAST] = timeMs;
  }

  /** Adds another table, row by row, to the rows that `numbers` gives. */
  adopt(other: Float64Array, numbers: Uint32Array): void {
    for (let row = 0; row * WIDTH < other.length; row++) {
      const number = numbers[row]!;
      if (number >= this.#length) this.#extend(number + 1);
      const [from, to] = [row * WIDTH, number * WIDTH];
      for (let column = EVENTS; column <= WRITES; column++)
        this.#values[to + column]! += other[from + column]!;
      this.#values[to + FIRST] = Math.min(this.#values[to + FIRST]!, other[from + FIRST]!);
      this.#values[to + LAST] = Math.max(this.#values[to + LAST]!, other[from + LAST]!);
    }
  }

  /** The sums under a number; all zero when nothing was counted there. */
  at(number: number): Sums {
    if (number >= this.#length) return NO_SUMS;
    const [events, errors, denied, reads, writes, firstMs, lastMs] = this.#values.subarray(
      number * WIDTH,
      (number + 1) * WIDTH,
    ) as unknown as [number, number, number, number, number, number, number];
    return { events, errors, denied, reads, writes, firstMs, lastMs };
  }

  pack(): Float64Array {
    return this.#values.slice(0, this.#length * WIDTH);
  }

  #extend(length: number): void {
    this.#length = length;
    if (length * WIDTH <= this.#values.length) return;
    const more = empty(2 * length);
    more.set(this.#values);
    this.#values = more;
  }
}

/** The sums of two disjoint sets of events. */
export function addSums(a: Sums, b: Sums): Sums {
  return {
    events: a.events + b.events,
    errors: a.errors + b.errors,
    denied: a.denied + b.denied,
    reads: a.reads + b.reads,
    writes: a.writes + b.writes,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
  };
}

function empty(rows: number): Float64Array {
  const values = new Float64Array(rows * WIDTH);
  for (let at = 0; at < values.length; at += WIDTH) {
    values[at + FIRST] = Infinity;
    values[at + LAST] = -Infinity;
  }
  return values;
}
