/** Packs the matches of one thread. Only the last block of them stays in memory: the others go to a temporary file. */
import { ABSENT_ID, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { Event } from '../cloudtrail/event.ts';
import type { Spill } from '../cloudtrail/spill-file.ts';
import { SUMMARY_FIELDS } from '../cloudtrail/summary.ts';
import { writeUuid } from '../cloudtrail/uuid.ts';
import { putBlockAside } from './blocks.ts';
import type { BlockAside } from './blocks.ts';
import { COLUMN, ROW_WORDS, TEXTS } from './match-row.ts';
import type { Block } from './match-row.ts';
import { KnownNumbers, Strings } from './strings.ts';

/** A thread's last block, and those put aside before it. */
export interface LoggedMatches extends Block {
  readonly aside: readonly BlockAside[];
}

/** Rows of a block at most, and characters of its texts (one match may go beyond): 3 MB and some. */
const MOST_ROWS = 16_384;
const MOST_CHARACTERS = 2 ** 21;

/** Texts of an event that are the values of hot fields. */
const VALUES = TEXTS.filter((name) => name !== 'file').map((name) => ({
  column: COLUMN.texts + TEXTS.indexOf(name),
  fieldOf: SUMMARY_FIELDS[name],
}));
const VALUES_END = COLUMN.file;

/** Texts of so many rows are asked for at a time: they count as texts of the block, and few values are met only once. */
const UNSETTLED_WORDS = 1024 * ROW_WORDS;

/** Marks the number of a text where the number of a value would stand, see `#settle`. */
const IS_TEXT = 0x8000_0000;

export class MatchLog {
  /** The texts of the block at hand, see `Strings.generation`. */
  readonly strings: Strings = new Strings();
  readonly #spill: Spill | null;
  readonly #mostWords: number;
  readonly #aside: BlockAside[] = [];
  #words = new Uint32Array(64 * ROW_WORDS);
  #length = 0;
  /** Up to where the texts of rows are known by their own numbers. */
  #settled = 0;
  readonly #time = new Float64Array(1);
  readonly #timeWords = new Uint32Array(this.#time.buffer);
  /** The numbers that values' texts have here, by the values' own numbers. */
  readonly #known = new KnownNumbers();
  /** The event whose numbers those are. */
  #event: Event | undefined;
  #file: string | undefined;
  #fileNumber = 0;

  /** @param spill where full blocks go; null keeps all in memory. */
  constructor(spill: Spill | null, mostRows: number = MOST_ROWS) {
    this.#spill = spill;
    this.#mostWords = mostRows * ROW_WORDS;
  }

  /** Makes room for a match. Numbers of texts hold from here to the next call. */
  begin(): void {
    const isFull = this.#length >= this.#mostWords || this.strings.characters >= MOST_CHARACTERS;
    if (isFull && this.#spill !== null) this.#putAside(this.#spill);
    else if (this.#length - this.#settled >= UNSETTLED_WORDS) this.#settle();
  }

  /** Adds a match of the event at hand, behind `begin`. `details` is the number of a JSON text. */
  add(rule: number, event: Event, details: number, series: number): void {
    const at = this.#length;
    if (at + ROW_WORDS > this.#words.length) this.#grow();
    this.#length += ROW_WORDS;
    const words = this.#words;
    words[at + COLUMN.rule] = rule;
    words[at + COLUMN.details] = details;
    words[at + COLUMN.series] = series;
    if (!this.#repeatLast(at, event)) this.#addEvent(at, event);
  }

  /** To be called before the numbers of values lose their meaning (see `Task.forget`). */
  forgetValues(): void {
    this.#settle();
    this.#known.forget();
  }

  pack(): LoggedMatches {
    this.#settle();
    return { words: this.#words.slice(0, this.#length), strings: this.strings.list, aside: this.#aside };
  }

  /** Several rules match one event one after the other: what is kept of it is the same. */
  #repeatLast(at: number, event: Event): boolean {
    const words = this.#words;
    const last = at - ROW_WORDS;
    if (last < this.#settled || words[last + COLUMN.record] !== event.record) return false;
    const [low, high] = [event.idHashLow, event.idHashHigh];
    if (words[last + COLUMN.hash] !== low || words[last + COLUMN.hash + 1] !== high) return false;
    if ((low | high) === 0 || this.strings.list[words[last + COLUMN.file]!] !== event.file) return false;
    words.copyWithin(at + COLUMN.record, last + COLUMN.record, last + COLUMN.details);
    words.copyWithin(at + COLUMN.eventId, last + COLUMN.eventId, last + COLUMN.series);
    return true;
  }

  #addEvent(at: number, event: Event): void {
    const words = this.#words;
    this.#event = event;
    this.#time[0] = event.timeMs;
    words[at + COLUMN.record] = event.record;
    words[at + COLUMN.time] = this.#timeWords[0]!;
    words[at + COLUMN.time + 1] = this.#timeWords[1]!;
    words[at + COLUMN.hash] = event.idHashLow;
    words[at + COLUMN.hash + 1] = event.idHashHigh;
    for (let n = 0; n < VALUES.length; n++) {
      const { column, fieldOf } = VALUES[n]!;
      const field = fieldOf(event);
      const id = event.id(field);
      words[at + column] = id === UNNUMBERED_ID ? this.strings.number(event.text(field)) | IS_TEXT : id;
    }
    words[at + COLUMN.file] = this.#fileOf(event);
    if (event.writeId(words, at + COLUMN.eventId)) words[at + COLUMN.idIsText] = 0;
    else this.#addOddId(at, event.eventId);
  }

  /** An event ID that is no UUID as it stands in the file; it may be one with escapes in it. */
  #addOddId(at: number, eventId: string): void {
    const words = this.#words;
    const isUuid = writeUuid(eventId, words, at + COLUMN.eventId);
    words[at + COLUMN.idIsText] = isUuid ? 0 : 1;
    if (isUuid) return;
    words.fill(0, at + COLUMN.eventId, at + COLUMN.idIsText);
    words[at + COLUMN.eventId] = this.strings.add(eventId);
  }

  /** Number of the file's name, which is that of the match before nearly always. */
  #fileOf({ file }: Event): number {
    if (file !== this.#file) {
      this.#file = file;
      this.#fileNumber = this.strings.number(file);
    }
    return this.#fileNumber;
  }

  /** Puts numbers of texts in place of numbers of values: looking each up as it comes takes longer than many at once. */
  #settle(): void {
    const words = this.#words;
    for (let at = this.#settled; at < this.#length; at += ROW_WORDS)
      for (let n = at + COLUMN.texts; n < at + VALUES_END; n++) words[n] = this.#textNumber(words[n]!);
    this.#settled = this.#length;
  }

  /** Number of a text that stands in a row: as it is, or by the number of its value. */
  #textNumber(word: number): number {
    if (word >= IS_TEXT) return word - IS_TEXT;
    const known = this.#known.get(word);
    if (known >= 0) return known;
    const number = this.strings.number(word === ABSENT_ID ? '' : this.#event!.textOf(word));
    this.#known.set(word, number);
    return number;
  }

  #putAside(spill: Spill): void {
    this.#settle();
    this.#known.forget();
    const words = this.#words.subarray(0, this.#length);
    this.#aside.push(putBlockAside(spill, { words, strings: this.strings.list }));
    this.#length = 0;
    this.#settled = 0;
    this.strings.forget();
    this.#file = undefined;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
  }
}
