/** Scans bytes that come piece by piece, in memory that does not grow with their number. */
import { assess } from './assess.ts';
import type { HashSecret } from './assess.ts';
import type { Exposure } from './exposure.ts';
import { findCandidates } from './matcher.ts';
import { lineEnds, placed } from './place.ts';

/** Bytes looked at together. */
const BLOCK = 4 * 1024 * 1024;
/** What stands around a value counts so far: base64 that wraps an ID is followed 64 KiB to either side. */
const AROUND = 128 * 1024;

export class BlockScanner {
  readonly #buffer = Buffer.allocUnsafeSlow(BLOCK);
  readonly #hash: HashSecret;
  #length = 0;
  /** Exposures before this offset of the buffer have been told. */
  #told = 0;
  /** Bytes and lines before the buffer. */
  #offset = 0;
  #lines = 0;
  #path = '';
  #inside: readonly string[] = [];
  #found: Exposure[] = [];

  constructor(hash: HashSecret) {
    this.#hash = hash;
  }

  /** Begins new bytes, of the file at `path` or of something inside it. */
  begin(path: string, inside: readonly string[], found: Exposure[]): void {
    this.#path = path;
    this.#inside = inside;
    this.#found = found;
    this.#length = 0;
    this.#told = 0;
    this.#offset = 0;
    this.#lines = 0;
  }

  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length;) {
      if (this.#length === BLOCK) this.#advance();
      const part = piece.subarray(at, at + BLOCK - this.#length);
      this.#buffer.set(part, this.#length);
      this.#length += part.length;
      at += part.length;
    }
  }

  /** All that is left: call it at the end, also where the bytes broke off. */
  finish(): void {
    this.#tell(this.#length);
    this.#length = 0;
  }

  #advance(): void {
    const told = BLOCK - AROUND;
    this.#tell(told);
    const start = told - AROUND;
    this.#lines += lineEnds(this.#buffer, 0, start);
    this.#buffer.copyWithin(0, start, BLOCK);
    this.#offset += start;
    this.#length = BLOCK - start;
    this.#told = AROUND;
  }

  #tell(end: number): void {
    const bytes = this.#buffer.subarray(0, this.#length);
    const found = scanWhole(bytes, this.#hash, this.#path, this.#inside);
    for (const exposure of found) {
      const { offset, line } = exposure.place;
      if (offset < this.#told || offset >= end) continue;
      const place = { ...exposure.place, offset: offset + this.#offset, line: (line ?? 1) + this.#lines };
      this.#found.push({ ...exposure, place });
    }
  }
}

const NONE: readonly Exposure[] = [];

/** The exposures in bytes that are there as a whole. */
export function scanWhole(
  bytes: Uint8Array,
  hash: HashSecret,
  path: string,
  inside: readonly string[],
): readonly Exposure[] {
  const candidates = findCandidates(bytes);
  if (candidates.length === 0) return NONE;
  let [line, at] = [1, 0];
  return assess(bytes, candidates, hash).map((assessed) => {
    line += lineEnds(bytes, at, assessed.offset);
    at = assessed.offset;
    return placed(assessed, { path, inside, line, offset: at, git: null });
  });
}
