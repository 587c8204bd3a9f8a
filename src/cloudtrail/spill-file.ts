/** A temporary file for what memory does not hold: without a name, gone when the process ends. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { KeytrailError } from '../error.ts';

/** What threads need to write to the file: its descriptor, and the first free byte in memory they share. */
export interface Spill {
  readonly fd: number;
  readonly free: SharedArrayBuffer;
}

/** Where a run lies in the file, in bytes. */
export interface SpilledRun {
  readonly start: number;
  readonly length: number;
}

export class SpillFile {
  readonly spill: Spill;
  readonly #folder: string;

  /** @throws KeytrailError when the folder for temporary files cannot be written to. */
  constructor() {
    try {
      this.#folder = mkdtempSync(path.join(os.tmpdir(), 'keytrail-'));
      const fd = openSync(path.join(this.#folder, 'found'), 'wx+', 0o600);
      this.spill = { fd, free: new SharedArrayBuffer(8) };
    } catch (error) {
      throw new KeytrailError(`no temporary file can be made in ${os.tmpdir()}`, {
        hint: 'Set TMPDIR to a folder with free space.',
        cause: error,
      });
    }
    this.#removeName();
  }

  /** Bytes of the file from `position` on; fewer than asked for only at its end. */
  read(buffer: Uint8Array, position: number): number {
    return readAt(this.spill.fd, buffer, position);
  }

  close(): void {
    closeSync(this.spill.fd);
    this.#removeName();
  }

  /** An open file needs no name where the system allows that; elsewhere its name goes when it is closed. */
  #removeName(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // Tried again on closing.
    }
  }
}

/** Reads a run that was written. Throws the system's error. */
export function readRun(fd: number, { start, length }: SpilledRun): Uint8Array {
  const bytes = new Uint8Array(length);
  if (readAt(fd, bytes, start) < length) throw new Error('a temporary file ends early');
  return bytes;
}

function readAt(fd: number, buffer: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const n = readSync(fd, buffer, filled, buffer.length - filled, position + filled);
    if (n === 0) break;
    filled += n;
  }
  return filled;
}

/** Writes a run of `length` bytes in all to a place of its own; any thread may. Throws the system's error. */
export function writeRun({ fd, free }: Spill, pieces: Iterable<Uint8Array>, length: number): SpilledRun {
  const start = Number(Atomics.add(new BigInt64Array(free), 0, BigInt(length)));
  let position = start;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const written = writeSync(fd, piece, at, piece.length - at, position);
      at += written;
      position += written;
    }
  }
  return { start, length };
}

/** The error to show for one that may come from a full disk. The output has its own words, so that is this file. */
export function spillError(error: unknown, message: string): unknown {
  const isFull =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (!isFull) return error;
  const hint = 'Narrow down what is read, or set TMPDIR to a folder with free space.';
  return new KeytrailError(message, { hint, cause: error });
}
