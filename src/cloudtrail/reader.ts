/** Reads files of every kind with one scanner, and passes the wanted events on. */
import { DocumentReader } from './document.ts';
import { SeenEvents } from './duplicates.ts';
import type { SeenMemory } from './duplicates.ts';
import type { Event } from './event.ts';
import { EventFilter } from './event-filter.ts';
import type { EventWish } from './event-filter.ts';
import type { FileHash, HashedFile } from './file-hash.ts';
import { emptyTally } from './problem.ts';
import type { InputProblem, InputTally } from './problem.ts';
import type { ArchiveReader } from './read-archive.ts';
import { FileReader } from './read-file.ts';
import type { Scanner } from './scanner.ts';

/** Work on events, done by each thread for its files; what the threads found is put together afterwards. */
export interface Task {
  /**
   * Some rows are about to be visited: a task that need not see all of them marks the others (see `ScannerSieve`). They
   * are counted all the same.
   */
  skim?(): void;
  /** The event is valid only during the call. `isDuplicate`: it was read before, perhaps by another thread. */
  visit(event: Event, isDuplicate: boolean): void;
  /** All numbers of values are about to lose their meaning: the last chance to ask for their texts. */
  forget?(): void;
  /** What was found: plain data that can be sent between threads. */
  finish(): unknown;
  /** Takes each file that could be opened, hashed while it was read, after its events. */
  ended?(file: HashedFile): void;
}

/** What a module that holds a task exports. `settings` is plain data made by the caller, `scanner` that of the thread. */
export interface TaskModule {
  createTask(settings: unknown, scanner: TaskScanner): Task | Promise<Task>;
}

/** What a task may have the thread's scanner do for it. */
export type TaskScanner = Pick<Scanner, 'sieve' | 'gate'>;

export class Reader {
  readonly tally: InputTally = emptyTally();
  readonly problems: InputProblem[] = [];
  readonly #files: FileReader;
  readonly #document: DocumentReader;

  /** @param memory of the events seen before; with `null` none is told to be a duplicate, nor counted as one. */
  constructor(scanner: Scanner, wish: EventWish, memory: SeenMemory | null, task: Task, hash?: FileHash) {
    const { tally } = this;
    const filter = new EventFilter(wish);
    const seen = memory === null ? undefined : new SeenEvents(memory);
    const tooDeep = (event: Event): void => {
      tally.brokenRecords++;
      const detail = `record ${event.record} is nested too deeply to be looked into`;
      this.problems.push({ kind: 'too-deep', file: event.file, detail });
    };
    this.#document = new DocumentReader(scanner, tally, this.problems, {
      prepare: (words, first, rows, width) => {
        task.skim?.();
        const unwanted = filter.isNeeded ? filter.mark(this.#document.event, words, first, rows, width) : 0;
        tally.filtered += unwanted;
        if (seen === undefined) {
          tally.events += rows - unwanted;
          return;
        }
        const { news, duplicates } = seen.mark(words, first, rows, width);
        tally.events += news;
        tally.duplicates += duplicates;
      },
      forget() {
        task.forget?.();
      },
      visit(event) {
        try {
          task.visit(event, event.isDuplicate);
        } catch (error) {
          // Walking or writing a value is recursive: one that is nested some thousand deep exhausts the stack.
          if (!(error instanceof RangeError)) throw error;
          tooDeep(event);
        }
      },
    });
    this.#files = new FileReader(this.#document, tally, this.problems, hash);
  }

  /** Reads the file at `path`; returns nothing to wait for where the fast way sufficed. */
  read(path: string): Promise<void> | undefined {
    return this.#files.read(path) ? undefined : this.#readArchive(path);
  }

  /** Reads a JSON document that is in memory. */
  readBytes(bytes: Uint8Array, name: string): void {
    this.#files.readBytes(bytes, name);
  }

  /** Reads what cannot be read twice: `-` for standard input (of the main thread), a pipe, a device. */
  async readStream(path: string): Promise<void> {
    await (await this.#archives()).readStream(path);
  }

  async #readArchive(path: string): Promise<void> {
    await (await this.#archives()).read(path);
  }

  /** Archives and streams are rare; what they need is loaded with the first. */
  async #archives(): Promise<ArchiveReader> {
    const { ArchiveReader } = await import('./read-archive.ts');
    return new ArchiveReader(this.#files, this.#document, this.tally, this.problems);
  }
}
