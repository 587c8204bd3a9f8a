/** Where the inflated bytes of one file go: to the document, or (behind damage) to what is still to be saved. */
import { contentKind, HEAD_BYTES } from './content.ts';
import type { DocumentReader } from './document.ts';
import type { ByteSink } from './inflate.ts';

/** Bytes inflated at a time where they are only passed over. */
const MOST_ROOM = 1024 * 1024;

/** Thrown out of the inflater when the content is no JSON after all. */
export class ForeignContent extends Error {}

/** Passes inflated bytes to the document, once their beginning has been seen to be JSON. */
export class GzipSink implements ByteSink {
  committed = 0;
  readonly #reader: DocumentReader;
  #room: Uint8Array = new Uint8Array(0);

  constructor(reader: DocumentReader) {
    this.#reader = reader;
  }

  room(): Uint8Array {
    this.#room = this.#reader.room();
    return this.#room;
  }

  commit(length: number): void {
    if (
      this.committed === 0 &&
      contentKind(this.#room.subarray(0, Math.min(length, HEAD_BYTES))) !== 'json'
    ) {
      throw new ForeignContent();
    }
    this.committed += length;
    this.#reader.commit(length);
  }
}

/** Passes over the bytes that are known and keeps those behind them, up to the step that meets the damage. */
export class SalvageSink implements ByteSink {
  #known: number;
  readonly #step: Uint8Array;
  readonly #found: Buffer[] = [];

  constructor(known: number, step: number) {
    this.#known = known;
    this.#step = new Uint8Array(step);
  }

  room(): Uint8Array {
    this.#step[0] = 0;
    return this.#known > 0 ? new Uint8Array(Math.min(this.#known, MOST_ROOM)) : this.#step;
  }

  commit(length: number): void {
    if (this.#known > 0) this.#known -= length;
    else {
      this.#found.push(Buffer.from(this.#step.subarray(0, length)));
      this.#step[0] = 0;
    }
  }

  /** The last byte may have come out in the very step that met the damage, and JSON has no zero bytes. */
  found(): Buffer {
    if (this.#step.length === 1 && this.#step[0] !== 0) this.#found.push(Buffer.from(this.#step));
    return Buffer.concat(this.#found);
  }
}
