/**
 * Reads a pack piece by piece: packs may be larger than any buffer, and than memory. A small one is read once, as a whole,
 * into memory that all threads share.
 */
import type { MakeArray } from './shared-memory.ts';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const WINDOW_BITS = 16;
const WINDOW = 1 << WINDOW_BITS;
/** Bytes of the pack kept at hand. */
const WINDOWS = 512;

export class PackFile {
  readonly size: number;
  readonly #fd: number;
  /** Slot n holds the last window of those whose number ends in n. */
  readonly #windows: (Buffer | undefined)[];
  readonly #held: Float64Array;
  #scratch: Buffer = Buffer.alloc(0);
  #whole: Buffer | undefined;

  /**
   * @param whole what `shareWhole` of another `PackFile` returned.
   * @throws an error of the file system.
   */
  constructor(file: string, whole?: Uint8Array) {
    this.#fd = openSync(file, 'r');
    this.size = whole?.byteLength ?? fstatSync(this.#fd).size;
    this.#windows = Array.from({ length: WINDOWS });
    this.#held = new Float64Array(WINDOWS).fill(-1);
    this.#whole = whole && asBuffer(whole);
  }

  /** Reads all of the pack, for other threads to read from, too. */
  shareWhole(make: MakeArray): Uint8Array {
    const whole = make(Uint8Array, this.size);
    this.#whole = asBuffer(whole);
    // If it is cut short by now, zeros are left at its end, which no object is made of.
    readFully(this.#fd, this.#whole, 0, this.size);
    return whole;
  }

  /** Where `locate` found bytes; valid until the next call of it or of `view`. */
  located: Buffer = this.#scratch;

  /**
   * Finds the bytes from `offset`, `length` of them or as many as there are, without making a buffer: they begin in
   * `located` at the number that is returned.
   */
  locate(offset: number, length: number): number {
    if (this.#whole !== undefined) {
      this.located = this.#whole;
      return Math.min(offset, this.size);
    }
    const number = Math.floor(offset / WINDOW);
    const start = offset - number * WINDOW;
    if (start + length <= WINDOW) {
      this.located = this.#window(number);
      return start;
    }
    this.located = this.#outOfLine(offset, Math.min(length, Math.max(0, this.size - offset)));
    return 0;
  }

  /** The same bytes as a buffer. */
  view(offset: number, length: number): Buffer {
    const start = this.locate(offset, length);
    return this.located.subarray(start, start + length);
  }

  /** Where the whole pack lies in the memory that it was put into; undefined when it is not held. */
  get wholeAt(): number | undefined {
    return this.#whole?.byteOffset;
  }

  /** Reads bytes of the pack to a place in `target`; returns how many there were. */
  readTo(target: Buffer, at: number, offset: number, length: number): number {
    return readFully(this.#fd, target.subarray(at, at + length), offset, length);
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Bytes that no window holds alone. */
  #outOfLine(offset: number, length: number): Buffer {
    if (this.#scratch.length < length)
      this.#scratch = Buffer.allocUnsafeSlow(Math.ceil(length / WINDOW) * WINDOW);
    const read = readFully(this.#fd, this.#scratch, offset, length);
    return this.#scratch.subarray(0, read);
  }

  #window(number: number): Buffer {
    const slot = number % this.#windows.length;
    const old = this.#windows[slot];
    if (old !== undefined && this.#held[slot] === number) return old;
    // A window that was cut short by the end of the file has a whole one behind it.
    const room = old === undefined ? Buffer.allocUnsafeSlow(WINDOW) : Buffer.from(old.buffer, 0, WINDOW);
    const window = room.subarray(0, readFully(this.#fd, room, number * WINDOW, WINDOW));
    this.#windows[slot] = window;
    this.#held[slot] = number;
    return window;
  }
}

function asBuffer({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

function readFully(fd: number, target: Buffer, offset: number, length: number): number {
  let done = 0;
  while (done < length) {
    const more = readSync(fd, target, done, length - done, offset + done);
    if (more === 0) break;
    done += more;
  }
  return done;
}
