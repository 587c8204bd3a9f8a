/** Inflating zlib data whose size is known, straight to where it belongs, with one zlib handle for all of a thread. */
import zlib from 'node:zlib';
import type { ZlibHandle } from '../../cloudtrail/zlib-handle.ts';

interface InflateInternals {
  readonly _handle?: ZlibHandle;
  /** After a write: bytes of output space left, bytes of input left. */
  readonly _writeState?: Uint32Array;
}

/** The data is damaged, ends too soon, or has another size than was said. */
export class ObjectDamagedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ObjectDamagedError';
  }
}

/** Inflates zlib data, checksums checked. */
export class ExactInflater {
  readonly #handle: ZlibHandle | undefined;
  readonly #left: Uint32Array;
  readonly #nothing = new Uint8Array(1);
  #error: string | undefined;

  constructor() {
    const { _handle: handle, _writeState: left } = zlib.createInflate() as unknown as InflateInternals;
    const isUsable =
      typeof handle?.writeSync === 'function' && typeof handle.reset === 'function' && left !== undefined;
    this.#handle = isUsable ? handle : undefined;
    this.#left = left ?? new Uint32Array(2);
    if (isUsable)
      handle.onerror = (message): void => {
        this.#error = message;
      };
  }

  /**
   * Inflates `input`, or `length` bytes of it from `at`, into the first `size` bytes of `output`.
   * @throws ObjectDamagedError when it is not exactly that many bytes, or damaged.
   */
  inflate(
    input: Uint8Array,
    output: Uint8Array,
    size: number,
    at: number = 0,
    length: number = input.length,
  ): void {
    const handle = this.#handle;
    if (handle === undefined) {
      inflatePlainly(input.subarray(at, at + length), output, size);
      return;
    }
    const room = size === 0 ? this.#nothing : output;
    this.#error = undefined;
    handle.reset();
    handle.writeSync(zlib.constants.Z_FINISH, input, at, length, room, 0, size === 0 ? 1 : size);
    this.#check();
    const isSize = this.#left[0] === (size === 0 ? 1 : 0) && this.#left[1] === 0;
    if (!isSize) throw new ObjectDamagedError('the object has another size than its header says');
  }

  /**
   * Inflates what is too large to be held, or of unknown size.
   * @param size what has to come out of it; undefined to stop when the sink has no more room.
   * @throws ObjectDamagedError when it is not exactly that many bytes, or damaged.
   */
  inflatePieces(source: PieceSource, size: number | undefined, sink: PieceSink): void {
    const handle = this.#handle;
    if (handle === undefined) {
      inflatePiecesPlainly(source, size, sink);
      return;
    }
    this.#error = undefined;
    handle.reset();
    let made = 0;
    for (let at = 0; at < source.length;) {
      const input = source.read(at, INPUT_PIECE);
      if (input.length === 0) break;
      for (let used = 0; ;) {
        const room = sink.room();
        if (room.length === 0 && size === undefined) return;
        // With no room left only the checksum can follow; a byte more than announced shows here.
        const output = room.length === 0 || made === size ? this.#nothing : room;
        handle.writeSync(
          zlib.constants.Z_SYNC_FLUSH,
          input,
          used,
          input.length - used,
          output,
          0,
          output.length,
        );
        this.#check();
        const [space, rest] = [this.#left[0]!, this.#left[1]!];
        const done = output.length - space;
        made += done;
        if (size !== undefined && made > size)
          throw new ObjectDamagedError('the object has another size than its header says');
        if (done > 0) sink.commit(done);
        used = input.length - rest;
        if (space > 0) break;
      }
      at += input.length;
    }
    if (size !== undefined && made !== size)
      throw new ObjectDamagedError('the compressed data ends too soon');
  }

  /** What zlib said of the last write. */
  #check(): void {
    const message = this.#error;
    if (message !== undefined) throw new ObjectDamagedError(`the compressed data is damaged (${message})`);
  }
}

const INPUT_PIECE = 1024 * 1024;

/** Compressed data that is read piece by piece. */
export interface PieceSource {
  readonly length: number;
  /** The bytes from `at`, valid until the next call; fewer than `length` only at the end. */
  read(at: number, length: number): Uint8Array;
}

/** Where inflated bytes go: `room` gives space, `commit` says how much of it was filled. */
export interface PieceSink {
  room(): Uint8Array;
  commit(length: number): void;
}

function inflatePlainly(input: Uint8Array, output: Uint8Array, size: number): void {
  let bytes: Buffer;
  try {
    bytes = zlib.inflateSync(input, { maxOutputLength: size + 1 });
  } catch (error) {
    throw new ObjectDamagedError(`the compressed data is damaged (${(error as Error).message})`);
  }
  if (bytes.length !== size) throw new ObjectDamagedError('the object has another size than its header says');
  output.set(bytes);
}

function inflatePiecesPlainly(source: PieceSource, size: number | undefined, sink: PieceSink): void {
  const input = Buffer.concat(
    Array.from({ length: Math.ceil(source.length / INPUT_PIECE) }, (_, n) =>
      Buffer.from(source.read(n * INPUT_PIECE, INPUT_PIECE)),
    ),
  );
  let bytes: Buffer;
  try {
    bytes = zlib.inflateSync(input);
  } catch (error) {
    throw new ObjectDamagedError(`the compressed data is damaged (${(error as Error).message})`);
  }
  if (size !== undefined && bytes.length !== size)
    throw new ObjectDamagedError('the object has another size than its header says');
  for (let at = 0; at < bytes.length;) {
    const room = sink.room();
    if (room.length === 0) return;
    const length = bytes.copy(room, 0, at);
    sink.commit(length);
    at += length;
  }
}
