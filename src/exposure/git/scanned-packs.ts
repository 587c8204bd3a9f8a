/** Remembers packs that hold nothing. A pack never changes, and is named by its checksum. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Lines of the file at most; the oldest go first. */
const MOST_PACKS = 20_000;
const NAME = 'clean-packs';

/** Checksums of packs that were read whole and in which nothing was found. Nothing else is kept. */
export class ScannedPacks {
  readonly #file: string;
  readonly #folder: string;
  readonly #clean: Set<string>;
  #hasNew = false;

  /** @param version of what looks for credentials: another one may find what this one did not. */
  constructor(folder: string, version: string) {
    const key = createHash('sha256').update(version).digest('hex').slice(0, 16);
    this.#folder = folder;
    this.#file = path.join(folder, `${NAME}-${key}`);
    this.#clean = new Set(readLines(this.#file));
  }

  isClean(checksum: string): boolean {
    return this.#clean.has(checksum);
  }

  add(checksum: string): void {
    this.#hasNew ||= !this.#clean.has(checksum);
    this.#clean.add(checksum);
  }

  /** Writes what was added. @throws an error of the file system. */
  save(): void {
    if (!this.#hasNew) return;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const lines = [...this.#clean].slice(-MOST_PACKS);
    writeFileSync(`${this.#file}.partial`, `${lines.join('\n')}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.partial`, this.#file);
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^[0-9a-f]{40,64}$/.test(line));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
