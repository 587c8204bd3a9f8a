/**
 * Inflating gzip with checksums that the scanner works out, in a part of the time that zlib takes for them. What is not plain
 * (odd fields in the header, several members, bytes behind the end) is left to `Inflater`.
 */
import zlib from 'node:zlib';
import { corrupt, ENDS, EXPANDS, InflateError } from './inflate.ts';
import type { ByteSink, Inflater } from './inflate.ts';
import { InflateHandle } from './inflate-handle.ts';

/** Works out the CRC-32 of bytes in its memory, see `Scanner`. */
export interface Summer {
  beginSum(): void;
  addToSum(from: number, to: number): void;
  sum(): number;
}

/** Of fewer bytes, zlib's own sum is as quick. */
const SMALLEST = 8192;

const HEADER = 10;
const FLAGS_AT = 3;
/** The one field of a header that is seen now and then: the file's name, up to a zero byte. */
const HAS_NAME = 8;
const TRAILER = 8;

/** Where in the file it stands; `plain`: with the `Inflater` from here on. */
type Stage = 'head' | 'body' | 'trailer' | 'behind' | 'plain';

/** Inflates one gzip file after another. Its sinks give room in the memory of the summer only. */
export class SummedInflater {
  readonly #handle: InflateHandle;
  readonly #summer: Summer;
  readonly #plain: Inflater;
  readonly #smallest: number;
  readonly #trailer: Buffer = Buffer.alloc(TRAILER);
  #trailed = 0;
  #stage: Stage = 'head';

  private constructor(handle: InflateHandle, summer: Summer, plain: Inflater, smallest: number) {
    this.#smallest = smallest;
    this.#handle = handle;
    this.#summer = summer;
    this.#plain = plain;
  }

  /** Undefined where this Node's zlib does not have the parts it needs. A file begins with `smallest` bytes, or is left to `plain`. */
  static open(summer: Summer, plain: Inflater, smallest: number = SMALLEST): SummedInflater | undefined {
    const handle = InflateHandle.of(zlib.createInflateRaw());
    return handle && new SummedInflater(handle, summer, plain, smallest);
  }

  /** Starts a new file. */
  begin(): void {
    this.#stage = 'head';
  }

  /**
   * Inflates the first `end` bytes of `input` into the sink.
   * @throws InflateError when the data is damaged or expands beyond reason.
   */
  write(input: Uint8Array, end: number, sink: ByteSink): void {
    let at = 0;
    if (this.#stage === 'head') at = this.#begin(end < this.#smallest ? 0 : headerLength(input, end));
    if (this.#stage === 'body') at = this.#inflate(input, at, end, sink);
    if (this.#stage === 'trailer') at = this.#readTrailer(input, at, end);
    // Zeros fill up what some devices write; anything else is to be another member.
    if (this.#stage === 'behind' && at < end && input[at] !== 0) this.#goOnPlainly();
    if (this.#stage === 'plain') this.#plain.write(input, end, sink, at);
  }

  /**
   * Ends the file.
   * @throws InflateError when the data stopped before its end.
   */
  end(): void {
    if (this.#stage === 'plain') this.#plain.end();
    else if (this.#stage !== 'behind') throw new InflateError('truncated', ENDS);
  }

  /** Gets ready for what follows a header of this length; returns how much of the file that is. */
  #begin(header: number): number {
    if (header === 0) {
      this.#goOnPlainly();
      return 0;
    }
    this.#handle.reset();
    this.#summer.beginSum();
    this.#trailed = 0;
    this.#stage = 'body';
    return header;
  }

  #goOnPlainly(): void {
    this.#plain.begin();
    this.#stage = 'plain';
  }

  /** Inflates from `at` on; returns where it stopped: at the end of the input, or behind that of the compressed data. */
  #inflate(input: Uint8Array, from: number, end: number, sink: ByteSink): number {
    const handle = this.#handle;
    for (let at = from; ;) {
      const room = sink.room();
      const made = handle.write(input, at, end, room);
      if (handle.error !== undefined) throw corrupt(handle.error);
      this.#summer.addToSum(room.byteOffset, room.byteOffset + made);
      at = end - handle.rest;
      // Input is left where there was room only behind the end.
      if (made < room.length && at < end) {
        this.#stage = 'trailer';
        at = this.#readTrailer(input, at, end);
      }
      if (made > 0) sink.commit(made);
      if (handle.isBomb) throw new InflateError('bomb', EXPANDS);
      if (made < room.length) return at;
    }
  }

  /** Takes in the sum and the length that stand behind the data, and compares; returns where they end. */
  #readTrailer(input: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end && this.#trailed < TRAILER) this.#trailer[this.#trailed++] = input[at++]!;
    if (this.#trailed >= 4 && this.#trailer.readUInt32LE(0) !== this.#summer.sum())
      throw corrupt('incorrect data check');
    if (this.#trailed === TRAILER) {
      if (this.#trailer.readUInt32LE(4) !== this.#handle.produced % 2 ** 32)
        throw corrupt('incorrect length check');
      this.#stage = 'behind';
    }
    return at;
  }
}

/** Length of a file's header, 0 where it is not plain. */
function headerLength(input: Uint8Array, end: number): number {
  if (end < HEADER || input[0] !== 0x1f || input[1] !== 0x8b || input[2] !== 8) return 0;
  const flags = input[FLAGS_AT];
  if (flags === 0) return HEADER;
  const zero = flags === HAS_NAME ? input.subarray(0, end).indexOf(0, HEADER) : -1;
  return zero + 1;
}
