/** Fields whose values come numbered: the hot fields of a record, and what is derived from one of them. */
import type { Event } from '../cloudtrail/event.ts';
import { FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import type { Json } from '../json.ts';

/** A field that is a function of one hot field, such as `network.asn` of `sourceIPAddress`. */
export interface Derivation {
  readonly from: HotField;
  of(value: Json | undefined): Json | undefined;
}

/** Finds the derivation behind a field name; undefined for fields that are no derivation. */
export type Derivations = (field: string) => Derivation | undefined;

/** A field that can be read from the number of a hot field's value. */
export interface Column {
  /** Number of the hot field. */
  readonly base: number;
  /** The field's values in the event: none when absent, several when it holds an array. */
  read(event: Event): readonly Json[];
}

/** The columns of a rule set, one per field name. */
export class Columns {
  readonly #derivations: Derivations;
  readonly #known = new Map<string, Column | undefined>();

  constructor(derivations: Derivations) {
    this.#derivations = derivations;
  }

  /** The column of a field; undefined when it must be looked up in the record. */
  of(field: string): Column | undefined {
    if (!this.#known.has(field)) this.#known.set(field, this.#make(field));
    return this.#known.get(field);
  }

  #make(field: string): Column | undefined {
    const derivation = this.#derivations(field);
    if (derivation !== undefined) {
      const base = FIELD[derivation.from];
      return new NumberedColumn(base, (event) => derivation.of(event.value(base)));
    }
    if (!Object.hasOwn(FIELD, field)) return undefined;
    const base = FIELD[field as HotField];
    return new NumberedColumn(base, (event) => event.value(base));
  }
}

/** Works the values out once for each number. */
class NumberedColumn implements Column {
  readonly base: number;
  readonly #valueIn: (event: Event) => Json | undefined;
  readonly #known = new Map<number, readonly Json[]>();
  #epoch = -1;

  constructor(base: number, valueIn: (event: Event) => Json | undefined) {
    this.base = base;
    this.#valueIn = valueIn;
  }

  read(event: Event): readonly Json[] {
    if (event.epoch !== this.#epoch) {
      this.#known.clear();
      this.#epoch = event.epoch;
    }
    const id = event.id(this.base);
    let values = id === UNNUMBERED_ID ? undefined : this.#known.get(id);
    if (values === undefined) {
      values = spread(this.#valueIn(event));
      if (id !== UNNUMBERED_ID) this.#known.set(id, values);
    }
    return values;
  }
}

/** A value, and if it is an array its elements at any depth: a test passes when one of them passes. */
function spread(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value)
    ? [value, ...(value as readonly Json[]).flatMap((element) => spread(element))]
    : [value];
}
