/** A view of one CloudTrail record: hot fields at once, the rest only when asked for. */
import { isJsonObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { HOT_FIELDS } from './fields.ts';
import type { HotField } from './fields.ts';
import { MARK, ROW } from './scanner.ts';
import type { Scanner } from './scanner.ts';
import { writeUuidBytes } from './uuid.ts';

/** Ids with a meaning of their own: the field is absent, or its value must be looked up in the record. */
export const ABSENT_ID = 0;
export const UNNUMBERED_ID = 1;

/** Number of each hot field, as `Event.id` and `Event.value` take it. */
export const FIELD = Object.fromEntries(HOT_FIELDS.map((field, n) => [field, n])) as {
  readonly [F in HotField]: number;
};

const FIELDS_AT = ROW.fields;
const QUOTE = 0x22;
/** Event IDs are UUIDs: what looks like one needs no parsing. */
const PLAIN_ID = /^[0-9a-zA-Z-]+$/;

/**
 * The record at hand. One object serves all records of a reader: it is valid only while it is being visited, so
 * whoever wants to keep something copies it.
 */
export class Event {
  /** File (and, behind `!`, archive entry) the record comes from. */
  file = '';
  /** Number of the record in its file, from 1. */
  record = 0;
  readonly #scanner: Scanner;
  #words: Uint32Array;
  #row = 0;
  #json: JsonObject | null | undefined;
  #parameters: Json | undefined;
  #hasParameters = false;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
    this.#words = scanner.words;
  }

  /** Moves the view to the row at `row` (an index into `words`, the scanner's memory as it is now). */
  moveTo(words: Uint32Array, row: number): void {
    this.#words = words;
    this.#row = row;
    this.#json = undefined;
    this.#hasParameters = false;
  }

  /** Goes up when ids lose their meaning. */
  get epoch(): number {
    return this.#scanner.epoch;
  }

  /** Where its row stands in the scanner's memory, in words. */
  get row(): number {
    return this.#row;
  }

  /** Goes up when ids, or numbers of callers, lose their meaning. */
  get generation(): number {
    return this.#scanner.generation;
  }

  /**
   * Number of who called: equal numbers are equal texts of `userIdentity` until `generation` goes up, which asking may
   * bring about; 0 without one. It outlasts `identityNumber`, which is given anew when many callers take turns.
   */
  get caller(): number {
    return this.#scanner.callerOf(this.#row);
  }

  /** Number of the field's value: equal ids are equal values until `epoch` goes up; 0 is absent, 1 unnumbered. */
  id(field: number): number {
    return this.#words[this.#row + FIELDS_AT + field]!;
  }

  /** Value of a hot field; `undefined` when absent. */
  value(field: number): Json | undefined {
    const id = this.id(field);
    if (id > UNNUMBERED_ID) return this.#scanner.valueOf(id);
    return id === ABSENT_ID ? undefined : this.#lookUp(field);
  }

  /** Value of a hot field as text; `''` when absent or null. */
  text(field: number): string {
    return spellValue(this.value(field));
  }

  /** Text of the value that has this number (2 or greater), as `text` gives it. */
  textOf(id: number): string {
    return spellValue(this.#scanner.valueOf(id));
  }

  /** `eventTime` in milliseconds since 1970 (UTC); NaN when absent or unreadable. */
  get timeMs(): number {
    const state = this.#words[this.#row + ROW.timeState];
    if (state === 1) return this.#scanner.floats[(this.#row + ROW.time) / 2]!;
    if (state === 0) return Number.NaN;
    return readTime(this.json()?.['eventTime']);
  }

  /** `eventID` as text; `''` when absent or null. Anything but a string is given as it stands in the file. */
  get eventId(): string {
    const start = this.#words[this.#row + ROW.idStart]!;
    if (start === 0) return '';
    const { bytes } = this.#scanner;
    const end = this.#words[this.#row + ROW.idEnd]!;
    const plain = bytes.toString('latin1', start + 1, end - 1);
    if (bytes[start] === QUOTE && PLAIN_ID.test(plain)) return plain;
    const token = bytes.toString('utf8', start, end);
    const value = parseValue(token);
    if (value === null) return '';
    return typeof value === 'string' ? value : token;
  }

  /** Writes `eventID` to `words` as `writeUuid` does; false when it is no UUID in its usual form. */
  writeId(words: Uint32Array, at: number): boolean {
    const start = this.#words[this.#row + ROW.idStart]!;
    const { bytes } = this.#scanner;
    if (start === 0 || bytes[start] !== QUOTE) return false;
    return writeUuidBytes(bytes, start + 1, this.#words[this.#row + ROW.idEnd]! - 1, words, at);
  }

  /** Whether the event was read before, perhaps by another thread. */
  get isDuplicate(): boolean {
    return (this.#words[this.#row + ROW.mark]! & MARK.duplicate) !== 0;
  }

  /** Two halves of a hash over event ID and account; both 0 when there is no event ID. */
  get idHashLow(): number {
    return this.#words[this.#row + ROW.idHash]!;
  }

  get idHashHigh(): number {
    return this.#words[this.#row + ROW.idHash + 1]!;
  }

  /** The whole record, parsed once; `null` when its text is not valid JSON. */
  json(): JsonObject | null {
    if (this.#json === undefined) this.#json = parseObject(this.source());
    return this.#json;
  }

  /** `requestParameters`, parsed without the rest of the record where the record is not parsed yet. */
  parameters(): Json | undefined {
    if (!this.#hasParameters) {
      this.#parameters = this.#readParameters();
      this.#hasParameters = true;
    }
    return this.#parameters;
  }

  /** The text of `requestParameters` as it stands in the file; `''` when absent. Cheaper to search than to parse. */
  parametersText(): string {
    const words = this.#words;
    const start = words[this.#row + ROW.parameters]!;
    if (start === 0) return '';
    return this.#scanner.bytes.toString('utf8', start, words[this.#row + ROW.parametersEnd]);
  }

  /** A number of `userIdentity` as a whole: equal numbers are equal texts, at any time. 0 where it has none. */
  get identityNumber(): number {
    return this.#words[this.#row + ROW.identityNumber]!;
  }

  /** The text of `userIdentity` as it stands in the file; `''` when absent or no object. */
  identityText(): string {
    const words = this.#words;
    const start = words[this.#row + ROW.identity]!;
    if (start === 0) return '';
    return this.#scanner.bytes.toString('utf8', start, words[this.#row + ROW.identityEnd]);
  }

  /** The same as bytes, valid only while the event is visited. */
  identityBytes(): Uint8Array {
    const words = this.#words;
    const start = words[this.#row + ROW.identity]!;
    return this.#scanner.bytes.subarray(start, start === 0 ? 0 : words[this.#row + ROW.identityEnd]);
  }

  /** `userIdentity`, parsed without the rest of the record; `null` when absent or no object. */
  identity(): JsonObject | null {
    return parseObject(this.identityText());
  }

  /** The record's text as it stands in the file. */
  source(): string {
    const { bytes } = this.#scanner;
    const words = this.#words;
    return bytes.toString('utf8', words[this.#row + ROW.start], words[this.#row + ROW.end]);
  }

  /** The record's bytes as they stand in the file; valid only while the event is visited. */
  sourceBytes(): Uint8Array {
    const words = this.#words;
    return this.#scanner.bytes.subarray(words[this.#row + ROW.start], words[this.#row + ROW.end]);
  }

  #readParameters(): Json | undefined {
    if (this.#json !== undefined) return this.#json?.['requestParameters'];
    const { bytes } = this.#scanner;
    const words = this.#words;
    const start = words[this.#row + ROW.parameters]!;
    if (start === 0) return undefined;
    const end = words[this.#row + ROW.parametersEnd]!;
    return parseValue(bytes.toString('utf8', start, end));
  }

  #lookUp(field: number): Json | undefined {
    let value: Json | undefined = this.json() ?? undefined;
    for (const name of HOT_FIELDS[field]!.split('.')) value = isJsonObject(value) ? value[name] : undefined;
    return value;
  }
}

/** Milliseconds since 1970 of an ISO 8601 time stamp; NaN for anything else, and for days that no calendar has. */
export function readTime(value: Json | undefined): number {
  if (
    typeof value !== 'string' ||
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(value)
  ) {
    return Number.NaN;
  }
  return Number(value.slice(8, 10)) > daysInMonth(value) ? Number.NaN : Date.parse(value);
}

/** `Date` would read 30 February as 2 March. Leap years repeat every 400 years. */
function daysInMonth(stamp: string): number {
  const year = 2000 + (Number(stamp.slice(0, 4)) % 400);
  return new Date(Date.UTC(year, Number(stamp.slice(5, 7)), 0)).getUTCDate();
}

/** A value as text: JSON where it is none itself; `''` when absent, null, or nested too deeply to be written. */
function spellValue(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

function parseObject(text: string): JsonObject | null {
  const value = parseValue(text);
  return isJsonObject(value) ? value : null;
}

function parseValue(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
