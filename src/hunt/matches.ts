/** The matches that remain in the end: those that are shown, and those that may be part of a correlation. */
import type { JsonObject } from '../json.ts';
import { COLUMN, ROW_WORDS, TEXTS } from './match-row.ts';
import type { Block, EventSummary, Match } from './match-row.ts';
import { Pairs } from './pairs.ts';
import { Strings } from './strings.ts';
import { readUuid } from '../cloudtrail/uuid.ts';

const TEXT_COLUMN = Object.fromEntries(TEXTS.map((name, n) => [name, COLUMN.texts + n])) as {
  readonly [T in (typeof TEXTS)[number]]: number;
};

export class Matches {
  readonly #strings = new Strings();
  #words = new Uint32Array(64 * ROW_WORDS);
  #length = 0;
  readonly #time = new Float64Array(1);
  readonly #timeWords = new Uint32Array(this.#time.buffer);
  /** Numbers here of the texts of the block that is being taken over, by their numbers there; 0 where not asked for yet. */
  #numbers = new Uint32Array(0);
  #numbered: readonly string[] | undefined;
  /** Pairs of the numbers of a call's name and its error, and the numbers of texts that say both. */
  readonly #actions = new Pairs();
  readonly #actionNumbers: number[] = [];

  get length(): number {
    return this.#length / ROW_WORDS;
  }

  /** Takes over the match that begins at `at` in a block, and returns its place. */
  add({ words, strings }: Block, at: number): number {
    if (strings !== this.#numbered) {
      this.#numbered = strings;
      this.#numbers = new Uint32Array(strings.length);
    }
    if (this.#length + ROW_WORDS > this.#words.length) this.#grow();
    const row = this.#length;
    this.#length += ROW_WORDS;
    const mine = this.#words;
    for (let column = 0; column < ROW_WORDS; column++) mine[row + column] = words[at + column]!;
    for (let column: number = COLUMN.texts; column <= COLUMN.details; column++)
      mine[row + column] = this.#numberOf(words[at + column]!);
    if (words[at + COLUMN.idIsText] === 1)
      mine[row + COLUMN.eventId] = this.#strings.add(strings[words[at + COLUMN.eventId]!]!);
    return row / ROW_WORDS;
  }

  at(place: number): Match {
    const details = this.detailsOf(this.detailsNumber(place));
    return { rule: this.ruleAt(place), event: this.eventAt(place), details };
  }

  eventAt(place: number): EventSummary {
    const text = (name: (typeof TEXTS)[number]): string => this.#text(place, TEXT_COLUMN[name]);
    return {
      timeMs: this.timeAt(place),
      eventId: this.#eventIdAt(place),
      eventSource: text('eventSource'),
      eventName: text('eventName'),
      errorCode: text('errorCode'),
      account: text('account'),
      region: text('region'),
      credential: text('credential'),
      principal: text('principal'),
      sourceIPAddress: text('sourceIPAddress'),
      userAgent: text('userAgent'),
      file: text('file'),
      record: this.#word(place, COLUMN.record),
    };
  }

  /** Number of a text of a match's event: equal numbers are equal texts. */
  textNumber(place: number, name: (typeof TEXTS)[number]): number {
    return this.#word(place, TEXT_COLUMN[name]);
  }

  /** Number of who called: the credential, or without one the principal. */
  userNumber(place: number): number {
    const credential = this.textNumber(place, 'credential');
    return this.textOf(credential) === '' ? this.textNumber(place, 'principal') : credential;
  }

  /** Number of what was called, with the error where there was one. */
  actionNumber(place: number): number {
    const name = this.textNumber(place, 'eventName');
    const error = this.textNumber(place, 'errorCode');
    if (this.textOf(error) === '') return name;
    const pair = this.#actions.number(name, error);
    return (this.#actionNumbers[pair] ??= this.#strings.number(
      `${this.textOf(name)} (${this.textOf(error)})`,
    ));
  }

  /** Number of a match's details, for `detailsOf`. */
  detailsNumber(place: number): number {
    return this.#word(place, COLUMN.details);
  }

  detailsOf(number: number): JsonObject {
    return JSON.parse(this.textOf(number)) as JsonObject;
  }

  textOf(number: number): string {
    return this.#strings.list[number]!;
  }

  /** Rule of a match. */
  ruleAt(place: number): number {
    return this.#word(place, COLUMN.rule);
  }

  timeAt(place: number): number {
    this.#timeWords[0] = this.#word(place, COLUMN.time);
    this.#timeWords[1] = this.#word(place, COLUMN.time + 1);
    return this.#time[0]!;
  }

  /** Unique for the event: its account and ID, or its place where it has no ID. */
  eventKeyAt(place: number): string {
    return this.#hasId(place)
      ? `${this.#text(place, COLUMN.account)}/${this.#eventIdAt(place)}`
      : `${this.#text(place, COLUMN.file)}#${this.#word(place, COLUMN.record)}`;
  }

  /** The given matches in order of time, an event that was read twice counted once. */
  sorted(places: readonly number[]): number[] {
    const ordered = places.toSorted((a, b) => this.compare(a, b));
    return ordered.filter((place, n) => n === 0 || !this.#isRepeat(ordered[n - 1]!, place));
  }

  /** Orders two matches by time, event and rule; copies of an event by file and record. */
  compare(one: number, other: number): number {
    const byTime = order(this.timeAt(one), this.timeAt(other));
    if (byTime !== 0) return byTime;
    for (const column of [COLUMN.hash, COLUMN.hash + 1, COLUMN.rule]) {
      const difference = this.#word(one, column) - this.#word(other, column);
      if (difference !== 0) return difference;
    }
    const [a, b] = [this.#text(one, COLUMN.file), this.#text(other, COLUMN.file)];
    if (a !== b) return a < b ? -1 : 1;
    return this.#word(one, COLUMN.record) - this.#word(other, COLUMN.record);
  }

  /** Whether a match is the one before it again: same rule, same event. What has no ID, or another time, is another event. */
  #isRepeat(one: number, other: number): boolean {
    if (!this.#hasId(other) || order(this.timeAt(one), this.timeAt(other)) !== 0) return false;
    return [COLUMN.hash, COLUMN.hash + 1, COLUMN.rule].every(
      (column) => this.#word(one, column) === this.#word(other, column),
    );
  }

  #hasId(place: number): boolean {
    return (this.#word(place, COLUMN.hash) | this.#word(place, COLUMN.hash + 1)) !== 0;
  }

  #eventIdAt(place: number): string {
    return this.#word(place, COLUMN.idIsText) === 0
      ? readUuid(this.#words, place * ROW_WORDS + COLUMN.eventId)
      : this.#text(place, COLUMN.eventId);
  }

  /** Number here of a text of the block at hand. */
  #numberOf(text: number): number {
    const known = this.#numbers[text]!;
    if (known > 0) return known - 1;
    const number = this.#strings.number(this.#numbered![text]!);
    this.#numbers[text] = number + 1;
    return number;
  }

  #text(place: number, column: number): string {
    return this.#strings.list[this.#word(place, column)]!;
  }

  #word(place: number, column: number): number {
    return this.#words[place * ROW_WORDS + column]!;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
  }
}

/** Orders times, those that are unknown last. */
function order(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}
