/** Scans files one by one, without leaving the thread: plain ones in one buffer, archives entry by entry. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { InputProblem } from '../cloudtrail/problem.ts';
import { archiveKind, ArchiveScanner } from './archive.ts';
import type { ArchiveKind } from './archive.ts';
import type { HashSecret } from './assess.ts';
import { BlockScanner, scanWhole } from './block-scanner.ts';
import type { Exposure } from './exposure.ts';
import { Breath } from './threads.ts';

/** Most files fit at once. */
const BUFFER = 1024 * 1024;
/** Bytes that systems read at once, or a divisor of them. */
const PAGE = 512;

export interface FileTally {
  files: number;
  /** Bytes that were looked at; of archives, what is inside. */
  bytes: number;
  archives: number;
  /** Files inside archives. */
  entries: number;
}

/** What scanning files came to. Sums, so those of several threads add up. */
export interface FileScan {
  readonly exposures: Exposure[];
  readonly problems: InputProblem[];
  readonly tally: FileTally;
}

export function emptyScan(): FileScan {
  return { exposures: [], problems: [], tally: { files: 0, bytes: 0, archives: 0, entries: 0 } };
}

export class FileScanner {
  readonly scan: FileScan = emptyScan();
  readonly #hash: HashSecret;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER);
  #blocks: BlockScanner | undefined;
  #archives: ArchiveScanner | undefined;

  constructor(hash: HashSecret) {
    this.#hash = hash;
  }

  /**
   * Scans the file at `path`. What is wrong with it becomes a problem. Returns work to wait for, for archives and long
   * files only.
   */
  file(path: string): Promise<void> | undefined {
    let kind: ArchiveKind | 'long' | undefined;
    try {
      const fd = openSync(path, 'r');
      try {
        kind = this.#read(fd, path);
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      this.#unreadable(path, error);
      return undefined;
    }
    this.scan.tally.files++;
    if (kind === 'long') return this.#long(path);
    return kind === undefined ? undefined : this.#archive(path, kind);
  }

  #unreadable(path: string, error: unknown): void {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    // A file that is gone since the folder was listed was not there to be read.
    if (code === 'ENOENT') return;
    const detail = `could not be opened or read (${code})`;
    this.scan.problems.push({ kind: 'unreadable', file: path, detail });
  }

  #read(fd: number, path: string): ArchiveKind | 'long' | undefined {
    const buffer = this.#buffer;
    const length = readSync(fd, buffer, 0, BUFFER, null);
    const kind = archiveKind(buffer);
    if (kind !== undefined && length >= 4 && (kind !== 'tar' || length >= 512)) return kind;
    // A read may bring less than there is, but then whole pages: one that ends in a page is the end.
    const next = length % PAGE === 0 && length > 0 ? readMore(fd, buffer, length) : 0;
    const end = length + next;
    if (end === BUFFER) return 'long';
    this.#whole(buffer.subarray(0, end), path);
    return undefined;
  }

  #whole(bytes: Uint8Array, path: string): void {
    this.scan.tally.bytes += bytes.length;
    for (const exposure of scanWhole(bytes, this.#hash, path, [])) this.scan.exposures.push(exposure);
  }

  /** Reads from the beginning again, and with pauses: a file may be longer than anybody wants to wait. */
  async #long(path: string): Promise<void> {
    const blocks = (this.#blocks ??= new BlockScanner(this.#hash));
    blocks.begin(path, [], this.scan.exposures);
    const breath = new Breath();
    try {
      const fd = openSync(path, 'r');
      try {
        for (let length; (length = readSync(fd, this.#buffer, 0, BUFFER, null)) > 0;) {
          blocks.push(this.#buffer.subarray(0, length));
          this.scan.tally.bytes += length;
          const pause = breath.due();
          if (pause !== undefined) await pause;
        }
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      this.#unreadable(path, error);
    } finally {
      blocks.finish();
    }
  }

  async #archive(path: string, kind: ArchiveKind): Promise<void> {
    const { exposures, problems, tally } = this.scan;
    tally.archives++;
    const archives = (this.#archives ??= new ArchiveScanner(this.#hash, exposures, problems));
    const { entries, bytes } = await archives.scan(path, kind);
    tally.entries += entries;
    tally.bytes += bytes;
  }
}

/** Fills the buffer behind `at`; returns how much came. */
function readMore(fd: number, buffer: Buffer, at: number): number {
  let filled = at;
  while (filled < buffer.length) {
    const length = readSync(fd, buffer, filled, buffer.length - filled, null);
    if (length === 0) break;
    filled += length;
  }
  return filled - at;
}
