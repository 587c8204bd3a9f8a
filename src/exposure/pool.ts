/** Scans many files with several threads; few ones here. */
import { Worker } from 'node:worker_threads';
import { emptyScan, FileScanner } from './file-scanner.ts';
import type { FileScan } from './file-scanner.ts';
import { saltedHash } from './salted-hash.ts';

/** What a thread gets. */
export interface ScanOrder {
  readonly files: readonly string[];
  readonly salt: string;
  /** One number: files that have been taken. */
  readonly taken: SharedArrayBuffer;
}

export interface ScanFilesOptions {
  readonly salt: string;
  readonly threads: number;
  /** Told now and then how many files have been taken. */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/** A thread takes so many files at a time. */
const TAKEN_AT_ONCE = 32;
/** Fewer files are scanned before a thread has started. */
const FEW_FILES = 1500;
const PROGRESS_MS = 100;

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
    const few = threads === 1 || files.length < FEW_FILES;
    const scans = few ? [await scanShare(order)] : await inThreads(order, threads);
    return merged(scans);
  } finally {
    clearInterval(timer);
  }
}

/** Scans files until all have been taken. */
export async function scanShare({ files, salt, taken }: ScanOrder): Promise<FileScan> {
  const scanner = new FileScanner(saltedHash(salt));
  const counter = new Int32Array(taken);
  for (;;) {
    const first = Atomics.add(counter, 0, TAKEN_AT_ONCE);
    if (first >= files.length) return scanner.scan;
    const end = Math.min(first + TAKEN_AT_ONCE, files.length);
    for (let n = first; n < end; n++) {
      const work = scanner.file(files[n]!);
      if (work !== undefined) await work;
    }
  }
}

/** Threads run compiled code only. */
const workerFile = import.meta.url.endsWith('.ts') ? '../../dist/exposure/worker.js' : './worker.js';

async function inThreads(order: ScanOrder, threads: number): Promise<FileScan[]> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL(workerFile, import.meta.url), { workerData: order }),
  );
  try {
    return await Promise.all(workers.map(async (worker) => resultOf(worker)));
  } finally {
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

async function resultOf(worker: Worker): Promise<FileScan> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`a scanning thread ended early (exit code ${code})`));
    });
  });
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
