/** Opens the packs of a repository. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { SharedMemory, sharedArray } from './shared-memory.ts';
import type { MakeArray } from './shared-memory.ts';
import { CompiledCode, compile } from './compiled-code.ts';
import type { Compiled } from './compiled-code.ts';
import { readForestCompiled } from './compiled-forest.ts';
import { readForest } from './delta-forest.ts';
import type { Roots } from './delta-forest.ts';
import type { NameLength } from './object-name.ts';
import type { OpenPack } from './object-reader.ts';
import { PackFile } from './pack-file.ts';
import { PackIndex, PackIndexError } from './pack-index.ts';
import { listFolder } from './repository.ts';
import { SCAN_LIMITS } from './result.ts';
import type { RepositoryProblem, ScanLimits } from './result.ts';

/** A pack whose index was read; the headers of its objects are read when they are needed. */
export interface IndexedPack {
  readonly file: string;
  readonly index: PackIndex;
  readonly pack: PackFile;
  /** Of the whole pack, from its own end, with its size: two packs with the same hold the same. */
  readonly checksum: string;
  readonly roots: () => Roots;
  /** The whole pack, if it is small, for all threads; there when the headers were read. */
  readonly whole: () => Uint8Array | undefined;
}

export interface OpenedPacks {
  readonly packs: readonly IndexedPack[];
  /** What is known of the packs, if it is in memory that compiled code can read. */
  readonly memory: SharedMemory | undefined;
  readonly compiled: Compiled | undefined;
  readonly problems: readonly RepositoryProblem[];
}

/** What is known of so many objects, and what so many threads work in, fits into the memory of compiled code. */
const [MOST_COMPILED, MOST_THREADS] = [30_000_000, 48];

/** What packs have in common while they are opened: bytes left for wholes, and where arrays go. */
interface Room {
  bytes: number;
  make: MakeArray;
  code: CompiledCode | undefined;
}

/** `PACK`, a version, a number of objects. */
const HEADER_LENGTH = 12;

/**
 * All packs in the folders of objects. What cannot be used is a problem, and left out.
 * @param threads that will read the packs, this one included.
 */
export function openPacks(
  objectFolders: readonly string[],
  nameLength: NameLength,
  threads: number,
  limits: ScanLimits = SCAN_LIMITS,
): OpenedPacks {
  const packs: IndexedPack[] = [];
  const problems: RepositoryProblem[] = [];
  const room: Room = { bytes: limits.mostWhole, make: sharedArray, code: undefined };
  for (const folder of objectFolders.map((objects) => path.join(objects, 'pack'))) {
    const names = new Set(listFolder(folder));
    for (const name of names) {
      if (!name.endsWith('.pack')) continue;
      const file = path.join(folder, name);
      const indexFile = `${file.slice(0, -'.pack'.length)}.idx`;
      try {
        packs.push(openPack(file, indexFile, nameLength, problems, room));
      } catch (error) {
        const isDamaged = error instanceof PackIndexError;
        if (!isDamaged && (error as NodeJS.ErrnoException).code === undefined) throw error;
        problems.push({
          kind: isDamaged ? 'corrupt' : 'unreadable',
          file: isDamaged ? indexFile : file,
          object: null,
          objects: 0,
          detail: `the pack cannot be read: ${(error as Error).message}`,
        });
      }
    }
  }
  const objects = packs.reduce((sum, { index }) => sum + index.count, 0);
  const isWorthIt = objects >= limits.compiledFrom && objects <= MOST_COMPILED;
  const memory = isWorthIt ? SharedMemory.make() : undefined;
  const compiled = memory && compile(memory, Math.min(threads, MOST_THREADS));
  if (compiled !== undefined) {
    room.make = memory!.array;
    room.code = new CompiledCode(compiled, compiled.regions[0]!, {});
  }
  return { packs, memory, compiled, problems };
}

function openPack(
  file: string,
  indexFile: string,
  nameLength: NameLength,
  problems: RepositoryProblem[],
  room: Room,
): IndexedPack {
  for (const each of [file, indexFile])
    if (!statSync(each).isFile()) throw new PackIndexError(`${path.basename(each)} is no file`);
  const index = PackIndex.read(indexFile, nameLength);
  const pack = new PackFile(file);
  const header = Buffer.from(pack.view(0, HEADER_LENGTH));
  const version = header.length < HEADER_LENGTH ? 0 : header.readUInt32BE(4);
  if (header.toString('latin1', 0, 4) !== 'PACK' || (version !== 2 && version !== 3)) {
    pack.close();
    throw new PackIndexError(`${path.basename(file)} is no pack of version 2 or 3`);
  }
  const own = pack.view(Math.max(0, pack.size - nameLength), nameLength).toString('hex');
  if (own !== index.packChecksum) {
    problems.push({
      kind: 'truncated',
      file,
      object: null,
      objects: 0,
      detail: 'the pack does not end as its index says; what can be read of it was read',
    });
  }
  let roots: Roots | undefined;
  let whole: Uint8Array | undefined;
  const read = (): Roots => {
    if (pack.size <= room.bytes) {
      room.bytes -= pack.size;
      whole = pack.shareWhole(room.make);
    }
    const forest = room.code && readForestCompiled(room.code, pack, index, room.make);
    return forest ?? readForest(pack, index, room.make);
  };
  return {
    file,
    index,
    pack,
    checksum: own,
    roots: () => (roots ??= read()),
    whole: () => whole,
  };
}

export function withForest({ file, index, pack, roots, whole }: IndexedPack): OpenPack {
  const { forest, tops } = roots();
  return { file, index, pack, forest, tops, whole: whole() };
}
