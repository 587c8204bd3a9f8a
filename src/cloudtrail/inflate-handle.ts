/** Node's internal zlib handle, with what is to be known of each write. */
import zlib from 'node:zlib';
import type { ZlibHandle } from './zlib-handle.ts';

/** CloudTrail compresses about 10 to 1, deflate at most 1032 to 1; beyond this the data is no log. */
export const MOST_EXPANSION = 200;
/** Small files may expand as they like. */
export const BOMB_FLOOR: number = 256 * 1024 * 1024;

/** Where nothing is read from, and nothing should come. */
const NOTHING = new Uint8Array(1);

interface Internals {
  readonly _handle?: ZlibHandle;
  /** After a write: bytes of output space left, bytes of input left. */
  readonly _writeState?: Uint32Array;
}

export class InflateHandle {
  /** What zlib found wrong since `reset`. */
  error: string | undefined;
  /** Bytes that the last write left of its input. */
  rest = 0;
  /** Bytes given out since `reset`. */
  produced = 0;
  #consumed = 0;
  readonly #handle: ZlibHandle;
  readonly #left: Uint32Array;

  private constructor(handle: ZlibHandle, left: Uint32Array) {
    this.#handle = handle;
    this.#left = left;
    handle.onerror = (message): void => {
      this.error = message;
    };
  }

  /** The handle of a stream that is used for nothing else; undefined where this Node's does not have the parts it needs. */
  static of(stream: object): InflateHandle | undefined {
    const { _handle: handle, _writeState: left } = stream as Internals;
    return typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function' || left === undefined
      ? undefined
      : new InflateHandle(handle, left);
  }

  /** More data came out than any log makes of so few bytes. */
  get isBomb(): boolean {
    return this.produced > BOMB_FLOOR && this.produced > MOST_EXPANSION * this.#consumed;
  }

  reset(): void {
    this.#handle.reset();
    this.error = undefined;
    this.produced = 0;
    this.#consumed = 0;
  }

  /** Inflates bytes `at` to `end` of the input into the room, as far as that goes; returns how many bytes came out. */
  write(input: Uint8Array, at: number, end: number, room: Uint8Array): number {
    this.#handle.writeSync(zlib.constants.Z_SYNC_FLUSH, input, at, end - at, room, 0, room.length);
    this.rest = this.#left[1]!;
    const made = room.length - this.#left[0]!;
    this.#consumed += end - at - this.rest;
    this.produced += made;
    return made;
  }

  /** Asks for the end, so that there is an error if it has not come. */
  finish(): void {
    this.#handle.writeSync(zlib.constants.Z_FINISH, NOTHING, 0, 0, NOTHING, 0, 1);
  }
}
