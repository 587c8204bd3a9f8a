/** What correlations over a rule compare, taken from each event the rule matches. */
import type { Event } from '../cloudtrail/event.ts';
import { UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { Json } from '../json.ts';
import { redactText } from '../redact.ts';
import type { Columns } from '../sigma/columns.ts';
import type { FieldReader, FieldValues } from '../sigma/field-reader.ts';
import { textOf } from '../sigma/path.ts';
import type { Strings } from './strings.ts';

/** Value numbers are below this, so that three of them make one exact number. */
const ID_RANGE = 2 ** 17;
const MOST_NUMBERED = 3;

/** The values of some fields of an event, as JSON text, by the number that the text has among some strings. */
export class ComparedValues {
  readonly #fields: readonly FieldValues[];
  /** The hot fields behind the fields, where each has one: then equal numbers mean equal values. */
  readonly #bases: readonly number[] | undefined;
  /** Number of the text by the numbers of the values; as long as both keep their meaning. */
  readonly #known = new Map<number, number>();
  readonly #strings: Strings;
  #epoch = -1;
  #generation = -1;

  constructor(
    fields: readonly string[],
    { columns, reader, strings }: { columns: Columns; reader: FieldReader; strings: Strings },
  ) {
    this.#strings = strings;
    this.#fields = fields.map((name) => reader.of(name));
    const bases = fields.map((name) => columns.of(name)?.base).filter((base) => base !== undefined);
    this.#bases = bases.length === fields.length && bases.length <= MOST_NUMBERED ? bases : undefined;
  }

  of(event: Event): number {
    if (this.#bases === undefined) return this.#read(event);
    if (event.epoch !== this.#epoch || this.#strings.generation !== this.#generation) {
      this.#known.clear();
      this.#epoch = event.epoch;
      this.#generation = this.#strings.generation;
    }
    let key = 0;
    for (const base of this.#bases) {
      const id = event.id(base);
      if (id === UNNUMBERED_ID) return this.#read(event);
      key = key * ID_RANGE + id;
    }
    let number = this.#known.get(key);
    if (number === undefined) this.#known.set(key, (number = this.#read(event)));
    return number;
  }

  #read(event: Event): number {
    return this.#strings.number(JSON.stringify(this.#fields.map((read) => comparedText(read(event)))));
  }
}

/** As `correlationValue` has it: the text of the value, or of all values; null when there is none. */
function comparedText(values: readonly Json[]): string | null {
  const [first = null, ...others] = values;
  const text = others.length === 0 || Array.isArray(first) ? textOf(first) : JSON.stringify(values);
  return text === undefined ? null : redactText(text);
}
