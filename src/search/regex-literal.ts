/** The text that every match of a regular expression must hold, where the pattern plainly has one. */

/** The parts of a pattern in RE2 syntax that matter here, tried in this order; see the groups' names. */
const TOKEN = new RegExp(
  [
    String.raw`(?<class>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])`,
    String.raw`(?<special>\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|[A-Za-z0-9]))`,
    String.raw`(?:\\(?<escaped>.))`,
    String.raw`(?<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})\??)`,
    String.raw`(?<open>\((?:\?:|\?P?<\w+>|(?!\?)))`,
    String.raw`(?<close>\))`,
    String.raw`(?<any>[.^$])`,
    String.raw`(?<literal>[^|()])`,
  ].join('|'),
  'sy',
);

/**
 * A text that stands in whatever the pattern matches, or stands there in another case; undefined where none is
 * plain to see: alternatives, flags within the pattern, octal numbers. What stands in groups is passed over.
 */
export function literalOf(pattern: string, flags: string): string | undefined {
  const folds = flags.includes('i') || pattern.startsWith('(?i)');
  const text = pattern.startsWith('(?i)') ? pattern.slice(4) : pattern;
  // Quoting reaches over what looks like other parts; digits may be octal.
  if (/\\[QE0-9]/.test(text)) return undefined;
  const runs = new Runs(folds);
  let depth = 0;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const at = TOKEN.lastIndex;
    const { quantifier, open, close, escaped, literal } = TOKEN.exec(text)?.groups ?? {};
    if (TOKEN.lastIndex <= at) {
      // An alternative within a group belongs to what is passed over.
      if (depth === 0 || text[at] !== '|') return undefined;
      TOKEN.lastIndex = at + 1;
    } else if (open !== undefined || close !== undefined) {
      depth += open === undefined ? -1 : 1;
      runs.end();
    } else if (depth > 0) continue;
    else if (quantifier !== undefined) runs.repeat(quantifier);
    else runs.add(escaped ?? literal);
  }
  return runs.longest();
}

/** The texts between the parts of a pattern that can vary. */
class Runs {
  readonly #folds: boolean;
  #run = '';
  /** Whether the run's last character is what a quantifier would repeat. */
  #repeatable = false;
  #longest = '';

  constructor(folds: boolean) {
    this.#folds = folds;
  }

  /** A character that must stand there; undefined for a part that can be several. */
  add(character: string | undefined): void {
    // The long s is an s to a pattern without case, but its lower case is not.
    if (character === undefined || (this.#folds && /s/i.test(character))) return this.end();
    this.#run += character;
    this.#repeatable = true;
  }

  /** What was added last may stand there several times, or not at all. */
  repeat(quantifier: string): void {
    if (this.#repeatable && /^(?:[*?]|\{0)/.test(quantifier)) this.#run = this.#run.slice(0, -1);
    this.end();
  }

  end(): void {
    if (this.#run.length > this.#longest.length) this.#longest = this.#run;
    this.#run = '';
    this.#repeatable = false;
  }

  longest(): string | undefined {
    this.end();
    return this.#longest === '' ? undefined : this.#longest;
  }
}
