/** Memory that threads share, compiled code among them: what is known of packs, and what each thread works in. */

const PAGE = 65536;
/** 4 GB, of which what is never touched costs nothing. */
const MOST_PAGES = 65536;

export interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, offset: number, length: number): T;
}

/** Makes arrays of zeros that threads share. */
export type MakeArray = <T>(type: ArrayType<T>, length: number) => T;

/** Arrays that no compiled code sees. */
export const sharedArray: MakeArray = (type, length) =>
  new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT), 0, length);

export class SharedMemory {
  readonly memory: WebAssembly.Memory;

  private constructor() {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  }

  /** Undefined where so much cannot be set aside, as under a limit of addresses. */
  static make(): SharedMemory | undefined {
    try {
      return new SharedMemory();
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** An array of so many zeros. */
  readonly array: MakeArray = (type, length) => {
    const at = this.reserve(length * type.BYTES_PER_ELEMENT);
    return new type(bufferOf(this.memory), at, length);
  };

  /**
   * Adds so many bytes, all zero, and returns where they begin.
   * @throws RangeError when the memory would be larger than it can be.
   */
  reserve(bytes: number): number {
    return PAGE * this.memory.grow(Math.ceil(bytes / PAGE));
  }
}

/** All of the memory, as it is now: what is added later is not in it. */
export function bufferOf(memory: WebAssembly.Memory): SharedArrayBuffer {
  return memory.buffer as unknown as SharedArrayBuffer;
}
