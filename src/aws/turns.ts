/** One after the other for the same key, side by side for others. */

export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs the work when all work that came before with the same key is done. */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === turn) this.#last.delete(key);
    }
  }
}
