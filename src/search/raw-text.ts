/** Rules out events by the text of their record, before it is parsed. */
import type { Columns } from '../sigma/columns.ts';
import type { Condition, Test } from '../sigma/rule.ts';
import { literalOf } from './regex-literal.ts';

/** JSON spells any character as `\uXXXX` where its writer likes: such a record must be parsed. */
const HIDING_ESCAPE = '\\u';

/** Numbers whose text is not as the record spells them: fractions, exponents, more digits than a number keeps. */
const RESPELLED_NUMBER = /[:,[]\s*-?(?:\d+[.e]|\d{16})/;

/** What the text of a number can hold; one beyond all bounds is `Infinity`, and `null` within other values. */
const OF_NUMBER = /^[-+.e\d]*$/;
const OF_INFINITE = ['-infinity', 'null'];

/**
 * Characters that stand in a record as they are (but for the escape above), and that never belong to the JSON around
 * a value: the text of a map is its JSON, too.
 */
const NOT_PLAIN = /[^\w.@+= -]/;

/**
 * Texts of which a record must hold one, in any case, for a condition to hold. The answer is exact in one direction:
 * it may let a record through for which the condition fails, but never rules out one for which it holds.
 */
export class RawTexts {
  readonly #texts: readonly string[];
  readonly #ofNumber: boolean;

  private constructor(texts: readonly string[]) {
    this.#texts = texts.map((text) => text.toLowerCase());
    this.#ofNumber = this.#texts.some(
      (text) => OF_NUMBER.test(text) || OF_INFINITE.some((infinite) => infinite.includes(text)),
    );
  }

  /** Undefined for a condition that could hold whatever the record's text is. */
  static of(condition: Condition, columns: Columns): RawTexts | undefined {
    const texts = necessary(condition, columns);
    return texts === undefined ? undefined : new RawTexts(texts);
  }

  /** Whether the condition can hold for a record with this text. */
  mayHold(source: string): boolean {
    const text = source.toLowerCase();
    for (const wanted of this.#texts) if (text.includes(wanted)) return true;
    return text.includes(HIDING_ESCAPE) || (this.#ofNumber && RESPELLED_NUMBER.test(text));
  }
}

function necessary(condition: Condition, columns: Columns): readonly string[] | undefined {
  switch (condition.type) {
    case 'const':
    case 'not':
      return undefined;
    case 'and': {
      const sets = condition.items
        .flatMap((item) => [necessary(item, columns) ?? []])
        .filter((set) => set.length > 0);
      return sets.toSorted((a, b) => shortest(b) - shortest(a))[0];
    }
    case 'or': {
      const sets = condition.items.map((item) => necessary(item, columns));
      return sets.some((set) => set === undefined) ? undefined : sets.flatMap((set) => set ?? []);
    }
    case 'match': {
      // What is derived does not stand in the record; the other columns need no help.
      if (condition.field !== null && columns.of(condition.field) !== undefined) return undefined;
      const text = longestPlain(literalIn(condition.test));
      return text === '' ? undefined : [text];
    }
  }
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length));
}

/** A text that a value must hold to pass. */
function literalIn(test: Test): string {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return test.value;
    case 'glob':
      return longest(test.parts.filter((part) => typeof part === 'string'));
    case 're':
      return literalOf(test.pattern, test.flags) ?? '';
    case 'cidr':
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
    case 'timepart':
    case 'exists':
    case 'null':
    case 'fieldref':
      break;
  }
  return '';
}

function longestPlain(text: string): string {
  return longest(text.split(NOT_PLAIN));
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}
