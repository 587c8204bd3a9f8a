/** Buffers that are used again: most objects are small, and live as long as the walk is below them. */

const SMALLEST_BITS = 8;
const CLASSES = 32;
/** Bytes kept for later use at most. */
const MOST_KEPT = 48 * 1024 * 1024;

export class BufferPool {
  readonly #free: Buffer[][] = Array.from({ length: CLASSES }, () => []);
  #kept = 0;

  /** A buffer of at least `size` bytes with anything in it. */
  take(size: number): Buffer {
    const bits = classOf(size);
    const buffer = this.#free[bits]!.pop();
    if (buffer === undefined) return Buffer.allocUnsafeSlow(bits > 20 ? size : 2 ** bits);
    this.#kept -= buffer.length;
    return buffer;
  }

  /** Gives a whole buffer of `take` back. */
  give(buffer: Buffer): void {
    const bits = classOf(buffer.length);
    // What was made to measure fits nothing else.
    if (bits > 20 || this.#kept + buffer.length > MOST_KEPT) return;
    this.#kept += buffer.length;
    this.#free[bits]!.push(buffer);
  }
}

function classOf(size: number): number {
  return Math.max(SMALLEST_BITS, 32 - Math.clz32(Math.max(0, size - 1)));
}
