/** SHA-256 of files over the bytes as they are read, so that proving what was read costs no second reading. */
import { createHash, hash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { fstatSync } from 'node:fs';

/** A file as it was when it was read. */
export interface HashedFile {
  readonly path: string;
  readonly bytes: number;
  /** Time of the last change, in milliseconds since 1970 (UTC). */
  readonly mtimeMs: number;
  /** In lower-case hexadecimal. */
  readonly sha256: string;
}

/** Hashes one file after the other. */
export class FileHash {
  #bytes = 0;
  #running: Hash | undefined;
  #sha256 = '';
  #file: HashedFile | undefined;

  /** Starts with a file. */
  begin(): void {
    this.#bytes = 0;
    this.#running = undefined;
    this.#sha256 = '';
    this.#file = undefined;
  }

  /** Whether the file was taken to its end. */
  get isWhole(): boolean {
    return this.#sha256 !== '';
  }

  /** Takes the bytes at `position` of the file; those that were taken before, and come again, are passed over. */
  update(bytes: Uint8Array, position: number, isLast: boolean): void {
    if (position !== this.#bytes || this.isWhole) return;
    this.#bytes += bytes.length;
    // Most log files come in one piece, which is hashed without making anything.
    if (isLast && this.#running === undefined) {
      this.#sha256 = hash('sha256', bytes);
      return;
    }
    this.#running ??= createHash('sha256');
    this.#running.update(bytes);
    if (isLast) this.#sha256 = this.#running.digest('hex');
  }

  /** Ends with the file behind `fd`. */
  end(path: string, fd: number): void {
    const { mtimeMs } = fstatSync(fd);
    this.#file = { path, bytes: this.#bytes, mtimeMs: Math.floor(mtimeMs), sha256: this.#sha256 };
  }

  /** The file that was ended last, once; undefined where none was since. */
  take(): HashedFile | undefined {
    const file = this.#file;
    this.#file = undefined;
    return file;
  }
}
