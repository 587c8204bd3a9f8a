/** Packs the matches of one thread. Only the last block of them stays in memory: the others go to a temporary file. */
import type { Event } from '../cloudtrail/event.ts';
import { UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { HOT_FIELDS } from '../cloudtrail/fields.ts';
import type { Spill } from '../cloudtrail/spill-file.ts';
import { SUMMARY_FIELDS } from '../cloudtrail/summary.ts';
import { writeUuid } from '../cloudtrail/uuid.ts';
import { putBlockAside } from './blocks.ts';
import type { BlockAside } from './blocks.ts';
import { COLUMN, NO_VALUE, TEXTS } from './match-row.ts';
import type { Block } from './match-row.ts';
import { KnownNumbers, Strings } from './strings.ts';

/** What a thread found, in a form that can be sent to another: the last block, and those put aside before it. */
export interface PackedMatches extends Block {
  readonly aside: readonly BlockAside[];
}

/** Rows of a block at most, and characters of its texts (one match may go beyond): 3 MB and some. */
const MOST_ROWS = 16_384;
const MOST_CHARACTERS = 2 ** 21;

const TEXT_FIELDS = TEXTS.flatMap((name, n) =>
  name === 'file' ? [] : [{ column: COLUMN.texts + n, fieldOf: SUMMARY_FIELDS[name] }],
);

export class MatchLog {
  /** The texts of the block at hand, see `Strings.generation`. */
  readonly strings: Strings = new Strings();
  readonly #spill: Spill | null;
  readonly #width: number;
  readonly #mostWords: number;
  readonly #aside: BlockAside[] = [];
  #words: Uint32Array;
  #length = 0;
  readonly #time = new Float64Array(1);
  readonly #timeWords = new Uint32Array(this.#time.buffer);
  /** For each hot field, the numbers that values' texts have here, by the values' own numbers. */
  readonly #known: readonly KnownNumbers[] = HOT_FIELDS.map(() => new KnownNumbers());
  #epoch = -1;
  #file: string | undefined;
  #fileNumber = 0;

  /**
   * @param spill where full blocks go; null keeps all in memory.
   * @param width numbers of a row, see `widthOf`.
   */
  constructor(spill: Spill | null, width: number, mostRows: number = MOST_ROWS) {
    this.#spill = spill;
    this.#width = width;
    this.#mostWords = mostRows * width;
    this.#words = new Uint32Array(64 * width);
  }

  /** Makes room for a match. Numbers of texts hold from here to the next call. */
  begin(): void {
    const isFull = this.#length >= this.#mostWords || this.strings.characters >= MOST_CHARACTERS;
    if (isFull && this.#spill !== null) this.#putAside(this.#spill);
  }

  /** Adds a match of the event at hand, behind `begin`. `details` is the number of a JSON text; what is compared follows. */
  add(rule: number, event: Event, details: number): void {
    const at = this.#length;
    if (at + this.#width > this.#words.length) this.#grow();
    this.#length += this.#width;
    const words = this.#words;
    words[at + COLUMN.rule] = rule;
    words[at + COLUMN.details] = details;
    words.fill(NO_VALUE, at + COLUMN.values, at + this.#width);
    if (!this.#repeatLast(at, event)) this.#addEvent(at, event);
  }

  /** Says of the match added last what correlations compare, by its place in the list of the rule's fields. */
  setValue(place: number, value: number): void {
    this.#words[this.#length - this.#width + COLUMN.values + place] = value;
  }

  pack(): PackedMatches {
    const words = this.#words.slice(0, this.#length);
    return { words, width: this.#width, strings: this.strings.list, aside: this.#aside };
  }

  /** Several rules match one event one after the other: what is kept of it is the same. */
  #repeatLast(at: number, event: Event): boolean {
    const words = this.#words;
    const last = at - this.#width;
    if (last < 0 || words[last + COLUMN.record] !== event.record) return false;
    const [low, high] = [event.idHashLow, event.idHashHigh];
    if (words[last + COLUMN.hash] !== low || words[last + COLUMN.hash + 1] !== high) return false;
    if ((low | high) === 0 || this.strings.list[words[last + COLUMN.file]!] !== event.file) return false;
    words.copyWithin(at + COLUMN.record, last + COLUMN.record, last + COLUMN.details);
    words.copyWithin(at + COLUMN.eventId, last + COLUMN.eventId, last + COLUMN.values);
    return true;
  }

  #addEvent(at: number, event: Event): void {
    if (event.epoch !== this.#epoch) this.#forgetIds(event.epoch);
    const words = this.#words;
    this.#time[0] = event.timeMs;
    words[at + COLUMN.record] = event.record;
    words[at + COLUMN.time] = this.#timeWords[0]!;
    words[at + COLUMN.time + 1] = this.#timeWords[1]!;
    words[at + COLUMN.hash] = event.idHashLow;
    words[at + COLUMN.hash + 1] = event.idHashHigh;
    for (const { column, fieldOf } of TEXT_FIELDS) words[at + column] = this.#text(event, fieldOf(event));
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

  #text(event: Event, field: number): number {
    const id = event.id(field);
    const known = id === UNNUMBERED_ID ? -1 : this.#known[field]!.get(id);
    if (known >= 0) return known;
    const number = this.strings.number(event.text(field));
    if (id !== UNNUMBERED_ID) this.#known[field]!.set(id, number);
    return number;
  }

  #putAside(spill: Spill): void {
    const words = this.#words.subarray(0, this.#length);
    this.#aside.push(putBlockAside(spill, { words, width: this.#width, strings: this.strings.list }));
    this.#length = 0;
    this.strings.forget();
    this.#file = undefined;
    this.#forgetIds(this.#epoch);
  }

  #forgetIds(epoch: number): void {
    for (const known of this.#known) known.forget();
    this.#epoch = epoch;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
  }
}
