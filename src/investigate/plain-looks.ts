/** Remembers the likeness of plain looks, so that an event that says nothing new need not be parsed. */
import { TupleTable } from '../activity/tuple-table.ts';
import type { Event } from '../cloudtrail/event.ts';
import { UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { HOT_FIELDS } from '../cloudtrail/fields.ts';

/** So many callers, places, tools and calls are kept at hand, */
const ROOM = 1 << 16;
/** and so many different parameters. */
const MOST_KNOWN = 1 << 17;
const LONGEST_PARAMETERS = 1024;

/** Members beside hot fields and parameters that say something of a look. */
const TELLING = [
  '"resources"',
  '"errorMessage"',
  '"omitted"',
  '"responseElements":{',
  '"responseElements": ',
];

/**
 * Of looks that worked, hot fields, parameters and rules make the likeness, where nothing else is in the record that
 * could. What has that equal is alike.
 */
export class PlainLooks {
  readonly #tuples = new TupleTable(HOT_FIELDS.length, ROOM);
  readonly #known = new Map<string, string>();
  #epoch = -1;

  /** A text that is equal for plain looks that are alike, until `likeness` forgets; `undefined` for other events. */
  keyOf(event: Event, rules: readonly string[]): string | undefined {
    if (event.epoch !== this.#epoch || this.#tuples.isFull || this.#known.size > MOST_KNOWN)
      this.#forget(event.epoch);
    const { key } = this.#tuples;
    for (let field = 0; field < HOT_FIELDS.length; field++) {
      const id = event.id(field);
      // What has no number equals nothing.
      if (id === UNNUMBERED_ID) return undefined;
      key[field] = id;
    }
    const parameters = event.parametersText();
    if (parameters.length > LONGEST_PARAMETERS) return undefined;
    const source = event.source();
    if (TELLING.some((text) => source.includes(text))) return undefined;
    return `${this.#tuples.number()} ${rules.join(' ')} ${parameters}`;
  }

  /** The likeness of events with that key, `undefined` where none was noted. */
  likeness(key: string): string | undefined {
    return this.#known.get(key);
  }

  note(key: string, likeness: string): void {
    this.#known.set(key, likeness);
  }

  #forget(epoch: number): void {
    this.#tuples.clear();
    this.#known.clear();
    this.#epoch = epoch;
  }
}
