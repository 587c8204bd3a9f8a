/**
 * The grammar of a rule's `condition` text. `not` binds closest, then `and`, then `or`.
 *
 * https://sigmahq.io/sigma-specification/specification/sigma-rules-specification.html#condition
 */

/** A condition as written: names of search identifiers, not yet looked up. `at` is an offset in the text. */
export type Expression =
  | { readonly type: 'name'; readonly name: string; readonly at: number }
  | { readonly type: 'of'; readonly quantifier: 'any' | 'all'; readonly pattern: string; readonly at: number }
  | { readonly type: 'and' | 'or'; readonly items: readonly Expression[] }
  | { readonly type: 'not'; readonly item: Expression };

/** What is wrong with a condition, and where in its text. */
export interface GrammarMistake {
  readonly message: string;
  readonly at: number;
}

interface Token {
  readonly text: string;
  readonly at: number;
}

/** Deepest nesting of parentheses and `not`; far beyond any real rule. */
const DEEPEST = 100;

const PIPE =
  'the aggregation behind "|" is no longer part of Sigma: write a correlation (type: event_count, …) instead';

/** Parses a condition. Never throws: a mistake is returned as `mistake`. */
export function parseCondition(
  text: string,
): { readonly expression: Expression } | { readonly mistake: GrammarMistake } {
  const pipe = text.indexOf('|');
  if (pipe !== -1) return { mistake: { message: PIPE, at: pipe } };
  try {
    return { expression: new ConditionParser(text).parse() };
  } catch (error) {
    if (error instanceof ParseStop) return { mistake: { message: error.message, at: error.at } };
    throw error;
  }
}

/** Leaves the recursive descent at the first mistake; never leaves this file. */
class ParseStop extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

class ConditionParser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #position = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = [...text.matchAll(/[()]|[^\s()]+/g)].map((match) => ({ text: match[0], at: match.index }));
    this.#end = text.length;
  }

  parse(): Expression {
    const expression = this.#or();
    const rest = this.#peek();
    if (rest !== undefined)
      throw new ParseStop(`expected "and", "or" or the end, found "${rest.text}"`, rest.at);
    return expression;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position];
  }

  #takes(word: string): boolean {
    if (this.#peek()?.text.toLowerCase() !== word) return false;
    this.#position += 1;
    return true;
  }

  #or(): Expression {
    const items = [this.#and()];
    while (this.#takes('or')) items.push(this.#and());
    return joined('or', items);
  }

  #and(): Expression {
    const items = [this.#not()];
    while (this.#takes('and')) items.push(this.#not());
    return joined('and', items);
  }

  #not(): Expression {
    const at = this.#peek()?.at ?? this.#end;
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new ParseStop(`nested deeper than ${DEEPEST} levels`, at);
    const result: Expression = this.#takes('not') ? { type: 'not', item: this.#not() } : this.#operand();
    this.#depth -= 1;
    return result;
  }

  #operand(): Expression {
    const token = this.#peek();
    if (token === undefined)
      throw new ParseStop('the condition ends where a search identifier was expected', this.#end);
    this.#position += 1;
    if (token.text === '(') return this.#parenthesised(token);
    if (this.#peek()?.text.toLowerCase() === 'of') return this.#selector(token);
    if (token.text === ')' || /^(?:and|or|not|of)$/i.test(token.text)) {
      throw new ParseStop(`expected a search identifier, found "${token.text}"`, token.at);
    }
    return { type: 'name', name: token.text, at: token.at };
  }

  #parenthesised(opening: Token): Expression {
    const inner = this.#or();
    if (!this.#takes(')')) throw new ParseStop('this parenthesis is not closed', opening.at);
    return inner;
  }

  #selector(quantifier: Token): Expression {
    const word = quantifier.text.toLowerCase();
    if (word !== '1' && word !== 'any' && word !== 'all') {
      throw new ParseStop(
        `expected "1 of", "any of" or "all of", found "${quantifier.text} of"`,
        quantifier.at,
      );
    }
    this.#position += 1;
    const pattern = this.#peek();
    if (pattern === undefined || pattern.text === '(' || pattern.text === ')') {
      throw new ParseStop(
        'expected "them" or a pattern such as selection_* behind "of"',
        pattern?.at ?? this.#end,
      );
    }
    this.#position += 1;
    return { type: 'of', quantifier: word === 'all' ? 'all' : 'any', pattern: pattern.text, at: pattern.at };
  }
}

function joined(type: 'and' | 'or', items: readonly Expression[]): Expression {
  const [first] = items;
  return first !== undefined && items.length === 1 ? first : { type, items };
}
