/** Copies of records in a temporary file: documents that are read like log files, and where each record came from. */
import { DistinctTexts } from '../distinct-texts.ts';
import type { Event } from './event.ts';
import { writeRun } from './spill-file.ts';
import type { Spill, SpilledRun } from './spill-file.ts';

/** Bytes of records in a document. */
const DOCUMENT_BYTES = 1 << 20;
const LEAST_ROWS = 1024;

const OPENING = Buffer.from('{"Records":[');
const COMMA = 0x2c;
const CLOSING = Buffer.from(']}');

/** Plain data. Rows are records in the order of the documents. */
export interface CopiedRecords {
  /** The documents in the temporary file. */
  readonly runs: readonly SpilledRun[];
  /** First row of each document. */
  readonly starts: readonly number[];
  readonly files: readonly string[];
  /** Of each row: the position of its file in `files`, and the number of the record there. */
  readonly file: Uint32Array;
  readonly record: Uint32Array;
}

/** Copies the records of one thread. */
export class RecordCopier {
  readonly #spill: Spill;
  readonly #mostBytes: number;
  readonly #runs: SpilledRun[] = [];
  readonly #starts: number[] = [];
  readonly #files = new DistinctTexts();
  #file = new Uint32Array(LEAST_ROWS);
  #record = new Uint32Array(LEAST_ROWS);
  #length = 0;
  /** The document at hand. */
  #bytes = Buffer.allocUnsafe(DOCUMENT_BYTES);
  #fill = 0;
  #copied = 0;
  #isBroken = false;

  /** @param mostBytes so much is copied, and no more. */
  constructor(spill: Spill, mostBytes: number) {
    this.#spill = spill;
    this.#mostBytes = mostBytes;
  }

  /** How many records were copied. */
  get length(): number {
    return this.#length;
  }

  /** How many bytes of records were copied. */
  get bytes(): number {
    return this.#copied;
  }

  /** Copies the event at hand; false where it has no room. */
  add(event: Event): boolean {
    const source = event.sourceBytes();
    const needed = OPENING.length + source.length + CLOSING.length;
    if (this.#isBroken || needed > DOCUMENT_BYTES || this.#copied + source.length > this.#mostBytes)
      return false;
    if (this.#fill > 0 && this.#fill + needed > DOCUMENT_BYTES) this.#write();
    if (this.#fill === 0) this.#open();
    else this.#bytes[this.#fill++] = COMMA;
    this.#bytes.set(source, this.#fill);
    this.#fill += source.length;
    this.#copied += source.length;
    if (this.#length === this.#file.length) this.#grow();
    this.#file[this.#length] = this.#files.number(event.file);
    this.#record[this.#length++] = event.record;
    return true;
  }

  /** All that was copied; `null` where the file could not be written to, so that some of it is lost. */
  pack(): CopiedRecords | null {
    if (this.#fill > 0) this.#write();
    if (this.#isBroken) return null;
    return {
      runs: this.#runs,
      starts: this.#starts,
      files: this.#files.list,
      file: this.#file.slice(0, this.#length),
      record: this.#record.slice(0, this.#length),
    };
  }

  #open(): void {
    this.#bytes.set(OPENING);
    this.#fill = OPENING.length;
    this.#starts.push(this.#length);
  }

  /** A full disk is no reason to stop: whoever wants what is not copied reads the files again. */
  #write(): void {
    this.#bytes.set(CLOSING, this.#fill);
    const length = this.#fill + CLOSING.length;
    try {
      this.#runs.push(writeRun(this.#spill, [this.#bytes.subarray(0, length)], length));
    } catch {
      this.#isBroken = true;
    }
    this.#fill = 0;
  }

  #grow(): void {
    const room = 2 * this.#length;
    this.#file = copied(this.#file, room);
    this.#record = copied(this.#record, room);
  }
}

function copied(from: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(room);
  to.set(from);
  return to;
}
