/** Reads one log file in the fast way: plain or gzip JSON, without leaving the thread. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { contentKind, HEAD_BYTES } from './content.ts';
import type { DocumentReader } from './document.ts';
import type { FileHash } from './file-hash.ts';
import { ForeignContent, GzipSink, SalvageSink } from './gzip-sinks.ts';
import { InflateError, Inflater, inflateWhole } from './inflate.ts';
import type { ByteSink } from './inflate.ts';
import { SummedInflater } from './summed-inflater.ts';
import type { InputProblem, InputTally } from './problem.ts';

/** Bytes read at a time: most log files fit at once, and of those that do not, the slice stays in the cache until it is inflated. */
const SLICE = 128 * 1024;
/** After damage is met, a file is inflated again in steps of these sizes, so that no record before it is lost. */
const SALVAGE_STEPS = [512, 1];

/** How many bytes of the file the reader has taken, and how they arrive. */
interface Source {
  /** Fills the buffer from its start; returns fewer bytes than it holds only at the end of the file. */
  fill(buffer: Uint8Array): number;
  /** Back to the first byte; false where that is impossible (a pipe). */
  rewind(): boolean;
}

export class FileReader {
  readonly #reader: DocumentReader;
  readonly #tally: InputTally;
  readonly #problems: InputProblem[];
  readonly #hash: FileHash | undefined;
  readonly #inflater: Inflater | undefined = Inflater.open();
  /** For what goes to the reader, whose scanner has the memory that checksums need. */
  readonly #summed: SummedInflater | undefined;
  readonly #buffer: Uint8Array = new Uint8Array(SLICE);

  /** @param hash takes the bytes of each file that is opened by its path */
  constructor(reader: DocumentReader, tally: InputTally, problems: InputProblem[], hash?: FileHash) {
    this.#reader = reader;
    this.#summed = this.#inflater && SummedInflater.open(reader.scanner, this.#inflater);
    this.#tally = tally;
    this.#problems = problems;
    this.#hash = hash;
  }

  /**
   * Reads the file at `path` (or standard input for `-`). Returns false, having read nothing, when it holds anything
   * but plain or gzip JSON; whatever is wrong with it becomes a problem.
   */
  read(path: string): boolean {
    let fd: number;
    try {
      fd = path === '-' ? 0 : openSync(path, 'r');
    } catch (error) {
      this.#unreadable(path, error);
      return true;
    }
    try {
      return this.#readFrom(fd, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      this.#unreadable(path, error);
      return true;
    } finally {
      if (fd !== 0) closeSync(fd);
    }
  }

  /** Reads a gzip or plain JSON document that is in memory already. False as for `read`. */
  readBytes(bytes: Uint8Array, name: string): boolean {
    let at = 0;
    return this.#readSource(name, {
      fill(buffer) {
        const piece = bytes.subarray(at, at + buffer.length);
        buffer.set(piece);
        at += piece.length;
        return piece.length;
      },
      rewind() {
        at = 0;
        return true;
      },
    });
  }

  #readFrom(fd: number, path: string): boolean {
    let position = fd === 0 ? null : 0;
    const hash = position === null ? undefined : this.#hash;
    hash?.begin();
    const source: Source = {
      fill(buffer) {
        let filled = 0;
        const start = position;
        while (filled < buffer.length) {
          const n = readPatiently(fd, buffer, filled, position);
          // Less than was asked for is not yet the end, on file systems over a network.
          if (n === 0) break;
          filled += n;
          if (position !== null) position += n;
        }
        if (start !== null) hash?.update(buffer.subarray(0, filled), start, filled < buffer.length);
        return filled;
      },
      rewind() {
        if (position === null) return false;
        position = 0;
        return true;
      },
    };
    const understood = this.#readSource(path, source);
    if (hash !== undefined) {
      // Damaged files are not read on, and archives by others: what is proved is the whole file.
      while (!hash.isWhole) source.fill(this.#buffer);
      hash.end(path, fd);
    }
    if (this.#cut && position !== null && fstatSync(fd).size > position) {
      this.#problems.push({
        kind: 'grew',
        file: path,
        detail: 'grew while it was read; its newest part is missing',
      });
    }
    return understood;
  }

  #cut = false;

  #readSource(name: string, source: Source): boolean {
    this.#cut = false;
    const length = source.fill(this.#buffer);
    const kind = contentKind(this.#buffer.subarray(0, Math.min(length, HEAD_BYTES)));
    if (kind === 'empty') {
      this.#tally.files++;
      return true;
    }
    if (kind !== 'json' && kind !== 'gzip') return false;
    this.#reader.begin(name);
    if (kind === 'json') this.#readPlain(source, length);
    else if (!this.#readGzip(name, source, length)) return false;
    this.#tally.files++;
    return true;
  }

  #readPlain(source: Source, head: number): void {
    for (let length = head; length > 0; length = length < SLICE ? 0 : source.fill(this.#buffer)) {
      this.#tally.bytesRead += length;
      this.#reader.push(this.#buffer.subarray(0, length));
    }
    this.#reader.finish(false);
  }

  #readGzip(name: string, source: Source, head: number): boolean {
    const sink = new GzipSink(this.#reader);
    try {
      this.#inflate(source, head, sink);
      this.#reader.finish(false);
    } catch (error) {
      if (error instanceof ForeignContent) return false;
      if (!(error instanceof InflateError)) throw error;
      if (error.kind === 'corrupt' && !this.#salvage(source, sink.committed)) return false;
      this.#cut = true;
      this.#problems.push({ kind: error.kind, file: name, detail: error.message });
      this.#reader.finish(true);
    }
    return true;
  }

  #inflate(source: Source, head: number, sink: ByteSink): void {
    const inflater = this.#summed ?? this.#inflater;
    if (inflater === undefined) {
      inflateWhole(this.#gather(source, head), sink);
      return;
    }
    inflater.begin();
    for (let length = head; length > 0; length = length < SLICE ? 0 : source.fill(this.#buffer)) {
      this.#tally.bytesRead += length;
      inflater.write(this.#buffer, length, sink);
    }
    inflater.end();
  }

  /**
   * Gets at what lies between the last full piece and the damage: inflates a damaged file again, first in small steps
   * and then byte by byte. False when that turns out to be no JSON.
   */
  #salvage(source: Source, committed: number): boolean {
    const inflater = this.#inflater;
    if (inflater === undefined) return true;
    let known = committed;
    for (const step of SALVAGE_STEPS) {
      if (!source.rewind()) return true;
      const sink = new SalvageSink(known, step);
      inflater.begin();
      try {
        for (let length = source.fill(this.#buffer); length > 0; length = source.fill(this.#buffer)) {
          inflater.write(this.#buffer, length, sink);
        }
      } catch (error) {
        if (!(error instanceof InflateError)) throw error;
      }
      const found = sink.found();
      if (known === 0 && found.length > 0 && contentKind(found.subarray(0, HEAD_BYTES)) !== 'json')
        return false;
      this.#reader.push(found);
      known += found.length;
    }
    return true;
  }

  #gather(source: Source, head: number): Buffer {
    const pieces = [Buffer.from(this.#buffer.subarray(0, head))];
    for (let length = head; length === SLICE;) {
      length = source.fill(this.#buffer);
      pieces.push(Buffer.from(this.#buffer.subarray(0, length)));
    }
    return Buffer.concat(pieces);
  }

  #unreadable(file: string, error: unknown): void {
    const { code, message } = error as NodeJS.ErrnoException;
    this.#problems.push({
      kind: 'unreadable',
      file,
      detail: `could not be opened or read (${code ?? message})`,
    });
  }
}

/** `readSync` that waits when a pipe has nothing yet. */
function readPatiently(fd: number, buffer: Uint8Array, at: number, position: number | null): number {
  for (;;) {
    try {
      return readSync(fd, buffer, at, buffer.length - at, position);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
