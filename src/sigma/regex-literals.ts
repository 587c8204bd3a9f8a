/**
 * Texts without one of which a regular expression cannot match. Most values have none of them, and looking for them is
 * quicker than the engine, which need not even be loaded then.
 */

/** Shorter texts occur everywhere. */
const SHORTEST = 3;
const MOST = 40;

/** What is not understood: then nothing is known of the pattern. */
class Unknown extends Error {}

/**
 * The texts, of which each match contains one; undefined where there are none, or the pattern has more than literals,
 * classes, groups, alternatives, repeats and anchors. Patterns are in RE2 syntax, and must be valid.
 */
export function literalsIn(pattern: string): readonly string[] | undefined {
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (!/^[\u0020-\u007e]*$/.test(pattern)) return undefined;
  try {
    return new LiteralReader(pattern).read();
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

type Literals = readonly string[] | undefined;

class LiteralReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): Literals {
    const found = this.#alternatives();
    if (this.#at < this.#pattern.length) throw new Unknown();
    return found;
  }

  /** Each branch must have some, or none are needed. */
  #alternatives(): Literals {
    const branches = [this.#sequence()];
    while (this.#takes('|')) branches.push(this.#sequence());
    const all = branches.flatMap((branch) => branch ?? []);
    return branches.includes(undefined) || all.length > MOST ? undefined : [...new Set(all)];
  }

  /** Of the parts of a sequence all are needed: the best says enough. */
  #sequence(): Literals {
    let best: Literals;
    let run = '';
    const offer = (some: Literals): void => {
      if (some !== undefined && worth(some) > worth(best)) best = some;
    };
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      const part = this.#part();
      const isNeeded = this.#repeats();
      if (isNeeded === 'once' && typeof part === 'string') {
        run += part;
        continue;
      }
      // One that is repeated stands behind the run at least once, but what follows it need not.
      if (isNeeded === 'often' && typeof part === 'string') run += part;
      offer([run]);
      run = '';
      if (isNeeded !== 'maybe' && typeof part === 'object') offer(part);
    }
    offer([run]);
    return best;
  }

  /** A character, the literals of a group, or undefined for anything else. */
  #part(): string | Literals {
    const next = this.#pattern[this.#at++]!;
    switch (next) {
      case '(':
        return this.#group();
      case '[':
        this.#skipClass();
        return undefined;
      case '\\':
        return this.#escaped();
      case '.':
      case '^':
      case '$':
        return undefined;
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Unknown();
      default:
        return next;
    }
  }

  #group(): Literals {
    if (this.#takes('?') && !this.#takes(':')) throw new Unknown();
    const inner = this.#alternatives();
    if (!this.#takes(')')) throw new Unknown();
    return inner;
  }

  #skipClass(): void {
    this.#takes('^');
    // A bracket that comes first stands for itself.
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      const next = this.#pattern[this.#at++];
      if (next === undefined || (next === '[' && this.#peek() === ':')) throw new Unknown();
      if (next === '\\') this.#at++;
    }
    this.#at++;
  }

  /** Marks stand for themselves; of letters only some classes and the edge of a word are known. */
  #escaped(): string | undefined {
    const next = this.#pattern[this.#at++];
    if (next === undefined) throw new Unknown();
    if (!/[0-9A-Za-z]/.test(next)) return next;
    if ('dDsSwWbB'.includes(next)) return undefined;
    throw new Unknown();
  }

  /** How often the part before must stand. */
  #repeats(): 'once' | 'often' | 'maybe' {
    const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#pattern.slice(this.#at));
    if (found === null) return 'once';
    this.#at += found[0].length;
    return found[0].startsWith('+') || Number(found[1] ?? 0) > 0 ? 'often' : 'maybe';
  }

  #peek(): string | undefined {
    return this.#pattern[this.#at];
  }

  #takes(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }
}

/** How much some literals say: as much as the shortest. */
function worth(literals: Literals): number {
  const shortest = literals === undefined ? 0 : Math.min(...literals.map(({ length }) => length));
  return shortest < SHORTEST ? 0 : shortest;
}
