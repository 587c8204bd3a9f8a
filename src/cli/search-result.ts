/** What the threads of a search found, as one sequence. */
import type { Entry } from '../search/entry.ts';
import { countDistinct, mergeRuns } from '../search/merge.ts';
import { RunReader } from '../search/run.ts';
import type { SpillFile } from '../cloudtrail/spill-file.ts';
import type { SearchFound, SearchSettings } from '../search/task.ts';

export class SearchResult {
  readonly #found: readonly SearchFound[];
  readonly #settings: SearchSettings;
  readonly #spillFile: SpillFile | undefined;
  readonly #counted: number | undefined;
  #shown = 0;

  constructor(found: readonly unknown[], settings: SearchSettings, spillFile: SpillFile | undefined) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the search task's own values, back from the threads
    this.#found = found as readonly SearchFound[];
    this.#settings = settings;
    this.#spillFile = spillFile;
    this.#counted = settings.counts ? countDistinct(this.#found.map(({ hashes }) => hashes)) : undefined;
  }

  /** Number of different events found; known when all have been gone through, or at once where they are counted. */
  get count(): number {
    return this.#counted ?? this.#shown;
  }

  /** Number of events gone through so far. */
  get shown(): number {
    return this.#shown;
  }

  /** The events to show, in order of time. To be gone through once. */
  *entries(): Generator<Entry> {
    const runs = this.#found.flatMap(({ spilled, run }) => [
      ...spilled.map(
        ({ start, length }) =>
          new RunReader((buffer, position) => this.#spillFile!.read(buffer, start + position), length),
      ),
      new RunReader((buffer, position) => {
        const bytes = run.subarray(position, position + buffer.length);
        buffer.set(bytes);
        return bytes.length;
      }, run.length),
    ]);
    const all = this.#found.reduce((sum, { entries }) => sum + entries, 0);
    for (const entry of mergeRuns(runs, all)) {
      if (this.#shown === this.#settings.limit) return;
      this.#shown++;
      yield entry;
    }
  }
}
