/** Opens the packs of a repository. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { readForest } from './delta-forest.ts';
import type { Roots } from './delta-forest.ts';
import type { NameLength } from './object-name.ts';
import type { OpenPack } from './object-reader.ts';
import { PackFile } from './pack-file.ts';
import { PackIndex, PackIndexError } from './pack-index.ts';
import { listFolder } from './repository.ts';
import type { RepositoryProblem } from './result.ts';

/** A pack whose index was read; the headers of its objects are read when they are needed. */
export interface IndexedPack {
  readonly file: string;
  readonly index: PackIndex;
  readonly pack: PackFile;
  /** Of the whole pack, from its own end, with its size: two packs with the same hold the same. */
  readonly checksum: string;
  readonly roots: () => Roots;
}

export interface OpenedPacks {
  readonly packs: readonly IndexedPack[];
  readonly problems: readonly RepositoryProblem[];
}

/** `PACK`, a version, a number of objects. */
const HEADER_LENGTH = 12;

/** All packs in the folders of objects. What cannot be used is a problem, and left out. */
export function openPacks(objectFolders: readonly string[], nameLength: NameLength): OpenedPacks {
  const packs: IndexedPack[] = [];
  const problems: RepositoryProblem[] = [];
  for (const folder of objectFolders.map((objects) => path.join(objects, 'pack'))) {
    const names = new Set(listFolder(folder));
    for (const name of names) {
      if (!name.endsWith('.pack')) continue;
      const file = path.join(folder, name);
      const indexFile = `${file.slice(0, -'.pack'.length)}.idx`;
      try {
        packs.push(openPack(file, indexFile, nameLength, problems));
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
  return { packs, problems };
}

function openPack(
  file: string,
  indexFile: string,
  nameLength: NameLength,
  problems: RepositoryProblem[],
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
  return {
    file,
    index,
    pack,
    checksum: own,
    roots: () => (roots ??= readForest(pack, index)),
  };
}

export function withForest({ file, index, pack, roots }: IndexedPack): OpenPack {
  const { forest, tops } = roots();
  return { file, index, pack, forest, tops };
}
