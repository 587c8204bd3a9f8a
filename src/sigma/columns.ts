/** Fields whose values come numbered: the hot fields of a record, and what is derived from one of them. */
import type { Event } from '../cloudtrail/event.ts';
import { ABSENT_ID, FIELD, UNNUMBERED_ID } from '../cloudtrail/event.ts';
import type { HotField } from '../cloudtrail/fields.ts';
import type { Json } from '../json.ts';

/** A field that is a function of one hot field, such as `network.asn` of `sourceIPAddress`. */
export interface Derivation {
  readonly from: HotField;
  of(value: Json | undefined): Json | undefined;
}

/** Finds the derivation behind a field name; undefined for fields that are no derivation. */
export type Derivations = (field: string) => Derivation | undefined;

/** A column of numbers: `read` gives the values that a number stands for. */
export interface Column {
  /** Number of the hot field whose ids this column has. */
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
      return { base, read: (event) => spread(derivation.of(event.value(base))) };
    }
    if (!Object.hasOwn(FIELD, field)) return undefined;
    const base = FIELD[field as HotField];
    return { base, read: (event) => spread(event.value(base)) };
  }
}

/** A value, and if it is an array its elements at any depth: a test passes when one of them passes. */
export function spread(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return Array.isArray(value)
    ? [value, ...(value as readonly Json[]).flatMap((element) => spread(element))]
    : [value];
}

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** The answer of one test for each number of a column, worked out once per number. */
export class NumberedTest {
  readonly #column: Column;
  readonly #passes: (values: readonly Json[]) => boolean;
  readonly #whenAbsent: boolean;
  #answers = new Uint8Array(256);
  #epoch = -1;

  constructor(column: Column, passes: (values: readonly Json[]) => boolean) {
    this.#column = column;
    this.#passes = passes;
    this.#whenAbsent = passes([]);
  }

  holds(event: Event): boolean {
    const id = event.id(this.#column.base);
    if (id === ABSENT_ID) return this.#whenAbsent;
    if (id === UNNUMBERED_ID) return this.#passes(this.#column.read(event));
    if (event.epoch !== this.#epoch) this.#forget(event.epoch);
    const answer = id < this.#answers.length ? this.#answers[id]! : UNKNOWN;
    return answer === UNKNOWN ? this.#work(id, event) : answer === YES;
  }

  #work(id: number, event: Event): boolean {
    const holds = this.#passes(this.#column.read(event));
    if (id >= this.#answers.length) {
      const more = new Uint8Array(Math.max(2 * this.#answers.length, id + 1));
      more.set(this.#answers);
      this.#answers = more;
    }
    this.#answers[id] = holds ? YES : NO;
    return holds;
  }

  #forget(epoch: number): void {
    this.#answers.fill(UNKNOWN);
    this.#epoch = epoch;
  }
}
