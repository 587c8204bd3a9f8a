/** Inflating gzip straight into the scanner's window, with one zlib handle for all files of a thread. */
import zlib from 'node:zlib';
import type { ProblemKind } from './problem.ts';
import type { ZlibHandle } from './zlib-handle.ts';

/** Where inflated bytes go: `room` gives space, `commit` says how much of it was filled. */
export interface ByteSink {
  room(): Uint8Array;
  commit(length: number): void;
}

/** The gzip data cannot be inflated to its end. `kind` names the problem; bytes before it have been committed. */
export class InflateError extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InflateError';
    this.kind = kind;
  }
}

/** CloudTrail compresses about 10 to 1, deflate at most 1032 to 1; beyond this the data is no log. */
const MOST_EXPANSION = 200;
/** Small files may expand as they like. */
const BOMB_FLOOR = 256 * 1024 * 1024;

/** Where nothing is read from, and nothing should come. */
const NOTHING = new Uint8Array(1);

const EXPANDS = `expands more than ${MOST_EXPANSION} times; what came before was read`;
const ENDS = 'the compressed data ends too soon; what came before was read';

interface GunzipInternals {
  readonly _handle?: ZlibHandle;
  /** After a write: bytes of output space left, bytes of input left. */
  readonly _writeState?: Uint32Array;
}

/** Inflates one gzip file after another (members that follow each other in one file included), checksums checked. */
export class Inflater {
  readonly #handle: ZlibHandle;
  readonly #left: Uint32Array;
  #error: string | undefined;
  #consumed = 0;
  #produced = 0;

  private constructor(handle: ZlibHandle, left: Uint32Array) {
    this.#handle = handle;
    this.#left = left;
    handle.onerror = (message): void => {
      this.#error = message;
    };
  }

  /** Undefined where this Node's zlib does not have the parts it needs; then `inflateWhole` does the work. */
  static open(): Inflater | undefined {
    const { _handle: handle, _writeState: left } = zlib.createGunzip() as unknown as GunzipInternals;
    if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function' || left === undefined)
      return undefined;
    const inflater = new Inflater(handle, left);
    return inflater.#works() ? inflater : undefined;
  }

  /** Starts a new file. */
  begin(): void {
    this.#handle.reset();
    this.#error = undefined;
    this.#consumed = 0;
    this.#produced = 0;
  }

  /**
   * Inflates the first `length` bytes of `input` into the sink.
   * @throws InflateError when the data is damaged or expands beyond reason.
   */
  write(input: Uint8Array, length: number, sink: ByteSink): void {
    let at = 0;
    for (;;) {
      const room = sink.room();
      this.#handle.writeSync(zlib.constants.Z_SYNC_FLUSH, input, at, length - at, room, 0, room.length);
      if (this.#error !== undefined) throw new InflateError('corrupt', describe(this.#error));
      const space = this.#left[0]!;
      const rest = this.#left[1]!;
      this.#consumed += length - at - rest;
      this.#produced += room.length - space;
      at = length - rest;
      if (space < room.length) sink.commit(room.length - space);
      if (this.#produced > BOMB_FLOOR && this.#produced > MOST_EXPANSION * this.#consumed) {
        throw new InflateError('bomb', EXPANDS);
      }
      if (space > 0) return;
    }
  }

  /**
   * Ends the file.
   * @throws InflateError when the data stopped before its end.
   */
  end(): void {
    this.#handle.writeSync(zlib.constants.Z_FINISH, NOTHING, 0, 0, NOTHING, 0, 1);
    if (this.#error !== undefined) throw new InflateError('truncated', ENDS);
  }

  #works(): boolean {
    const text = Buffer.from('{"Records":[]}');
    const packed = zlib.gzipSync(text);
    const room = Buffer.alloc(64);
    let length = 0;
    this.begin();
    this.write(packed, packed.length, { room: () => room, commit: (made) => (length += made) });
    this.end();
    return room.subarray(0, length).equals(text);
  }
}

/**
 * The plain way, for a Node whose zlib handle cannot be reused: same result, slower.
 * @throws InflateError when the data is damaged, ends too soon or expands beyond reason.
 */
export function inflateWhole(input: Uint8Array, sink: ByteSink): void {
  const { bytes, error } = inflateAll(input);
  for (let at = 0; at < bytes.length;) {
    const room = sink.room();
    const length = bytes.copy(room, 0, at);
    sink.commit(length);
    at += length;
  }
  if (error !== undefined) throw error;
}

function inflateAll(input: Uint8Array): { bytes: Buffer; error?: InflateError } {
  try {
    return { bytes: zlib.gunzipSync(input, { maxOutputLength: BOMB_FLOOR * 8 }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return { bytes: Buffer.alloc(0), error: new InflateError('bomb', EXPANDS) };
    if (code === 'Z_BUF_ERROR')
      return { bytes: inflateStart(input), error: new InflateError('truncated', ENDS) };
    return { bytes: inflateStart(input), error: new InflateError('corrupt', describe(message)) };
  }
}

/** What the longest undamaged beginning of `input` holds. */
function inflateStart(input: Uint8Array): Buffer {
  let bytes: Buffer = Buffer.alloc(0);
  let good = 0;
  let bad = input.length + 1;
  while (bad - good > 1) {
    // All of it is tried first: data that only ends too soon is not damaged.
    const length = good === 0 && bad > input.length ? input.length : (good + bad) >>> 1;
    try {
      bytes = zlib.gunzipSync(input.subarray(0, length), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
      good = length;
    } catch {
      bad = length;
    }
  }
  return bytes;
}

function describe(message: string): string {
  return `the compressed data is damaged (${message}); what came before was read`;
}
