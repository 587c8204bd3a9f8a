/** Scans files: few ones here, many with several threads. */
import { builtFile } from '../built-file.ts';
import { inlineLittle } from '../inlining.ts';
import { emptyScan, FileScanner } from './file-scanner.ts';
import type { FileScan } from './file-scanner.ts';
import { saltedHash } from './salted-hash.ts';
import { Breath, Threads } from './threads.ts';

/** What a thread gets. */
export interface ScanOrder {
  readonly files: readonly string[];
  readonly salt: string;
  /** One number: files that have been taken. */
  readonly taken: SharedArrayBuffer;
}

/** A thread takes so many files at a time. */
const TAKEN_AT_ONCE = 64;
const PROGRESS_MS = 100;

/** One scan of files, which other threads may begin while more are still looked for. */
export class FilesScan {
  readonly #salt: string;
  readonly #threads: Threads;
  readonly #jobs: Promise<FileScan[]>[] = [];
  readonly #counters: Int32Array[] = [];
  /** Calls what waits for this thread to have time. */
  #join: () => void = () => undefined;
  readonly #joined = new Promise<void>((resolve) => {
    this.#join = resolve;
  });

  /** @param threads that take part, this one included. */
  constructor(salt: string, threads: number) {
    this.#salt = salt;
    this.#threads = new Threads(builtFile('exposure/worker.js'), threads);
  }

  /** Begins to scan files in other threads. This one joins them when `finish` is called. */
  begin(files: readonly string[]): void {
    this.#threads.start();
    this.#add(files);
  }

  /**
   * Scans the last files. Exposures and problems come in the order of paths, however many threads there are.
   * @param onProgress told now and then how many files have been taken.
   */
  async finish(files: readonly string[], onProgress?: (files: number) => void): Promise<FileScan> {
    const report = (): void => onProgress?.(this.#counters.reduce((sum, counter) => sum + counter[0]!, 0));
    const timer = onProgress === undefined ? undefined : setInterval(report, PROGRESS_MS);
    try {
      this.#add(files);
      this.#join();
      return merged((await Promise.all(this.#jobs)).flat());
    } finally {
      clearInterval(timer);
    }
  }

  /** Ends the other threads: they would keep the program from ending. */
  async stop(): Promise<void> {
    await this.#threads.stop();
  }

  #add(files: readonly string[]): void {
    const order: ScanOrder = { files, salt: this.#salt, taken: new SharedArrayBuffer(4) };
    this.#counters.push(new Int32Array(order.taken));
    this.#jobs.push(
      this.#threads.run(order, async () => {
        await this.#joined;
        // This thread is about to get warm, and cannot wait for others that start late.
        await inlineLittle();
        return scanShare(order);
      }),
    );
  }
}

/** Scans files until all have been taken. */
export async function scanShare({ files, salt, taken }: ScanOrder): Promise<FileScan> {
  const scanner = new FileScanner(saltedHash(salt));
  const counter = new Int32Array(taken);
  const breath = new Breath();
  for (;;) {
    const first = Atomics.add(counter, 0, TAKEN_AT_ONCE);
    if (first >= files.length) {
      Atomics.store(counter, 0, files.length);
      return scanner.scan;
    }
    const end = Math.min(first + TAKEN_AT_ONCE, files.length);
    for (let n = first; n < end; n++) {
      const work = scanner.file(files[n]!);
      if (work !== undefined) await work;
    }
    const pause = breath.due();
    if (pause !== undefined) await pause;
  }
}

function merged(scans: readonly FileScan[]): FileScan {
  const sum = emptyScan();
  for (const { exposures, problems, tally } of scans) {
    for (const exposure of exposures) sum.exposures.push(exposure);
    for (const problem of problems) sum.problems.push(problem);
    for (const key of Object.keys(tally) as (keyof typeof tally)[]) sum.tally[key] += tally[key];
  }
  sum.exposures.sort((a, b) => compare(a.place.path, b.place.path));
  sum.problems.sort((a, b) => compare(a.file, b.file));
  return sum;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
