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
  /** URL of the module with the first task (see `TaskModule`). */
  readonly task: URL;
  readonly threads: number;
}

export interface ReadOrder {
  /** URL of the module with the task, where it is another than the first. */
  readonly task?: URL;
  /** So many of the threads take part at the most. */
  readonly threads?: number;
  /** Once aborted, only the files at hand are read to their ends. */
  readonly signal?: AbortSignal;
  /** What to tell the task. */
  readonly settings: unknown;
  readonly files: readonly string[];
  /** Standard input (`-`), pipes and devices. */
  readonly streams: readonly string[];
  /** Documents in a temporary file, to be read as if they were files. */
  readonly documents?: Documents;
  readonly wish: EventWish;
  /**
   * Events seen before, and room for those to come, where they are to be remembered from reading to reading; `null` where
   * it does not matter which come twice.
   */
  readonly seen?: SeenMemory | null;
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

/** Threads that read files, and keep what they loaded and compiled from one reading to the next. */
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

  /** Whether there are threads, which would be kept waiting if somebody else did the work. */
  get isRunning(): boolean {
    return this.#threads.length > 0;
  }

  /** Reads all files and streams and returns what their events came to. */
  async read(order: ReadOrder): Promise<ReadResult> {
    const { files, streams, wish, settings, documents = NO_DOCUMENTS } = order;
    const isSmall = !this.isRunning && isQuick(files, documents.runs) && streams.length === 0;
    const seen =
      order.seen === undefined
        ? seenMemory(
            isSmall ? FEW_BYTES / 100 : Math.max(LEAST_REMEMBERED, expectedEvents(files, LEAST_REMEMBERED)),
          )
        : order.seen;
    const share = { task: order.task?.href ?? this.#setup.task, settings, wish, seen };
    // Standard input belongs to the main thread.
    const shares = (
      await Promise.all([
        isSmall
          ? this.#readHere({ ...share, files, documents, areStreams: false, counters: newCounters() })
          : this.#readInThreads(
              { ...share, files, documents, areStreams: false, counters: newCounters() },
              order,
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

  /** Has the threads give back what they do not need any more, when they have done what they were told before. */
  spareMemory(): void {
    for (const { worker } of this.#threads) worker.postMessage('spare memory');
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

  async #readInThreads(
    order: ShareOrder,
    { threads = this.#most, signal, onProgress }: Pick<ReadOrder, 'threads' | 'signal' | 'onProgress'>,
  ): Promise<ShareResult[]> {
    const files = order.files.length + order.documents.runs.length;
    this.#start(files);
    // Nobody waits for all: those that are ready begin to read.
    void Promise.all(this.#threads.map(async ({ ready }) => ready)).then(inlineLittle);
    const counters = new Int32Array(order.counters);
    signal?.addEventListener('abort', () => {
      Atomics.store(counters, COUNTER.taken, files);
    });
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
      return await Promise.all(this.#threads.slice(0, threads).map(async (thread) => thread.read(order)));
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
  /** Why it can do nothing any more. */
  #failure: unknown;
  #asked: { resolve(result: ShareResult): void; reject(error: unknown): void } | undefined;

  constructor(setup: ShareSetup) {
    this.worker = new Worker(builtFile('cloudtrail/worker.js'), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.ready = new Promise((resolve) => {
      this.worker.on('message', (message: typeof READY | ShareResult) => {
        if (message === READY) resolve();
        else this.#asked?.resolve(message);
      });
    });
    this.worker.on('error', (error) => {
      this.#fail(error);
    });
    this.worker.on('exit', (code) => {
      this.#fail(new Error(`a reading thread ended early (exit code ${code})`));
    });
  }

  /** To be called again when it has answered. */
  async read(order: ShareOrder): Promise<ShareResult> {
    if (this.#failure !== undefined) throw this.#failure;
    this.worker.postMessage(order);
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
    });
  }

  /** A thread may fail before anybody asks for a result. */
  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#asked?.reject(this.#failure);
  }
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
