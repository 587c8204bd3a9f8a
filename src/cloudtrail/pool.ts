/** Reads many files with several threads, or with none where that is quicker. */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { builtFile } from '../built-file.ts';
import { seenMemory } from './duplicates.ts';
import type { SeenMemory } from './duplicates.ts';
import type { EventWish } from './event-filter.ts';
import { expectedEvents } from './expected-events.ts';
import { inlineLittle } from '../inlining.ts';
import { FEW_FILES } from './walk.ts';
import { addTally, emptyTally } from './problem.ts';
import type { InputProblem, InputTally } from './problem.ts';
import { scannerModule } from './scanner.ts';
import type { SpilledRun } from './spill-file.ts';
import { COUNTER, COUNTERS, NO_DOCUMENTS, READY, Share } from './share.ts';
import type { Documents, ShareOrder, ShareResult, ShareSetup } from './share.ts';

export interface PoolSetup {
  /** URL of the module with the task (see `TaskModule`). */
  readonly task: URL;
  readonly threads: number;
}

export interface ReadOrder {
  /** What to tell the task. */
  readonly settings: unknown;
  readonly files: readonly string[];
  /** Standard input (`-`), pipes and devices. */
  readonly streams: readonly string[];
  /** Documents in a temporary file, to be read as if they were files. */
  readonly documents?: Documents;
  readonly wish: EventWish;
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

/** Up to so many files (see also `FEW_FILES`) of so many bytes, a thread takes longer to start than the work takes. */
const FEW_BYTES = 4 * 1024 * 1024;

const PROGRESS_MS = 100;

/** What a thread's events leave behind is garbage at once: a small nursery fits the cache, and saves 30 MB a thread. */
const YOUNG_MB = 8;

/** Memory for recognising duplicates: 64 MiB at least where threads are used, so that it does not depend on the input. */
const LEAST_REMEMBERED = 5_500_000;

/** Threads that read files with one task. */
export class Pool {
  readonly #setup: ShareSetup;
  readonly #most: number;
  readonly #threads: Thread[] = [];

  constructor({ task, threads }: PoolSetup) {
    this.#setup = { task: task.href, scanner: scannerModule() };
    this.#most = threads;
  }

  /** Starts the threads that will be needed for more than `FEW_FILES` files, before it is known what they are to read. */
  warmUp(): void {
    this.#start(FEW_FILES + 1);
  }

  /** Reads all files and streams and returns what their events came to. To be called once. */
  async read(order: ReadOrder): Promise<ReadResult> {
    const { files, streams, wish, settings, documents = NO_DOCUMENTS } = order;
    const isSmall = this.#threads.length === 0 && isQuick(files, documents.runs) && streams.length === 0;
    const seen =
      order.seen ??
      seenMemory(
        isSmall ? FEW_BYTES / 100 : Math.max(LEAST_REMEMBERED, expectedEvents(files, LEAST_REMEMBERED)),
      );
    const share = { settings, wish, seen };
    // Standard input belongs to the main thread.
    const shares = (
      await Promise.all([
        isSmall
          ? this.#readHere({ ...share, files, documents, areStreams: false, counters: newCounters() })
          : this.#readInThreads(
              { ...share, files, documents, areStreams: false, counters: newCounters() },
              order.onProgress,
            ),
        this.#readHere({
          ...share,
          files: streams,
          documents: NO_DOCUMENTS,
          areStreams: true,
          counters: newCounters(),
        }),
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

  /** Reads all files and streams and ends the threads. */
  async readOnce(order: ReadOrder): Promise<ReadResult> {
    try {
      return await this.read(order);
    } finally {
      this.close();
    }
  }

  /** Ends the threads, whatever they are doing; nobody need wait for it. */
  close(): void {
    for (const { worker } of this.#threads.splice(0)) void worker.terminate();
  }

  #start(files: number): void {
    while (this.#threads.length < Math.min(this.#most, files)) this.#threads.push(new Thread(this.#setup));
  }

  async #readHere(order: ShareOrder): Promise<ShareResult[]> {
    if (order.files.length + order.documents.runs.length === 0) return [];
    const share = await Share.open(this.#setup);
    await inlineLittle();
    return [await share.read(order)];
  }

  async #readInThreads(order: ShareOrder, onProgress: ReadOrder['onProgress']): Promise<ShareResult[]> {
    this.#start(order.files.length + order.documents.runs.length);
    // Nobody waits for all: those that are ready begin to read.
    void Promise.all(this.#threads.map(async ({ ready }) => ready)).then(inlineLittle);
    const counters = new Int32Array(order.counters);
    const report = (): void => {
      onProgress?.({
        filesDone: Atomics.load(counters, COUNTER.done),
        files: order.files.length,
        events: Atomics.load(counters, COUNTER.events),
        bytes: Atomics.load(counters, COUNTER.chunks) * 65536,
      });
    };
    const timer = onProgress === undefined ? undefined : setInterval(report, PROGRESS_MS);
    try {
      return await Promise.all(this.#threads.map(async (thread) => thread.read(order)));
    } finally {
      clearInterval(timer);
    }
  }
}

function newCounters(): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * COUNTERS);
}

class Thread {
  readonly worker: Worker;
  /** When it has loaded its code. */
  readonly ready: Promise<void>;
  /** Settled rather than awaited, because a thread may fail before anybody asks for its result. */
  readonly #ended: Promise<readonly PromiseSettledResult<ShareResult>[]>;

  constructor(setup: ShareSetup) {
    this.worker = new Worker(builtFile('cloudtrail/worker.js'), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.ready = new Promise((resolve) => {
      this.worker.once('message', () => {
        resolve();
      });
    });
    this.#ended = Promise.allSettled([resultOf(this.worker)]);
  }

  async read(order: ShareOrder): Promise<ShareResult> {
    this.worker.postMessage(order);
    const [ended] = await this.#ended;
    if (ended!.status === 'rejected') throw ended!.reason;
    return ended!.value;
  }
}

async function resultOf(worker: Worker): Promise<ShareResult> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: typeof READY | ShareResult) => {
      if (message !== READY) resolve(message);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`a reading thread ended early (exit code ${code})`));
    });
  });
}

function isQuick(files: readonly string[], runs: readonly SpilledRun[]): boolean {
  if (files.length + runs.length > FEW_FILES) return false;
  return runs.reduce((sum, { length }) => sum + length, sizeOf(files)) <= FEW_BYTES;
}

function sizeOf(files: readonly string[]): number {
  let bytes = 0;
  for (const file of files) bytes += statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return bytes;
}
