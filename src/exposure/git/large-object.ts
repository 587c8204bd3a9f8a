/** Objects too large to be held: looked at in pieces that overlap. */
import { findCandidates } from '../matcher.ts';
import type { Candidate } from '../matcher.ts';
import type { LargeSink } from './walk-forest.ts';

const PIECE = 8 * 1024 * 1024;
/** What two pieces have in common. A candidate is seen in the piece where it is at least half of this from the ends. */
const OVERLAP = 64 * 1024;

/** Takes an object's bytes in order and shows pieces of it that have candidates. */
export class PieceWindow implements LargeSink {
  readonly #bytes = Buffer.allocUnsafeSlow(PIECE);
  readonly #size: number;
  readonly #see: (piece: Buffer, candidates: Candidate[], start: number) => void;
  #filled = 0;
  #start = 0;

  /** @param size of the object in bytes. */
  constructor(size: number, see: (piece: Buffer, candidates: Candidate[], start: number) => void) {
    this.#size = size;
    this.#see = see;
  }

  room(): Uint8Array {
    return this.#bytes.subarray(this.#filled);
  }

  commit(length: number): void {
    this.#filled += length;
    const isLast = this.#start + this.#filled >= this.#size;
    if (!isLast && this.#filled < PIECE) return;
    const piece = this.#bytes.subarray(0, this.#filled);
    const from = this.#start === 0 ? 0 : OVERLAP / 2;
    const to = isLast ? this.#filled : this.#filled - OVERLAP / 2;
    const candidates = findCandidates(piece).filter(({ offset }) => offset >= from && offset < to);
    if (candidates.length > 0) this.#see(piece, candidates, this.#start);
    if (isLast) return;
    this.#bytes.copyWithin(0, this.#filled - OVERLAP, this.#filled);
    this.#start += this.#filled - OVERLAP;
    this.#filled = OVERLAP;
  }
}
