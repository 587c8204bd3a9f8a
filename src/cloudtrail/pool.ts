/** Reads many files with several threads, or with none where that is quicker. */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { seenMemory } from './duplicates.ts';
import type { SeenMemory } from './duplicates.ts';
import type { EventWish } from './event-filter.ts';
import { addTally, emptyTally } from './problem.ts';
import type { InputProblem, InputTally } from './problem.ts';
import { scannerModule } from './scanner.ts';
import { COUNTER, COUNTERS, readShare } from './share.ts';
import type { ShareOrder, ShareResult } from './share.ts';

export interface ReadOrder {
  readonly files: readonly string[];
  /** Standard input (`-`), pipes and devices. */
  readonly streams: readonly string[];
  /** URL of the module with the task (see `TaskModule`), and what to tell it. */
  readonly task: URL;
  readonly settings: unknown;
  readonly wish: EventWish;
  readonly threads: number;
  /** Events seen before, and room for those to come, where they are to be remembered from reading to reading. */
  readonly seen?: SeenMemory;
  /** Called a few times a second while threads read. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly filesDone: number;
  readonly files: number;
  readonly events: number;
  readonly bytes: number;
}

export interface ReadResult {
  readonly tally: InputTally;
  readonly problems: readonly InputProblem[];
  /** What each thread's task found; threads finish in any order. */
  readonly found: readonly unknown[];
}

/** Below this a thread takes longer to start than the work takes. */
const SMALL_FILES = 32;
const SMALL_BYTES = 4 * 1024 * 1024;

const PROGRESS_MS = 100;

/** What a thread's events leave behind is garbage at once: a small nursery fits the cache, and saves 30 MB a thread. */
const YOUNG_MB = 8;

/** Real files: events of CloudTrail's gzip files take 150 to 250 bytes each, plain ones a thousand or more. */
const LEAST_BYTES_PER_EVENT = 200;
/** Memory for recognising duplicates: 64 MiB at least where threads are used, so that it does not depend on the input. */
const LEAST_REMEMBERED = 5_500_000;
const SAMPLED_FILES = 128;

/** Reads all files and streams and returns what their events came to. */
export async function readFiles(order: ReadOrder): Promise<ReadResult> {
  const isSmall = isQuick(order.files) && order.streams.length === 0;
  const threads = isSmall ? 0 : Math.min(order.threads, order.files.length);
  const share: ShareOrder = {
    files: order.files,
    areStreams: false,
    task: order.task.href,
    settings: order.settings,
    wish: order.wish,
    scanner: scannerModule(),
    seen:
      order.seen ??
      seenMemory(isSmall ? SMALL_BYTES / 100 : Math.max(LEAST_REMEMBERED, expectedEvents(order.files))),
    counters: new SharedArrayBuffer(4 * COUNTERS),
  };
  const streams = {
    ...share,
    files: order.streams,
    areStreams: true,
    counters: new SharedArrayBuffer(4 * COUNTERS),
  };
  // Standard input belongs to the main thread.
  const shares = (
    await Promise.all([
      threads === 0 ? readHere(share) : readInThreads(share, threads, order.onProgress),
      readHere(streams),
    ])
  ).flat();
  const tally = emptyTally();
  for (const each of shares) addTally(tally, each.tally);
  return {
    tally,
    problems: shares.flatMap((each) => each.problems),
    found: shares.map((each) => each.found),
  };
}

async function readHere(share: ShareOrder): Promise<ShareResult[]> {
  return share.files.length === 0 ? [] : [await readShare(share)];
}

async function readInThreads(
  share: ShareOrder,
  threads: number,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<ShareResult[]> {
  const counters = new Int32Array(share.counters);
  const report = (): void => {
    onProgress?.({
      filesDone: Atomics.load(counters, COUNTER.done),
      files: share.files.length,
      events: Atomics.load(counters, COUNTER.events),
      bytes: Atomics.load(counters, COUNTER.chunks) * 65536,
    });
  };
  const timer = onProgress === undefined ? undefined : setInterval(report, PROGRESS_MS);
  const workers = Array.from(
    { length: threads },
    () =>
      new Worker(new URL(workerFile, import.meta.url), {
        workerData: share,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      }),
  );
  try {
    return await Promise.all(workers.map(async (worker) => resultOf(worker)));
  } finally {
    clearInterval(timer);
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

/** Threads run compiled code only. */
const workerFile = import.meta.url.endsWith('.ts') ? '../../dist/cloudtrail/worker.js' : './worker.js';

async function resultOf(worker: Worker): Promise<ShareResult> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`a reading thread ended early (exit code ${code})`));
    });
  });
}

function isQuick(files: readonly string[]): boolean {
  if (files.length > SMALL_FILES) return false;
  return sizeOf(files) <= SMALL_BYTES;
}

function sizeOf(files: readonly string[]): number {
  let bytes = 0;
  for (const file of files) bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}

/** About how many events there are in the files, or more, by the size of some. */
export function expectedEvents(files: readonly string[]): number {
  const step = Math.max(1, Math.floor(files.length / SAMPLED_FILES));
  const sample = files.filter((_, n) => n % step === 0);
  return ((sizeOf(sample) / Math.max(1, sample.length)) * files.length) / LEAST_BYTES_PER_EVENT;
}
