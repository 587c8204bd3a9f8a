/** Inflating zlib data whose size is known, straight to where it belongs, with one zlib handle for all of a thread. */
import zlib from 'node:zlib';

/** Node's internal handle: one-shot calls cost several times as much on the small objects that repositories are made of. */
interface ZlibHandle {
  onerror: (message: string, errno: number, code: string) => void;
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputAt: number,
    inputLength: number,
    output: Uint8Array,
    outputAt: number,
    outputLength: number,
  ): void;
}

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
   * Inflates `input` into the first `size` bytes of `output`.
   * @throws ObjectDamagedError when it is not exactly that many bytes, or damaged.
   */
  inflate(input: Uint8Array, output: Uint8Array, size: number): void {
    if (this.#handle === undefined) {
      inflatePlainly(input, output, size);
      return;
    }
    const room = size === 0 ? this.#nothing : output;
    this.#error = undefined;
    this.#handle.reset();
    this.#handle.writeSync(zlib.constants.Z_FINISH, input, 0, input.length, room, 0, size === 0 ? 1 : size);
    if (this.#error !== undefined) throw new ObjectDamagedError(`the compressed data is damaged (${this.#error})`);
    const isShort = size === 0 ? this.#left[0] !== 1 : this.#left[0] !== 0;
    if (isShort) throw new ObjectDamagedError('the object has another size than its header says');
  }
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
