/** One JSON document pushed through the scanner in pieces, its events handed out one by one. */
import type { Json } from '../json.ts';
import { unwrap } from './envelope.ts';
import { Event } from './event.ts';
import { nextRecord, RECORD_START_BYTES } from './next-record.ts';
import type { InputProblem, InputTally, ProblemKind } from './problem.ts';
import { MARK, RECORD_KIND, ROW, SCAN_STATUS, SCAN_STATE } from './scanner.ts';
import type { Scanner } from './scanner.ts';

/** Bytes asked for at a time: small enough for the second-level cache, large enough to make calls rare. */
const PIECE = 256 * 1024;

/** A longer record is passed over. */
export const LONGEST_RECORD: number = 64 * 1024 * 1024;

/** How often a document may be picked up behind damage before the rest of it is given up. */
const MOST_RESUMES = 1000;

/** Receives the events of a document. */
export interface EventVisitor {
  /**
   * Rows are about to be visited, `rows` of them from `first` in `words`, each `width` long (see `ROW`). Events that get
   * a mark which is in `UNVISITED` are passed over.
   */
  prepare?(words: Uint32Array, first: number, rows: number, width: number): void;
  visit(event: Event): void;
  /** All numbers of values are about to lose their meaning (see `Event.epoch`): the last chance to ask for their texts. */
  forget?(): void;
}

const UNVISITED = MARK.passed | MARK.filtered;

/** Pushes documents through one scanner: `begin`, then `room` and `commit` in turn, then `finish`. */
export class DocumentReader {
  readonly scanner: Scanner;
  readonly event: Event;
  readonly #visitor: EventVisitor;
  readonly #tally: InputTally;
  readonly #problems: InputProblem[];
  /** Bytes in the window that are not scanned yet. */
  #fill = 0;
  /** Scanning waits for so many bytes, lest a long record be scanned again with every piece. */
  #wanted = 0;
  #resumes = 0;
  /** Whether a record that is found but no valid JSON has been reported: the first stands for all of the document. */
  #reported = false;
  /** Looking for the next record behind damage. */
  #seeking = false;
  #wrapped: { readonly text: string; readonly record: number }[] = [];

  constructor(scanner: Scanner, tally: InputTally, problems: InputProblem[], visitor: EventVisitor) {
    this.scanner = scanner;
    this.event = new Event(scanner);
    this.#tally = tally;
    this.#problems = problems;
    this.#visitor = visitor;
    scanner.reserve(2 * PIECE);
  }

  begin(file: string): void {
    this.event.file = file;
    this.event.record = 0;
    this.#fill = 0;
    this.#wanted = 0;
    this.#resumes = 0;
    this.#reported = false;
    this.#seeking = false;
    this.scanner.restoreState(0);
  }

  /** Free bytes to write the next piece to; valid until `commit`. */
  room(): Uint8Array {
    this.scanner.reserve(this.#fill + PIECE);
    const start = this.scanner.windowStart + this.#fill;
    return this.scanner.bytes.subarray(start, start + PIECE);
  }

  /** Says that `length` bytes have been written to `room`. */
  commit(length: number): void {
    this.#tally.bytesScanned += length;
    this.#fill += length;
    if (this.#fill >= this.#wanted) this.#scan();
  }

  /** Copies bytes that lie elsewhere into the document. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const room = this.room();
      const piece = bytes.subarray(at, at + room.length);
      room.set(piece);
      this.commit(piece.length);
      at += piece.length;
    }
  }

  /** Ends the document. `cut` says that the source broke off and was reported, so that a partial record is no news. */
  finish(cut: boolean): void {
    this.#wanted = 0;
    // A number is known to be whole only when something stands behind it.
    this.scanner.bytes[this.scanner.windowStart + this.#fill++] = 0x20;
    this.#scan();
    while (!this.#seeking && this.#hasLeftOver() && this.#lookBehind()) this.#scan();
    if (cut) return;
    if (this.#seeking) {
      this.#problem(
        'invalid-json',
        `no record could be found behind record ${this.event.record}; the rest was passed over`,
      );
    } else if (this.#hasLeftOver()) {
      this.#problem(
        'truncated',
        `ends inside record ${this.event.record + 1}; the records before it were read`,
      );
      this.#tally.brokenRecords++;
    } else if (this.scanner.saveState() !== SCAN_STATE.atTop) {
      this.#problem('truncated', `ends before its list of records does, after record ${this.event.record}`);
    }
  }

  /** Scans the bytes at hand and keeps what must be seen again with the bytes to come. */
  #scan(): void {
    const { scanner } = this;
    const start = scanner.windowStart;
    let at = start;
    for (;;) {
      if (this.#seeking) {
        at = this.#seek(at);
        if (this.#seeking) break;
      }
      at = scanner.scan(at, start + this.#fill);
      const { status } = scanner;
      this.#visitRows();
      if (status === SCAN_STATUS.dictionaryFull) this.#forget();
      if (this.#wrapped.length > 0) this.#visitWrapped();
      if (status === SCAN_STATUS.broken) this.#passOver('invalid-json');
      else if (status === SCAN_STATUS.wantsBytes && start + this.#fill - at > LONGEST_RECORD)
        this.#passOver('too-long');
      else if (status === SCAN_STATUS.wantsBytes) break;
      if (this.#seeking) at++;
    }
    this.#fill -= at - start;
    if (this.#fill > 0) scanner.bytes.copyWithin(start, at, at + this.#fill);
    this.#wanted = this.#fill > PIECE ? 2 * this.#fill : 0;
  }

  /** Counts the record at hand as broken and starts looking for the next one. */
  #passOver(kind: ProblemKind): void {
    this.event.record++;
    this.#tally.brokenRecords++;
    this.#seeking = true;
    if (this.#resumes++ === 0) {
      this.#problem(
        kind,
        `record ${this.event.record} cannot be read; reading goes on where the next record can be found`,
      );
    }
  }

  /** Where the next record starts at or behind `at`; while there is none, where to go on looking. */
  #seek(at: number): number {
    const { scanner } = this;
    const end = scanner.windowStart + this.#fill;
    const next =
      this.#resumes > MOST_RESUMES ? -1 : nextRecord(scanner.bytes.subarray(at, end), scanner.saveState());
    if (next < 0) return Math.max(at, end - RECORD_START_BYTES);
    this.#seeking = false;
    scanner.expectRecord();
    return at + next;
  }

  /** Whether anything but white space is left when the source has ended. */
  #hasLeftOver(): boolean {
    const start = this.scanner.windowStart;
    return this.scanner.bytes.subarray(start, start + this.#fill).some((byte) => byte > 0x20);
  }

  /** A string that never ends swallows the records behind it: looks for them. False when there is none. */
  #lookBehind(): boolean {
    const start = this.scanner.windowStart;
    const left = this.scanner.bytes.subarray(start + 1, start + this.#fill);
    if (this.#resumes > MOST_RESUMES || nextRecord(left, this.scanner.saveState()) < 0) return false;
    this.#passOver('invalid-json');
    this.scanner.bytes[start] = 0x20;
    return true;
  }

  #visitRows(): void {
    const { scanner, event } = this;
    const { words, rowCount: rows, rowWords: width } = scanner;
    const first = scanner.rowAt(0);
    const visitor = this.#visitor;
    visitor.prepare?.(words, first, rows, width);
    for (let row = first; row < first + rows * width; row += width) {
      event.record++;
      if ((words[row + ROW.mark]! & UNVISITED) !== 0) continue;
      event.moveTo(words, row);
      if (words[row + ROW.kind] === RECORD_KIND.event) visitor.visit(event);
      else this.#unwrap(row);
    }
  }

  #forget(): void {
    this.#visitor.forget?.();
    this.scanner.resetDictionary();
  }

  #unwrap(row: number): void {
    const tally = this.#tally;
    if (this.scanner.words[row + ROW.kind] === RECORD_KIND.other) {
      tally.otherRecords++;
      return;
    }
    let value: Json;
    try {
      value = JSON.parse(this.event.source()) as Json;
    } catch {
      this.#leaveOut('invalid-json', 'is no valid JSON');
      return;
    }
    const inner = unwrap(value);
    if (inner.kind === 'events') {
      for (const text of inner.texts) this.#wrapped.push({ text, record: this.event.record });
    } else if (inner.kind === 'digest') tally.digests++;
    else if (inner.kind === 'insight') tally.insights++;
    else if (inner.kind === 'too-deep') this.#leaveOut('too-deep', 'is nested too deeply');
    else tally.otherRecords++;
  }

  #leaveOut(kind: ProblemKind, why: string): void {
    this.#tally.brokenRecords++;
    if (!this.#reported) this.#problem(kind, `record ${this.event.record} ${why} and was passed over`);
    this.#reported = true;
  }

  /** Scans the events found inside other records, behind the window's bytes, and comes back to where it was. */
  #visitWrapped(): void {
    const { scanner, event } = this;
    const wrapped = this.#wrapped;
    this.#wrapped = [];
    const { record } = event;
    const state = scanner.saveState();
    for (const inner of wrapped) {
      event.record = inner.record;
      scanner.restoreState(SCAN_STATE.atTop);
      this.#scanText(Buffer.from(inner.text));
    }
    scanner.restoreState(state);
    event.record = record;
  }

  #scanText(text: Buffer): void {
    const { scanner, event } = this;
    const offset = (this.#fill + 127) & ~63;
    scanner.reserve(offset + text.length);
    let at = scanner.windowStart + offset;
    const end = at + text.length;
    text.copy(scanner.bytes, at);
    for (;;) {
      at = scanner.scan(at, end);
      const { words, rowCount: rows, rowWords: width } = scanner;
      const first = scanner.rowAt(0);
      this.#visitor.prepare?.(words, first, rows, width);
      for (let row = first; row < first + rows * width; row += width) {
        if ((words[row + ROW.mark]! & UNVISITED) !== 0) continue;
        event.moveTo(words, row);
        if (words[row + ROW.kind] === RECORD_KIND.event) this.#visitor.visit(event);
        else this.#tally.otherRecords++;
      }
      if (scanner.status === SCAN_STATUS.dictionaryFull) this.#forget();
      else if (scanner.status !== SCAN_STATUS.rowsFull) return;
    }
  }

  #problem(kind: ProblemKind, detail: string): void {
    this.#problems.push({ kind, file: this.event.file, detail });
  }
}
