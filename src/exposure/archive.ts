/** Scans what is inside archives and images: zip, tar and gzip (zstd where Node has it), in each other. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Transform } from 'node:stream';
import zlib from 'node:zlib';
import { Pieces } from '../cloudtrail/pieces.ts';
import type { InputProblem, ProblemKind } from '../cloudtrail/problem.ts';
import { openZip, openZipBytes, zipEntries } from '../cloudtrail/zip.ts';
import type { ZipArchive } from '../cloudtrail/zip.ts';
import { BlockScanner } from './block-scanner.ts';
import type { HashSecret } from './assess.ts';
import type { Exposure } from './exposure.ts';

/** An image in a tar has layers in gzip that are tars and may hold archives of their own. */
const DEEPEST = 8;
/** A zip in another archive must lie in memory as a whole. */
const LONGEST_WHOLE = 256 * 1024 * 1024;
/** What expands further, beyond `LONGEST_WHOLE`, is made to fill disks. */
const MOST_EXPANSION = 200;
/** All that comes out of one file. */
const MOST_BYTES = 64 * 1024 * 1024 * 1024;
const MOST_ENTRIES = 5_000_000;

export type ArchiveKind = 'gzip' | 'zip' | 'tar' | 'zstd';

/** The kind of archive, by its first 512 bytes; undefined for anything else. */
export function archiveKind(head: Uint8Array): ArchiveKind | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip';
  if (head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4) return 'zip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  const isTar =
    head[257] === 0x75 &&
    head[258] === 0x73 &&
    head[259] === 0x74 &&
    head[260] === 0x61 &&
    head[261] === 0x72;
  return isTar ? 'tar' : undefined;
}

class ArchiveError extends Error {
  readonly kind: ProblemKind;
  /** Whether it concerns all that comes out of the file, not one entry. */
  readonly endsFile: boolean;

  constructor(kind: ProblemKind, message: string, endsFile = false) {
    super(message);
    this.kind = kind;
    this.endsFile = endsFile;
  }
}

export class ArchiveScanner {
  readonly #blocks: BlockScanner;
  readonly #found: Exposure[];
  readonly #problems: InputProblem[];
  #path = '';
  #bytes = 0;
  #entries = 0;
  #lastError: unknown;

  constructor(hash: HashSecret, found: Exposure[], problems: InputProblem[]) {
    this.#blocks = new BlockScanner(hash);
    this.#found = found;
    this.#problems = problems;
  }

  /**
   * Scans the archive at `path`; what is wrong with it becomes a problem, and what came before is told. Returns how many
   * files and bytes were inside.
   */
  async scan(path: string, kind: ArchiveKind): Promise<{ entries: number; bytes: number }> {
    this.#path = path;
    this.#bytes = 0;
    this.#entries = 0;
    await this.#guarded([], async () => {
      if (kind === 'zip') await this.#zip(await openZip(path), [], 0);
      else await this.#content(new Pieces(createReadStream(path)), [], 0);
    });
    return { entries: this.#entries, bytes: this.#bytes };
  }

  async #guarded(inside: readonly string[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ArchiveError && error.endsFile && inside.length > 0) throw error;
      // What breaks an entry off may break off the archive around it, too: it is told once.
      if (error === this.#lastError) return;
      this.#lastError = error;
      this.#problems.push({
        kind: problemKind(error),
        file: [this.#path, ...inside].join('!'),
        detail: `${(error as Error).message}; what came before was read`,
      });
    }
  }

  async #content(input: Pieces, inside: readonly string[], depth: number): Promise<void> {
    if (depth > DEEPEST) throw new ArchiveError('too-deep', `archives are nested more than ${DEEPEST} deep`);
    const kind = archiveKind(await input.head());
    if (kind === 'gzip')
      await this.#content(this.#expanded(input, zlib.createGunzip(BIG)), inside, depth + 1);
    else if (kind === 'zstd') await this.#content(this.#expanded(input, zstd()), inside, depth + 1);
    else if (kind === 'tar') await this.#tar(input, inside, depth);
    else if (kind === 'zip') await this.#zip(await openZipBytes(await whole(input)), inside, depth);
    else await this.#plain(input, inside);
  }

  async #plain(input: Pieces, inside: readonly string[]): Promise<void> {
    this.#blocks.begin(this.#path, inside, this.#found);
    try {
      for await (const piece of input.rest()) {
        this.#blocks.push(piece);
        this.#count(piece.length);
      }
    } finally {
      this.#blocks.finish();
    }
  }

  async #tar(input: Pieces, inside: readonly string[], depth: number): Promise<void> {
    const { extract } = await import('tar-stream');
    const entries = extract();
    const source = Readable.from(input.rest());
    source.on('error', (error) => entries.destroy(error));
    for await (const entry of source.pipe(entries)) {
      if (entry.header.type === 'file' || entry.header.type === 'contiguous-file') {
        const inner = [...inside, nameInImage(entry.header.name)];
        this.#entry();
        await this.#guarded(inner, async () =>
          this.#content(new Pieces(entry as AsyncIterable<Uint8Array>), inner, depth + 1),
        );
      }
      entry.resume();
    }
  }

  async #zip(archive: ZipArchive, inside: readonly string[], depth: number): Promise<void> {
    for await (const entry of zipEntries(archive)) {
      const inner = [...inside, entry.name];
      this.#entry();
      await this.#guarded(inner, async () => {
        if (entry.isEncrypted) throw new ArchiveError('encrypted', 'its content cannot be read');
        await this.#content(
          new Pieces(this.#limited(entry.read(), () => entry.packedSize)),
          inner,
          depth + 1,
        );
      });
    }
  }

  #expanded(input: Pieces, transform: Transform & { readonly bytesWritten?: number }): Pieces {
    const source = Readable.from(input.rest());
    source.on('error', (error) => transform.destroy(error));
    return new Pieces(this.#limited(source.pipe(transform), () => transform.bytesWritten ?? 0));
  }

  async *#limited(pieces: AsyncIterable<unknown>, packed: () => number): AsyncGenerator<Buffer> {
    let produced = 0;
    for await (const piece of pieces) {
      produced += (piece as Buffer).length;
      if (produced > LONGEST_WHOLE && produced > MOST_EXPANSION * packed()) {
        throw new ArchiveError('bomb', `expands more than ${MOST_EXPANSION} times`);
      }
      yield piece as Buffer;
    }
  }

  #entry(): void {
    if (++this.#entries > MOST_ENTRIES)
      throw new ArchiveError('bomb', `holds more than ${MOST_ENTRIES} files`, true);
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > MOST_BYTES) throw new ArchiveError('bomb', 'expands to more than 64 GiB', true);
  }
}

const BIG = { chunkSize: 256 * 1024 };

function zstd(): Transform {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: object) => Transform };
  if (createZstdDecompress === undefined)
    throw new ArchiveError('unreadable', 'zstd needs Node 22.15 or newer to be read');
  return createZstdDecompress(BIG);
}

async function whole(input: Pieces): Promise<Buffer> {
  const bytes = await input.upTo(LONGEST_WHOLE);
  if (bytes.length < LONGEST_WHOLE) return bytes;
  await input.stop();
  throw new ArchiveError(
    'too-long',
    `is a zip of more than ${LONGEST_WHOLE / 1024 / 1024} MiB in an archive`,
  );
}

/** In images, names of layers and configurations are hashes: `layer sha256:…` says what they are. */
function nameInImage(name: string): string {
  const [, layer] = /^(?:\.\/)?([0-9a-f]{64})\/layer\.tar$/.exec(name) ?? [];
  if (layer !== undefined) return `layer ${layer}`;
  const [, config] = /^(?:\.\/)?([0-9a-f]{64})\.json$/.exec(name) ?? [];
  if (config !== undefined) return `image config sha256:${config}`;
  const [, blob] = /^(?:\.\/)?blobs\/sha256\/([0-9a-f]{64})$/.exec(name) ?? [];
  return blob === undefined ? name : `blob sha256:${blob}`;
}

function problemKind(error: unknown): ProblemKind {
  if (error instanceof ArchiveError) return error.kind;
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  if (syscall !== undefined) return 'unreadable';
  const isCut =
    code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE' || message === 'Unexpected end of data';
  return isCut ? 'truncated' : 'corrupt';
}
