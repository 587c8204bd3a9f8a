/** Scans files: few ones here, many with several threads. */
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

export interface ScanFilesOptions {
  readonly salt: string;
  /** Those that were started take part. See `fileThreads`. */
  readonly threads: Threads;
  /** Told now and then how many files have been taken. */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/** A thread takes so many files at a time. */
const TAKEN_AT_ONCE = 64;
const PROGRESS_MS = 100;

/** Threads run compiled code only. */
const workerFile = import.meta.url.endsWith('.ts') ? '../../dist/exposure/worker.js' : './worker.js';

/** Threads for `scanFiles`, so many with this one. To be started when there are many files, and to be stopped. */
export function fileThreads(count: number): Threads {
  return new Threads(new URL(workerFile, import.meta.url), count);
}

/** Scans the files. Exposures and problems come in the order of paths, however many threads there are. */
export async function scanFiles(
  files: readonly string[],
  { salt, threads, onProgress }: ScanFilesOptions,
): Promise<FileScan> {
  const order: ScanOrder = { files, salt, taken: new SharedArrayBuffer(4) };
  const taken = new Int32Array(order.taken);
  const report = (): void => onProgress?.(Math.min(Atomics.load(taken, 0), files.length));
  const timer = onProgress === undefined ? undefined : setInterval(report, PROGRESS_MS);
  try {
    return merged(await threads.run(order, async () => scanShare(order)));
  } finally {
    clearInterval(timer);
  }
}

/** Scans files until all have been taken. */
export async function scanShare({ files, salt, taken }: ScanOrder): Promise<FileScan> {
  const scanner = new FileScanner(saltedHash(salt));
  const counter = new Int32Array(taken);
  const breath = new Breath();
  for (;;) {
    const first = Atomics.add(counter, 0, TAKEN_AT_ONCE);
    if (first >= files.length) return scanner.scan;
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
