/** Sorted entries as bytes, so that more of them fit than memory holds. */
import type { Entry } from './entry.ts';

const HEADER = 32;
/** Bytes read or written at a time. */
const PIECE = 256 * 1024;

/** Gives bytes of a run: fills the buffer from `position` on and returns how many bytes there were. */
export type RunSource = (buffer: Uint8Array, position: number) => number;

/** Length of a run of these entries, in bytes. */
export function runLength(entries: readonly Entry[]): number {
  let length = 0;
  for (const { file, text } of entries) length += HEADER + Buffer.byteLength(file) + Buffer.byteLength(text);
  return length;
}

/** The bytes of a run, in pieces. A piece is valid only until the next is asked for. */
export function* encodeRun(entries: readonly Entry[]): Generator<Uint8Array> {
  let buffer = Buffer.allocUnsafe(PIECE);
  let at = 0;
  for (const { timeMs, idLow, idHigh, file, record, text } of entries) {
    const [fileBytes, textBytes] = [Buffer.byteLength(file), Buffer.byteLength(text)];
    const needed = HEADER + fileBytes + textBytes;
    if (at + needed > buffer.length) {
      yield buffer.subarray(0, at);
      if (needed > buffer.length) buffer = Buffer.allocUnsafe(needed);
      at = 0;
    }
    buffer.writeDoubleLE(timeMs, at);
    buffer.writeUInt32LE(idLow, at + 8);
    buffer.writeUInt32LE(idHigh, at + 12);
    buffer.writeUInt32LE(record, at + 16);
    buffer.writeUInt32LE(fileBytes, at + 20);
    buffer.writeUInt32LE(textBytes, at + 24);
    buffer.writeUInt32LE(0, at + 28);
    buffer.write(file, at + HEADER);
    buffer.write(text, at + HEADER + fileBytes);
    at += needed;
  }
  yield buffer.subarray(0, at);
}

/** The bytes of a run in one piece. */
export function wholeRun(entries: readonly Entry[]): Uint8Array {
  const run = new Uint8Array(runLength(entries));
  let at = 0;
  for (const piece of encodeRun(entries)) {
    run.set(piece, at);
    at += piece.length;
  }
  return run;
}

/** Reads the entries of a run, one after the other. */
export class RunReader {
  readonly #source: RunSource;
  readonly #length: number;
  /** Position in the run of the first byte that is not in the buffer yet. */
  #position = 0;
  #buffer = Buffer.alloc(0);
  #at = 0;

  /** @param length of the run, in bytes */
  constructor(source: RunSource, length: number) {
    this.#source = source;
    this.#length = length;
  }

  /** The next entry; undefined behind the last. */
  next(): Entry | undefined {
    if (!this.#has(HEADER)) return undefined;
    const file = this.#buffer.readUInt32LE(this.#at + 20);
    const text = this.#buffer.readUInt32LE(this.#at + 24);
    if (!this.#has(HEADER + file + text)) throw new Error('a run of found events ends in the middle');
    const at = this.#at;
    this.#at += HEADER + file + text;
    return {
      timeMs: this.#buffer.readDoubleLE(at),
      idLow: this.#buffer.readUInt32LE(at + 8),
      idHigh: this.#buffer.readUInt32LE(at + 12),
      record: this.#buffer.readUInt32LE(at + 16),
      file: this.#buffer.toString('utf8', at + HEADER, at + HEADER + file),
      text: this.#buffer.toString('utf8', at + HEADER + file, this.#at),
    };
  }

  /** Sees to it that so many bytes are in the buffer; false when the run ends before. */
  #has(bytes: number): boolean {
    const left = this.#buffer.length - this.#at;
    if (left >= bytes) return true;
    const wanted = Math.min(Math.max(bytes, PIECE), left + this.#length - this.#position);
    if (wanted < bytes) return false;
    const buffer = Buffer.allocUnsafe(wanted);
    this.#buffer.copy(buffer, 0, this.#at);
    const filled = this.#source(buffer.subarray(left), this.#position);
    this.#position += filled;
    this.#buffer = buffer.subarray(0, left + filled);
    this.#at = 0;
    return this.#buffer.length >= bytes;
  }
}
