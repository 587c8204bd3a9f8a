/** Compiles what is left of a condition when all numbered fields are known: tests that need the record. */
import type { Event } from '../cloudtrail/event.ts';
import type { Json } from '../json.ts';
import type { FieldReader } from './field-reader.ts';
import type { Partial } from './partial.ts';
import { scalarsOf, textOf } from './path.ts';
import type { Test } from './rule.ts';
import { compares, compileTest } from './test-value.ts';

export type EventTest = (event: Event) => boolean;

/** Compiled test and its cost: the request parameters are read alone, the record is parsed whole, keywords look everywhere. */
interface Compiled {
  readonly cost: 1 | 2 | 3;
  readonly holds: EventTest;
}

/** Compiles conditions once, however many rules and branches share them. */
export class OpenCompiler {
  readonly #fields: FieldReader;
  readonly #known = new Map<Partial, Compiled>();

  constructor(fields: FieldReader) {
    this.#fields = fields;
  }

  /** Lets go of what was compiled. */
  forget(): void {
    this.#known.clear();
  }

  /** @throws {Error} when the condition still asks about numbered fields. */
  compile(partial: Partial): EventTest {
    return this.#compile(partial).holds;
  }

  #compile(partial: Partial): Compiled {
    let compiled = this.#known.get(partial);
    if (compiled === undefined) {
      compiled = this.#make(partial);
      this.#known.set(partial, compiled);
    }
    return compiled;
  }

  #make(partial: Partial): Compiled {
    switch (partial.type) {
      case 'const':
        return { cost: 1, holds: () => partial.value };
      case 'not': {
        const { cost, holds } = this.#compile(partial.item);
        return { cost, holds: (event) => !holds(event) };
      }
      case 'and':
      case 'or':
        return combine(
          partial.type === 'or',
          partial.items.map((item) => this.#compile(item)),
        );
      case 'open':
        return this.#test(partial.field, partial.test);
      case 'numbered':
        throw new Error('a numbered field is still unknown');
    }
  }

  #test(field: string | null, test: Test): Compiled {
    if (test.op === 'fieldref') {
      return field === null ? { cost: 1, holds: () => false } : this.#reference(field, test);
    }
    const passes = compileTest(test);
    if (field === null)
      return { cost: 3, holds: (event) => everyScalar(event).some((value) => passes(value)) };
    const read = this.#fields.of(field);
    const whenAbsent = passes(undefined);
    return {
      cost: costOf(field),
      holds: (event) => {
        const values = read(event);
        return values.length === 0 ? whenAbsent : values.some((value) => passes(value));
      },
    };
  }

  #reference(field: string, test: Test & { op: 'fieldref' }): Compiled {
    const [one, other] = [this.#fields.of(field), this.#fields.of(test.field)];
    return {
      cost: costOf(field) > costOf(test.field) ? costOf(field) : costOf(test.field),
      holds: (event) => {
        const wanted = other(event);
        return (
          wanted.length > 0 && one(event).some((value) => wanted.some((next) => refers(value, next, test)))
        );
      },
    };
  }
}

function costOf(field: string): 1 | 2 {
  return field.startsWith('requestParameters.') ? 1 : 2;
}

/** What a keyword is looked for in. */
function everyScalar(event: Event): readonly (string | number | boolean)[] {
  const record = event.json();
  return record === null ? [] : scalarsOf(record);
}

function refers(value: Json, other: Json, test: Test & { op: 'fieldref' }): boolean {
  const [text, wanted] = [textOf(value), textOf(other)];
  if (text === undefined || wanted === undefined) return false;
  return test.cased
    ? compares(test.mode, text, wanted)
    : compares(test.mode, text.toLowerCase(), wanted.toLowerCase());
}

/** Cheap tests first; `decisive` is the answer that ends the matter. */
function combine(decisive: boolean, items: readonly Compiled[]): Compiled {
  const tests = items.toSorted((a, b) => a.cost - b.cost);
  return {
    cost: tests.at(-1)!.cost,
    holds: (event) => {
      for (const { holds } of tests) if (holds(event) === decisive) return decisive;
      return !decisive;
    },
  };
}
