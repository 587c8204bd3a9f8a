/** Rules out events by the text of their record, before it is parsed. */

/** JSON spells any character as `\uXXXX` and a slash as `\/` where its writer likes; these texts must be parsed. */
const HIDING_ESCAPE = /\\[u/]/;

/** Numbers whose text is not as the record spells them: fractions, exponents, more digits than a number keeps. */
const RESPELLED_NUMBER = /[:,[]\s*-?(?:\d+[.e]|\d{16})/;

/** What a number's text can hold. */
const OF_NUMBER = /^[-+.e\d]*$/;

/**
 * Looks for keywords (without case) in the text of records. It may let a record through that does not hold one, but
 * it never rules out a record that does: a keyword that could hide behind the spelling of a text or a number is left
 * to the parser.
 */
export class RawKeywords {
  readonly #needles: readonly string[];
  readonly #ofNumber: boolean;

  private constructor(keywords: readonly string[]) {
    // The only spelling that is left when there is no hiding escape.
    this.#needles = keywords.map((keyword) => JSON.stringify(keyword.toLowerCase()).slice(1, -1));
    this.#ofNumber = keywords.some((keyword) => {
      const lowered = keyword.toLowerCase();
      return OF_NUMBER.test(lowered) || '-infinity'.includes(lowered);
    });
  }

  /** Undefined for keywords that only a parser can find: beyond ASCII, lower case depends on what stands beside. */
  static of(keywords: readonly string[]): RawKeywords | undefined {
    // eslint-disable-next-line no-control-regex -- all of ASCII
    return keywords.every((keyword) => /^[\u0000-\u007f]*$/.test(keyword))
      ? new RawKeywords(keywords)
      : undefined;
  }

  /** Whether a record with this text can hold one of the keywords. */
  mayHold(source: string): boolean {
    const text = source.toLowerCase();
    if (this.#needles.some((needle) => text.includes(needle))) return true;
    return HIDING_ESCAPE.test(text) || (this.#ofNumber && RESPELLED_NUMBER.test(text));
  }
}
