/** The entries of a zip archive, their checksums checked. */
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** Bytes as declared, after and before inflating. */
  readonly size: number;
  readonly packedSize: number;
  /** The content; throws at its end when the checksum does not fit. */
  read(): AsyncIterable<Buffer>;
}

interface RawEntry {
  readonly fileName: Buffer;
  readonly crc32: number;
  readonly uncompressedSize: number;
  readonly compressedSize: number;
  isEncrypted(): boolean;
}

/** An open archive. Its type is spelled out here because the library's published types are older than the library. */
export interface ZipArchive {
  eachEntry(): AsyncIterable<RawEntry>;
  openReadStreamPromise(entry: RawEntry): Promise<Readable>;
}

interface Library {
  openPromise(path: string, options: object): Promise<ZipArchive>;
  fromBufferPromise(bytes: Buffer, options: object): Promise<ZipArchive>;
}

/** Names stay bytes: nothing is written to disk, so a name cannot do harm, and an odd one must not cost its entry. */
const OPTIONS = { lazyEntries: true, decodeStrings: false };

async function library(): Promise<Library> {
  return (await import('yauzl')).default as unknown as Library;
}

export async function openZip(path: string): Promise<ZipArchive> {
  return (await library()).openPromise(path, OPTIONS);
}

export async function openZipBytes(bytes: Buffer): Promise<ZipArchive> {
  return (await library()).fromBufferPromise(bytes, OPTIONS);
}

/** The files of the archive, folders left out. */
export async function* zipEntries(archive: ZipArchive): AsyncGenerator<ZipEntry> {
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileName.toString('utf8');
    if (name.endsWith('/')) continue;
    yield {
      name,
      isEncrypted: entry.isEncrypted(),
      size: entry.uncompressedSize,
      packedSize: entry.compressedSize,
      read: () => checked(archive, entry),
    };
  }
}

async function* checked(archive: ZipArchive, entry: RawEntry): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const piece of await archive.openReadStreamPromise(entry)) {
    sum = crc32(piece as Buffer, sum);
    yield piece as Buffer;
  }
  if (sum !== entry.crc32) throw new Error('the checksum does not fit the content');
}
