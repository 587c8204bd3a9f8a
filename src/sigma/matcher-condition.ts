/** Compiles a rule's condition to a function over events, cheap tests first. */
import type { Event } from '../cloudtrail/event.ts';
import type { Json } from '../json.ts';
import { NumberedTest } from './columns.ts';
import type { Columns } from './columns.ts';
import { FieldReader } from './field-reader.ts';
import { scalarsOf, textOf } from './path.ts';
import type { Condition, Test } from './rule.ts';
import { compares, compileTest } from './test-value.ts';

/** A compiled condition and what it costs: 0 numbered fields, 1 request parameters, 2 the record, 3 all its values. */
export interface CompiledCondition {
  readonly cost: number;
  holds(event: Event): boolean;
}

/** Compiles conditions against one set of columns; equal tests of equal fields share their answers. */
export class ConditionCompiler {
  readonly #columns: Columns;
  readonly #fields: FieldReader;
  readonly #tests = new Map<string, CompiledCondition>();

  constructor(columns: Columns) {
    this.#columns = columns;
    this.#fields = new FieldReader(columns);
  }

  compile(condition: Condition): CompiledCondition {
    switch (condition.type) {
      case 'const':
        return { cost: 0, holds: () => condition.value };
      case 'not': {
        const inner = this.compile(condition.item);
        return { cost: inner.cost, holds: (event) => !inner.holds(event) };
      }
      case 'and':
      case 'or':
        return combine(
          condition.type,
          condition.items.map((item) => this.compile(item)),
        );
      case 'match':
        return this.#test(condition.field, condition.test);
    }
  }

  #test(field: string | null, test: Test): CompiledCondition {
    const key = JSON.stringify([field, test]);
    let compiled = this.#tests.get(key);
    if (compiled === undefined) {
      compiled = field === null ? keyword(test) : this.#fieldTest(field, test);
      this.#tests.set(key, compiled);
    }
    return compiled;
  }

  #fieldTest(field: string, test: Test): CompiledCondition {
    if (test.op === 'fieldref') return this.#reference(field, test);
    const passes = anyValue(test);
    const column = this.#columns.of(field);
    if (column !== undefined) {
      const numbered = new NumberedTest(column, passes);
      return { cost: 0, holds: (event) => numbered.holds(event) };
    }
    const read = this.#fields.of(field);
    return { cost: costOf(field), holds: (event) => passes(read(event)) };
  }

  #reference(field: string, test: Test & { op: 'fieldref' }): CompiledCondition {
    const [one, other] = [this.#fields.of(field), this.#fields.of(test.field)];
    return {
      cost: Math.max(costOf(field), costOf(test.field)),
      holds: (event) => {
        const wanted = other(event);
        return wanted.length > 0 && one(event).some((value) => wanted.some((next) => refers(value, next, test)));
      },
    };
  }
}

/** The request parameters are read alone, other members with the whole record. */
function costOf(field: string): number {
  return field.startsWith('requestParameters.') ? 1 : 2;
}

/** A test of all values a field has: it passes when one of them does. */
function anyValue(test: Exclude<Test, { op: 'fieldref' }>): (values: readonly Json[]) => boolean {
  const passes = compileTest(test);
  const whenAbsent = passes(undefined);
  return (values) => (values.length === 0 ? whenAbsent : values.some((value) => passes(value)));
}

/** A keyword is looked for in every value of the record. */
function keyword(test: Test): CompiledCondition {
  if (test.op === 'fieldref') return { cost: 0, holds: () => false };
  const passes = compileTest(test);
  return {
    cost: 3,
    holds: (event) => {
      const record = event.json();
      return record !== null && scalarsOf(record).some((value) => passes(value));
    },
  };
}

function refers(value: Json, other: Json, test: Test & { op: 'fieldref' }): boolean {
  const [text, wanted] = [textOf(value), textOf(other)];
  if (text === undefined || wanted === undefined) return false;
  return test.cased
    ? compares(test.mode, text, wanted)
    : compares(test.mode, text.toLowerCase(), wanted.toLowerCase());
}

function combine(type: 'and' | 'or', items: readonly CompiledCondition[]): CompiledCondition {
  const ordered = items.toSorted((a, b) => a.cost - b.cost);
  const cost = ordered.at(-1)?.cost ?? 0;
  if (ordered.length === 1) return ordered[0]!;
  const stopAt = type === 'or';
  return {
    cost,
    holds: (event) => {
      for (const item of ordered) if (item.holds(event) === stopAt) return stopAt;
      return !stopAt;
    },
  };
}
