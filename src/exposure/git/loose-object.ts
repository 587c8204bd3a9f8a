/** Objects that are a file each. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { ObjectDamagedError } from './inflate-exact.ts';
import type { ExactInflater, PieceSource } from './inflate-exact.ts';
import { isName } from './object-name.ts';
import type { NameLength } from './object-name.ts';
import { listFolder } from './repository.ts';
import type { LargeSink } from './walk-forest.ts';

export type ObjectType = 'blob' | 'commit' | 'tag' | 'tree';

/** The files of all loose objects in a folder of objects. */
export function listLoose(objects: string, nameLength: NameLength): string[] {
  const found: string[] = [];
  for (const folder of listFolder(objects)) {
    if (folder.length !== 2) continue;
    for (const name of listFolder(path.join(objects, folder))) {
      if (isName(folder + name, nameLength)) found.push(path.join(objects, folder, name));
    }
  }
  return found;
}

/** Name of the object that is in a file. */
export function nameOfLoose(file: string): string {
  return path.basename(path.dirname(file)) + path.basename(file);
}

/** More than a header has. */
const HEADER_ROOM = 64;

/** A loose object that is being read. */
export interface OpenLoose {
  readonly type: ObjectType;
  readonly size: number;
  /** Inflates the object's bytes. Can be called again. */
  inflate(sink: LargeSink): void;
}

/**
 * Opens a loose object, hands it over, and closes it.
 * @throws ObjectDamagedError, or an error of the file system.
 */
export function withLoose<T>(file: string, inflater: ExactInflater, use: (loose: OpenLoose) => T): T {
  const fd = openSync(file, 'r');
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw new ObjectDamagedError('it is no file');
    return use(openLoose(fd, stat.size, inflater));
  } finally {
    closeSync(fd);
  }
}

const input = Buffer.allocUnsafeSlow(1024 * 1024);

function openLoose(fd: number, length: number, inflater: ExactInflater): OpenLoose {
  const source: PieceSource = {
    length,
    read: (at, most) => input.subarray(0, readSync(fd, input, 0, Math.min(most, input.length), at)),
  };
  const header = Buffer.alloc(HEADER_ROOM);
  let filled = 0;
  inflater.inflatePieces(source, undefined, {
    room: () => header.subarray(filled),
    commit: (more) => {
      filled += more;
    },
  });
  const parts = /^(blob|commit|tag|tree) (\d{1,15})\0/.exec(header.toString('latin1', 0, filled));
  if (parts === null) throw new ObjectDamagedError('the object has no valid header');
  const [all, type, size] = parts;
  return {
    type: type as ObjectType,
    size: Number(size),
    inflate: (sink) => {
      inflater.inflatePieces(source, all.length + Number(size), new Behind(sink, all.length));
    },
  };
}

/** Passes on all but the first bytes. */
class Behind implements LargeSink {
  readonly #sink: LargeSink;
  readonly #skipped: Uint8Array;
  #toSkip: number;

  constructor(sink: LargeSink, toSkip: number) {
    this.#sink = sink;
    this.#toSkip = toSkip;
    this.#skipped = new Uint8Array(toSkip);
  }

  room(): Uint8Array {
    return this.#toSkip > 0 ? this.#skipped.subarray(0, this.#toSkip) : this.#sink.room();
  }

  commit(length: number): void {
    if (this.#toSkip > 0) this.#toSkip -= length;
    else this.#sink.commit(length);
  }
}

/** All bytes of a loose object. */
export function readLoose(loose: OpenLoose): Buffer {
  const bytes = Buffer.allocUnsafe(loose.size);
  let filled = 0;
  loose.inflate({
    room: () => bytes.subarray(filled),
    commit: (length) => {
      filled += length;
    },
  });
  return bytes;
}
