/** Event IDs by number, as numbers: as texts they would take most of the memory. */
import { UUID_WORDS, compareUuids, readUuid, writeUuid } from '../cloudtrail/uuid.ts';
import { DistinctTexts } from '../distinct-texts.ts';

/** Room of the first table. */
const LEAST = 1024;

/** A growing list of event IDs. It does not look whether it has one already: neighbours that share one share its number. */
export class EventIds {
  #words: Uint32Array;
  #length: number;
  readonly #others = new DistinctTexts();

  constructor(words: Uint32Array = new Uint32Array(0), others: readonly string[] = []) {
    this.#length = words.length / UUID_WORDS;
    this.#words = words;
    for (const text of others) this.#others.number(text);
  }

  /** UUIDs, four words each, in the order of their (even) numbers. */
  get words(): Uint32Array {
    return this.#words.slice(0, this.#length * UUID_WORDS);
  }

  /** All that are no UUIDs, in the order of their (odd) numbers. */
  get others(): readonly string[] {
    return this.#others.list;
  }

  get length(): number {
    return this.#length;
  }

  add(text: string): number {
    if ((this.#length + 1) * UUID_WORDS > this.#words.length) this.#grow();
    if (!writeUuid(text, this.#words, this.#length * UUID_WORDS)) return 2 * this.#others.number(text) + 1;
    return 2 * this.#length++;
  }

  /** Adds a UUID by its words. */
  addWords(words: Uint32Array, at: number): number {
    if ((this.#length + 1) * UUID_WORDS > this.#words.length) this.#grow();
    const to = this.#length * UUID_WORDS;
    for (let n = 0; n < UUID_WORDS; n++) this.#words[to + n] = words[at + n]!;
    return 2 * this.#length++;
  }

  /** Room to remember for each number of this list another; see `adopt`. */
  room(): Uint32Array {
    return new Uint32Array(2 * Math.max(this.#length, this.#others.list.length));
  }

  /** The same ID as one of another list, for whose numbers `known` (its `room()`) remembers those here, plus one. */
  adopt(from: EventIds, number: number, known: Uint32Array): number {
    if (known[number] === 0)
      known[number] =
        1 +
        (number % 2 === 1
          ? this.add(from.text(number))
          : this.addWords(from.#words, (number >>> 1) * UUID_WORDS));
    return known[number]! - 1;
  }

  text(number: number): string {
    const index = number >>> 1;
    return number % 2 === 1 ? this.#others.list[index]! : readUuid(this.#words, index * UUID_WORDS);
  }

  /** Orders two IDs as their texts. */
  compare(a: number, b: number): number {
    if (a === b) return 0;
    if (a % 2 === 1 || b % 2 === 1) return compareTexts(this.text(a), this.text(b));
    return compareUuids(this.#words, (a >>> 1) * UUID_WORDS, this.#words, (b >>> 1) * UUID_WORDS);
  }

  #grow(): void {
    const more = new Uint32Array(Math.max(LEAST * UUID_WORDS, 2 * this.#words.length));
    more.set(this.#words);
    this.#words = more;
  }
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
