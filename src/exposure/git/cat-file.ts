/** Reads objects through the git program: slower, and for what the own reader does not understand. */
import type { ChildProcess } from 'node:child_process';
import { findCandidates } from '../matcher.ts';
import { PieceWindow } from './large-object.ts';
import type { ObjectType } from './loose-object.ts';
import type { Repository } from './repository.ts';
import type { Examine } from './result.ts';
import { startGit } from './run-git.ts';
import { LARGE_OBJECT } from './walk-forest.ts';

export interface CatObject {
  readonly name: string;
  readonly type: ObjectType;
  readonly found: readonly unknown[];
}

export interface CatResult {
  readonly found: readonly CatObject[];
  readonly objects: number;
  readonly bytes: number;
  /** Whether git came to its end without an error. */
  readonly isWhole: boolean;
}

const HEADER = /^([0-9a-f]{40,64}) (blob|commit|tag|tree) (\d+)$/;
const LINE_END = 0x0a;

/**
 * Examines objects as git gives them; trees are passed over.
 * @param names of the objects; `undefined` for all that the repository holds, reachable or not.
 */
export async function catObjects(
  repository: Repository,
  examine: Examine,
  names?: readonly string[],
): Promise<CatResult> {
  const all = names === undefined ? ['--batch-all-objects', '--unordered'] : [];
  const child = startGit(repository, ['cat-file', '--batch', '--buffer', ...all]);
  const ended = endOf(child);
  // Git may end before it has read all names; how it ended says so.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(names === undefined ? '' : `${names.join('\n')}\n`);
  const parser = new CatParser(examine);
  for await (const chunk of child.stdout!) parser.add(chunk as Buffer);
  const code = await ended;
  const { found, objects, bytes } = parser;
  return { found, objects, bytes, isWhole: code === 0 && parser.isBetween };
}

async function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('close', resolve);
  });
}

class CatParser {
  readonly found: CatObject[] = [];
  objects = 0;
  bytes = 0;
  readonly #examine: Examine;
  #header: Buffer = Buffer.alloc(0);
  /** The object at hand, and how many of its bytes are to come; one more for the line end behind it. */
  #object: { name: string; type: ObjectType; results: unknown[] } | undefined;
  #left = 0;
  #whole: Buffer = Buffer.alloc(0);
  #filled = 0;
  #window: PieceWindow | undefined;

  constructor(examine: Examine) {
    this.#examine = examine;
  }

  get isBetween(): boolean {
    return this.#object === undefined && this.#header.length === 0;
  }

  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#object === undefined) {
        const end = chunk.indexOf(LINE_END, at);
        const part = chunk.subarray(at, end < 0 ? chunk.length : end);
        this.#header = this.#header.length === 0 ? part : Buffer.concat([this.#header, part]);
        if (end < 0) return;
        at = end + 1;
        this.#begin(this.#header.toString('latin1'));
        this.#header = Buffer.alloc(0);
        continue;
      }
      const body = Math.min(this.#left - 1, chunk.length - at);
      if (body > 0) this.#take(chunk.subarray(at, at + body));
      at += body;
      this.#left -= body;
      if (this.#left === 1 && at < chunk.length) {
        at++;
        this.#end();
      }
    }
  }

  /** Lines without a size name an object that git does not have. */
  #begin(line: string): void {
    const [, name, type, size] = HEADER.exec(line) ?? [];
    if (name === undefined || size === undefined) return;
    const object = { name, type: type as ObjectType, results: [] as unknown[] };
    this.#object = object;
    this.#left = Number(size) + 1;
    this.#filled = 0;
    this.#window = undefined;
    if (type === 'tree') return;
    this.objects++;
    this.bytes += Number(size);
    if (Number(size) <= LARGE_OBJECT) {
      if (this.#whole.length < Number(size)) this.#whole = Buffer.allocUnsafeSlow(Number(size));
      return;
    }
    this.#window = new PieceWindow(Number(size), (piece, candidates, start) => {
      const result = this.#examine(piece, candidates, start);
      if (result !== undefined) object.results.push(result);
    });
  }

  #take(bytes: Buffer): void {
    if (this.#object?.type === 'tree') return;
    if (this.#window === undefined) {
      this.#filled += bytes.copy(this.#whole, this.#filled);
      return;
    }
    for (let at = 0; at < bytes.length;) {
      const length = bytes.copy(this.#window.room(), 0, at);
      this.#window.commit(length);
      at += length;
    }
  }

  #end(): void {
    const { name, type, results } = this.#object!;
    if (type !== 'tree' && this.#window === undefined) {
      const bytes = this.#whole.subarray(0, this.#filled);
      const candidates = findCandidates(bytes);
      const result = candidates.length === 0 ? undefined : this.#examine(bytes, candidates, 0);
      if (result !== undefined) results.push(result);
    }
    if (results.length > 0) this.found.push({ name, type, found: results });
    this.#object = undefined;
  }
}
