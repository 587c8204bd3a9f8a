/** Inflating gzip straight into the scanner's window, with one zlib handle for all files of a thread. */
import zlib from 'node:zlib';
import { BOMB_FLOOR, InflateHandle, MOST_EXPANSION } from './inflate-handle.ts';
import type { ProblemKind } from './problem.ts';

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

export const EXPANDS: string = `expands more than ${MOST_EXPANSION} times; what came before was read`;
export const ENDS = 'the compressed data ends too soon; what came before was read';

/** Inflates one gzip file after another (members that follow each other in one file included), checksums checked. */
export class Inflater {
  readonly #handle: InflateHandle;

  private constructor(handle: InflateHandle) {
    this.#handle = handle;
  }

  /** Undefined where this Node's zlib does not have the parts it needs; then `inflateWhole` does the work. */
  static open(): Inflater | undefined {
    const handle = InflateHandle.of(zlib.createGunzip());
    if (handle === undefined) return undefined;
    const inflater = new Inflater(handle);
    return inflater.#works() ? inflater : undefined;
  }

  /** Starts a new file. */
  begin(): void {
    this.#handle.reset();
  }

  /**
   * Inflates bytes `from` to `end` of `input` into the sink.
   * @throws InflateError when the data is damaged or expands beyond reason.
   */
  write(input: Uint8Array, end: number, sink: ByteSink, from = 0): void {
    const handle = this.#handle;
    for (let at = from; ; at = end - handle.rest) {
      const room = sink.room();
      const made = handle.write(input, at, end, room);
      if (handle.error !== undefined) throw corrupt(handle.error);
      if (made > 0) sink.commit(made);
      if (handle.isBomb) throw new InflateError('bomb', EXPANDS);
      if (made < room.length) return;
    }
  }

  /**
   * Ends the file.
   * @throws InflateError when the data stopped before its end.
   */
  end(): void {
    this.#handle.finish();
    if (this.#handle.error !== undefined) throw new InflateError('truncated', ENDS);
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
    return { bytes: inflateStart(input), error: corrupt(message) };
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

/** The error for what zlib says is wrong with the data. */
export function corrupt(message: string): InflateError {
  return new InflateError(
    'corrupt',
    `the compressed data is damaged (${message}); what came before was read`,
  );
}
