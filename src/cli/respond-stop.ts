/** Ctrl-C while something is changed: what was begun is brought to its end, and nothing more is begun. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** As shells have it for programs that Ctrl-C ended. */
export const STOPPED = 130;

export class Stop {
  #isAsked = false;
  readonly #ask = (): void => {
    // The next signal ends the program at once; the journal stands that, too.
    this.forget();
    this.#isAsked = true;
    process.stderr.write('\nkeytrail: what was begun is finished, then it ends; once more ends it at once\n');
  };

  listen(): void {
    for (const signal of SIGNALS) process.once(signal, this.#ask);
  }

  forget(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.#ask);
  }

  /** Whether nothing more is to be begun. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** The person has closed the terminal, or pressed Ctrl-C where a question was asked. */
  ask(): void {
    this.#isAsked = true;
  }
}
