/**
 * Reduces the values of one hot field to classes: values that no rule tells apart are one class. There are many user
 * agents and addresses in an archive, but few classes of them.
 */
import type { Event } from '../cloudtrail/event.ts';
import { UNNUMBERED_ID } from '../cloudtrail/event.ts';
import { MOST_CLASSES, SIEVE_IDS } from '../cloudtrail/sieve.ts';
import type { Sieve } from '../cloudtrail/sieve.ts';
import type { Json } from '../json.ts';
import type { Column } from './columns.ts';
import { textOf } from './path.ts';
import type { Test } from './rule.ts';
import { compileTest } from './test-value.ts';

export type PlainTest = Exclude<Test, { op: 'fieldref' }>;

/** What a class of values has in common. */
export interface ValueClass {
  /** Numbers of the tests that its values pass. */
  readonly passed: ReadonlySet<number>;
  /** The values in lower case, of those that some rule names literally. */
  readonly literals: readonly string[];
}

/** A test of a field, by number. */
interface NumberedTest {
  readonly number: number;
  readonly column: Column;
  readonly test: PlainTest;
  passes: ((value: Json | undefined) => boolean) | undefined;
}

const UNCLASSED = 0;

/** The classes of one hot field's values, and the tests that make them. */
export class ValueClasses {
  readonly classes: ValueClass[] = [];
  /** Tests for one plain value, found by that value instead of being tried one after the other. */
  readonly #literalTests = new Map<Column, Map<string, NumberedTest[]>>();
  readonly #otherTests: NumberedTest[] = [];
  readonly #byTest = new Map<string, number>();
  readonly #byKey = new Map<string, number>();
  readonly #sieve: Sieve;
  /** Where the sieve keeps the classes of this field's values. */
  readonly #at: number;
  #highestId = 0;

  constructor(field: number, sieve: Sieve) {
    this.#sieve = sieve;
    this.#at = field * SIEVE_IDS;
  }

  /** Number of a test of a field of this hot field; equal tests have one number. All tests come before the first event. */
  numberOf(field: string, column: Column, test: PlainTest): number {
    const key = `${field}\u0000${JSON.stringify(test)}`;
    const known = this.#byTest.get(key);
    if (known !== undefined) return known;
    const number = this.#byTest.size;
    this.#byTest.set(key, number);
    const numbered: NumberedTest = { number, column, test, passes: undefined };
    if (test.op === 'equals') this.#addLiteral(column, test.value.toLowerCase(), numbered);
    else this.#otherTests.push(numbered);
    return number;
  }

  /** Starts anew without classes: hostile values can make any number of them. */
  forget(): void {
    this.classes.length = 0;
    this.#byKey.clear();
    this.forgetIds();
  }

  /** Value numbers have lost their meaning. */
  forgetIds(): void {
    this.#sieve.classes.fill(UNCLASSED, this.#at, this.#at + this.#highestId + 1);
    this.#highestId = 0;
  }

  #addLiteral(column: Column, literal: string, test: NumberedTest): void {
    let tests = this.#literalTests.get(column);
    if (tests === undefined) this.#literalTests.set(column, (tests = new Map()));
    const list = tests.get(literal);
    if (list === undefined) tests.set(literal, [test]);
    else list.push(test);
  }

  /** Class of the value with number `id` of the event at hand, where the sieve does not know it. */
  classify(id: number, event: Event): number {
    const values = new Map<Column, readonly Json[]>();
    const valuesOf = (column: Column): readonly Json[] => {
      let read = values.get(column);
      if (read === undefined) values.set(column, (read = column.read(event)));
      return read;
    };
    const passed = new Set<number>();
    const literals: string[] = [];
    for (const [column, tests] of this.#literalTests) {
      for (const value of valuesOf(column)) {
        const text = textOf(value)?.toLowerCase();
        const named = text === undefined ? undefined : tests.get(text);
        if (named === undefined) continue;
        literals.push(text!);
        for (const test of named) if (passes(test, [value])) passed.add(test.number);
      }
    }
    for (const test of this.#otherTests) if (passes(test, valuesOf(test.column))) passed.add(test.number);
    const found = this.#number(passed, literals);
    // An unnumbered value is another one each time.
    if (id !== UNNUMBERED_ID) this.#remember(id, found);
    return found;
  }

  /** Tests are always tried in the same order, so that equal sets have equal keys. */
  #number(passed: ReadonlySet<number>, literals: readonly string[]): number {
    const key = `${[...passed].join()} ${literals.join('\u0000')}`;
    let found = this.#byKey.get(key);
    if (found === undefined) {
      found = this.classes.push({ passed, literals }) - 1;
      this.#byKey.set(key, found);
    }
    return found;
  }

  #remember(id: number, found: number): void {
    if (found >= MOST_CLASSES) return;
    if (id > this.#highestId) this.#highestId = id;
    this.#sieve.classes[this.#at + id] = found + 1;
  }
}

function passes(numbered: NumberedTest, values: readonly Json[]): boolean {
  const holds = (numbered.passes ??= compileTest(numbered.test));
  return values.length === 0 ? holds(undefined) : values.some((value) => holds(value));
}
