/** What correlations over a rule compare, taken from each event the rule matches. */
import type { Event } from '../cloudtrail/event.ts';
import { UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { Json } from '../json.ts';
import { redactText } from '../redact.ts';
import type { Columns } from '../sigma/columns.ts';
import type { FieldReader, FieldValues } from '../sigma/field-reader.ts';
import { textOf } from '../sigma/path.ts';
import { NO_VALUE } from './match-row.ts';
import { SeriesSet } from './series.ts';
import { KnownNumbers } from './strings.ts';

/** A field that some correlation compares. */
interface ComparedField {
  readonly read: FieldValues;
  /** Number of the hot field behind it; undefined where the value must be looked up in the record. */
  readonly base: number | undefined;
  /** Numbers of the texts, by the numbers of the hot field's values; as long as these keep their meaning. */
  readonly known: KnownNumbers;
}

/** Finds for each match the series it belongs to, by the values that correlations over its rule compare. */
export class ComparedValues {
  readonly series: SeriesSet;
  readonly #fields: readonly ComparedField[];
  /** For each rule, its fields. */
  readonly #ofRule: readonly (readonly ComparedField[])[];
  readonly #values: Int32Array;
  #epoch = -1;

  /** @param needed for each rule, the fields that are compared. */
  constructor(needed: readonly (readonly string[])[], columns: Columns, reader: FieldReader) {
    this.series = new SeriesSet(needed);
    const fields = new Map<string, ComparedField>();
    for (const name of needed.flat()) {
      const base = columns.of(name)?.base;
      fields.set(name, { read: reader.of(name), base, known: new KnownNumbers() });
    }
    this.#fields = [...fields.values()];
    this.#ofRule = needed.map((names) => names.map((name) => fields.get(name)!));
    this.#values = new Int32Array(fields.size);
  }

  /** Number of the series of the event at hand as a match of the rule. */
  seriesOf(rule: number, event: Event): number {
    const fields = this.#ofRule[rule]!;
    if (event.epoch !== this.#epoch) {
      for (const { known } of this.#fields) known.forget();
      this.#epoch = event.epoch;
    }
    for (let n = 0; n < fields.length; n++) this.#values[n] = this.#numberOf(fields[n]!, event);
    return this.series.numberOf(rule, this.#values);
  }

  /** Number of the field's text in the event. */
  #numberOf({ read, base, known }: ComparedField, event: Event): number {
    const id = base === undefined ? UNNUMBERED_ID : event.id(base);
    if (id === UNNUMBERED_ID) return this.#textNumber(read(event));
    let number = known.get(id);
    if (number < 0) known.set(id, (number = this.#textNumber(read(event))));
    return number;
  }

  #textNumber(values: readonly Json[]): number {
    const text = comparedText(values);
    return text === null ? NO_VALUE : this.series.texts.number(text);
  }
}

/** As `correlationValue` has it: the text of the value, or of all values; null when there is none. */
function comparedText(values: readonly Json[]): string | null {
  const [first = null, ...others] = values;
  const text = others.length === 0 || Array.isArray(first) ? textOf(first) : JSON.stringify(values);
  return text === undefined ? null : redactText(text);
}
