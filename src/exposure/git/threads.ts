/** Shares a job among this thread and others, which live as long as the scan of a repository and get warm in it. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Threads run compiled code only. */
const workerFile = import.meta.url.endsWith('.ts') ? '../../../dist/exposure/git/worker.js' : './worker.js';

/** What garbage the objects leave behind is little: a small nursery fits the cache. */
const YOUNG_MB = 8;

/** Whether a thread has begun its share, or need not any more because there is nothing left. */
const [WAITING, BEGUN, TOO_LATE] = [0, 1, 2];

/** What a thread is sent: the job, and a number that says whether it is still wanted. */
export interface ThreadMessage {
  readonly order: unknown;
  readonly gate: Int32Array;
}

export class Threads {
  readonly #count: number;
  #others: Worker[] | undefined;

  /** @param count of all threads, this one included. */
  constructor(count: number) {
    this.#count = count;
  }

  /** Starts the other threads. They get ready while this one goes on. */
  start(): void {
    this.#others ??= Array.from(
      { length: this.#count - 1 },
      () =>
        new Worker(new URL(workerFile, import.meta.url), {
          resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
        }),
    );
  }

  /**
   * Does the job here, and in all threads that were started.
   *
   * @param order sent to each thread as it is: shared memory and plain data, with counters of what has been taken.
   * @param own does this thread's share; when it ends, all has been taken.
   * @returns one result for each thread that took part, in no order.
   */
  async run<T>(order: unknown, own: () => Promise<T>): Promise<T[]> {
    const others = (this.#others ?? []).map((worker) => {
      const gate = new Int32Array(new SharedArrayBuffer(4));
      const result = resultOf<T>(worker);
      // It is waited for below; until then its error must not count as one that nobody hears.
      result.catch(() => undefined);
      worker.postMessage({ order, gate } satisfies ThreadMessage);
      return { gate, result };
    });
    const mine = await own();
    const begun = others.filter(({ gate }) => Atomics.compareExchange(gate, 0, WAITING, TOO_LATE) === BEGUN);
    return [mine, ...(await Promise.all(begun.map(async ({ result }) => result)))];
  }

  async stop(): Promise<void> {
    await Promise.all((this.#others ?? []).map(async (worker) => worker.terminate()));
  }
}

/** Called by a thread: whether it is to begin. */
export function begins({ gate }: ThreadMessage): boolean {
  return Atomics.compareExchange(gate, 0, WAITING, BEGUN) === WAITING;
}

async function resultOf<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (result: T): void => {
      worker.off('error', onError).off('exit', onExit);
      resolve(result);
    };
    const onError = (error: Error): void => {
      worker.off('message', onMessage).off('exit', onExit);
      reject(error);
    };
    const onExit = (code: number): void => {
      worker.off('message', onMessage).off('error', onError);
      reject(new Error(`a thread that reads the repository ended early (exit code ${code})`));
    };
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
  });
}

/** A thread that works longer than this without a pause hears no signals. */
const BREATH_MS = 50;

/** Lets whatever else waits for this thread have its turn now and then: signals, the line of progress. */
export class Breath {
  #last = performance.now();

  /** Something to wait for when a pause is due. */
  due(): Promise<void> | undefined {
    if (performance.now() - this.#last < BREATH_MS) return undefined;
    return this.#pause();
  }

  async #pause(): Promise<void> {
    await setImmediate();
    this.#last = performance.now();
  }
}
