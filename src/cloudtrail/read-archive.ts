/** Reads what is not a plain log file: zip and tar archives, tables from the console, UTF-16 text. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { contentKind } from './content.ts';
import { readConsoleCsv } from './console-csv.ts';
import type { DocumentReader } from './document.ts';
import { Pieces } from './pieces.ts';
import type { InputProblem, InputTally, ProblemKind } from './problem.ts';
import type { FileReader } from './read-file.ts';
import { openZip, openZipBytes, zipEntries } from './zip.ts';
import type { ZipArchive } from './zip.ts';

/** Archives within archives are followed so far. */
const DEEPEST = 4;
/** What must lie in memory as a whole (an archive in an archive, a table) may be so long. */
const LONGEST_WHOLE = 256 * 1024 * 1024;
/** As in `inflate.ts`: what expands further is no log. */
const MOST_EXPANSION = 200;

/** A piece of input that cannot be read on; everything before it has been. */
class InputError extends Error {
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Reads files that `FileReader` did not understand. Entries are named `archive.zip!folder/file.json`. */
export class ArchiveReader {
  readonly #files: FileReader;
  readonly #reader: DocumentReader;
  readonly #tally: InputTally;
  readonly #problems: InputProblem[];

  constructor(files: FileReader, reader: DocumentReader, tally: InputTally, problems: InputProblem[]) {
    this.#files = files;
    this.#reader = reader;
    this.#tally = tally;
    this.#problems = problems;
  }

  /** Reads the file at `path`; whatever is wrong with it becomes a problem. */
  async read(path: string): Promise<void> {
    await this.#guarded(path, async () => {
      const input = new Pieces(createReadStream(path));
      if (contentKind(await input.head()) === 'zip') {
        await input.stop();
        await this.#zip(await openZip(path), path, 0);
      } else {
        await this.#content(input, path, 0);
      }
    });
  }

  /** Reads what can be read only once, in order: a pipe, a device, `-` for standard input. */
  async readStream(path: string): Promise<void> {
    await this.#guarded(path, async () => {
      await this.#content(new Pieces(path === '-' ? process.stdin : createReadStream(path)), path, 0);
    });
  }

  async #guarded(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#problems.push({
        kind: kindOf(error),
        file: name,
        detail: `${(error as Error).message}; what came before was read`,
      });
    }
  }

  /** Reads one file or entry by its content. */
  async #content(input: Pieces, name: string, depth: number): Promise<void> {
    if (depth > DEEPEST) throw new InputError('too-deep', `archives are nested more than ${DEEPEST} deep`);
    const kind = contentKind(await input.head());
    if (kind === 'gzip') await this.#gzip(input, name, depth);
    else if (kind === 'tar') await this.#tar(input, name, depth);
    else if (kind === 'zip') await this.#zip(await openZipBytes(await whole(input)), name, depth);
    else if (kind === 'json') await this.#json(input, name);
    else if (kind === 'utf16') await this.#utf16(input, name, depth);
    else if (kind === 'csv') await this.#csv(input, name);
    else {
      if (kind === 'foreign') this.#tally.foreignFiles++;
      await input.stop();
    }
  }

  async #json(input: Pieces, name: string): Promise<void> {
    this.#tally.files++;
    this.#reader.begin(name);
    let isWhole = false;
    try {
      for await (const piece of input.rest()) {
        this.#tally.bytesRead += piece.length;
        this.#reader.push(piece);
      }
      isWhole = true;
    } finally {
      this.#reader.finish(!isWhole);
    }
  }

  /** Entries are mostly small log files, which are inflated at once; what is longer, or no log, flows. */
  async #gzip(input: Pieces, name: string, depth: number): Promise<void> {
    const { bytes, error } = await beginning(input);
    if (bytes.length >= LONGEST_WHOLE || !this.#files.readBytes(bytes, name)) {
      input.unread(bytes);
      await this.#content(new Pieces(inflated(input)), name, depth + 1);
    }
    if (error !== undefined) throw error;
  }

  async #tar(input: Pieces, name: string, depth: number): Promise<void> {
    const { extract } = await import('tar-stream');
    const entries = extract();
    const source = Readable.from(input.rest());
    source.on('error', (error) => entries.destroy(error));
    for await (const entry of source.pipe(entries)) {
      const inner = `${name}!${entry.header.name}`;
      if (entry.header.type === 'file') {
        await this.#guarded(inner, async () =>
          this.#content(new Pieces(entry as AsyncIterable<Uint8Array>), inner, depth + 1),
        );
      }
      entry.resume();
    }
  }

  async #zip(archive: ZipArchive, name: string, depth: number): Promise<void> {
    for await (const entry of zipEntries(archive)) {
      const inner = `${name}!${entry.name}`;
      await this.#guarded(inner, async () => {
        if (entry.isEncrypted) throw new InputError('encrypted', 'is encrypted');
        if (entry.size > LONGEST_WHOLE && entry.size > MOST_EXPANSION * entry.packedSize) {
          throw new InputError('bomb', `claims to expand more than ${MOST_EXPANSION} times`);
        }
        await this.#content(new Pieces(entry.read()), inner, depth + 1);
      });
    }
  }

  async #utf16(input: Pieces, name: string, depth: number): Promise<void> {
    const text = Buffer.from(decodeUtf16(await whole(input)));
    await this.#content(new Pieces(Readable.from([text])), name, depth + 1);
  }

  async #csv(input: Pieces, name: string): Promise<void> {
    const text = await whole(input);
    const { events, others } = readConsoleCsv(text.toString('utf8'));
    this.#tally.files++;
    this.#tally.bytesRead += text.length;
    this.#tally.otherRecords += others;
    this.#reader.begin(name);
    this.#reader.push(Buffer.from(events.map((event) => JSON.stringify(event)).join('\n')));
    this.#reader.finish(false);
  }
}

function kindOf(error: unknown): ProblemKind {
  if (error instanceof InputError) return error.kind;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) return 'unreadable';
  return code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE' ? 'truncated' : 'corrupt';
}

/** The content of a gzip stream, refused when it expands beyond reason. */
async function* inflated(input: Pieces): AsyncGenerator<Buffer> {
  const gunzip = zlib.createGunzip({ chunkSize: 256 * 1024 });
  const source = Readable.from(input.rest());
  source.on('error', (error) => gunzip.destroy(error));
  let produced = 0;
  for await (const piece of source.pipe(gunzip)) {
    produced += (piece as Buffer).length;
    if (produced > LONGEST_WHOLE && produced > MOST_EXPANSION * gunzip.bytesWritten) {
      throw new InputError('bomb', `expands more than ${MOST_EXPANSION} times`);
    }
    yield piece as Buffer;
  }
}

/** As much as may lie in memory; where the source breaks off, what came before, and the error. */
async function beginning(input: Pieces): Promise<{ bytes: Buffer; error?: unknown }> {
  try {
    return { bytes: await input.upTo(LONGEST_WHOLE) };
  } catch (error) {
    return { bytes: await input.upTo(LONGEST_WHOLE), error };
  }
}

async function whole(input: Pieces): Promise<Buffer> {
  const bytes = await input.upTo(LONGEST_WHOLE);
  if (bytes.length < LONGEST_WHOLE) return bytes;
  await input.stop();
  throw new InputError(
    'too-long',
    `is longer than ${LONGEST_WHOLE / 1024 / 1024} MiB, which this kind of file may not be`,
  );
}

function decodeUtf16(bytes: Buffer): string {
  const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
  return (bytes[0] === 0xff ? even : Buffer.from(even).swap16()).toString('utf16le');
}
