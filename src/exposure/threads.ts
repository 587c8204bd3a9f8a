/** Shares jobs among this thread and others, which start early, live from job to job and so get warm. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, Worker } from 'node:worker_threads';
import { inlineLittle } from '../inlining.ts';

/** What garbage the objects leave behind is little: a small nursery fits the cache. */
const YOUNG_MB = 8;

/** Whether a thread has begun its share, or need not any more because there is nothing left. */
const [WAITING, BEGUN, TOO_LATE] = [0, 1, 2];

/** What a thread is sent: the job, its number, and a number in common that says whether it is still wanted. */
interface Message {
  readonly job: number;
  readonly order: unknown;
  readonly gate: Int32Array;
}

export class Threads {
  readonly #worker: URL;
  readonly #count: number;
  #others: Worker[] | undefined;
  #jobs = 0;

  /**
   * @param worker the module that the other threads run.
   * @param count of all threads, this one included.
   */
  constructor(worker: URL, count: number) {
    this.#worker = worker;
    this.#count = count;
  }

  /** Starts the other threads. They get ready while this one goes on. */
  start(): void {
    if (this.#others !== undefined) return;
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
    this.#others = Array.from({ length: this.#count - 1 }, () =>
      // Each job that is under way listens to each thread.
      new Worker(this.#worker, { resourceLimits }).setMaxListeners(0),
    );
    void Promise.all(this.#others.map(becomesReady)).then(inlineLittle);
  }

  /**
   * Does the job here, and in all threads that were started.
   *
   * @param order sent to each thread as it is: shared memory and plain data, with counters of what has been taken.
   * @param own does this thread's share; when it ends, all has been taken.
   * @returns one result for each thread that took part, in no order.
   */
  async run<T>(order: unknown, own: () => Promise<T>): Promise<T[]> {
    const job = this.#jobs++;
    const others = (this.#others ?? []).map((worker) => {
      const gate = new Int32Array(new SharedArrayBuffer(4));
      const result = resultOf<T>(worker, job);
      // It is waited for below; until then its error must not count as one that nobody hears.
      result.catch(() => undefined);
      worker.postMessage({ job, order, gate } satisfies Message);
      return { gate, result };
    });
    if (this.#others === undefined) await inlineLittle();
    const mine = await own();
    const begun = others.filter(({ gate }) => Atomics.compareExchange(gate, 0, WAITING, TOO_LATE) === BEGUN);
    return [mine, ...(await Promise.all(begun.map(async ({ result }) => result)))];
  }

  async stop(): Promise<void> {
    await Promise.all((this.#others ?? []).map(async (worker) => worker.terminate()));
  }
}

/** What a thread says first: that it has loaded its code. */
const READY = 'ready';

async function becomesReady(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.once('message', () => {
      resolve();
    });
  });
}

interface Answer {
  readonly job: number;
  readonly result: unknown;
}

/**
 * What a module that other threads run does: answers each job that it is still wanted for. What goes wrong with one is an
 * error of the thread, which ends it.
 */
export function serve(share: (order: never) => Promise<object>): void {
  const answer = async (job: number, order: unknown): Promise<void> => {
    const result = await share(order as never);
    parentPort!.postMessage({ job, result } satisfies Answer, buffersIn(result));
  };
  parentPort!.on('message', ({ job, order, gate }: Message) => {
    if (Atomics.compareExchange(gate, 0, WAITING, BEGUN) === WAITING) void answer(job, order);
  });
  parentPort!.postMessage(READY);
}

/** Memory of the arrays of numbers in a result, which is handed over instead of copied. */
function buffersIn(result: object): ArrayBuffer[] {
  return Object.values(result)
    .filter((each) => ArrayBuffer.isView(each))
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
}

async function resultOf<T>(worker: Worker, job: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: typeof READY | Answer): void => {
      if (answer === READY || answer.job !== job) return;
      letGo();
      resolve(answer.result as T);
    };
    const onError = (error: Error): void => {
      letGo();
      reject(error);
    };
    const onExit = (code: number): void => {
      letGo();
      reject(new Error(`a reading thread ended early (exit code ${code})`));
    };
    const letGo = (): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

/** Pieces of work between two pauses: each takes a few milliseconds at most, unless an object is large. */
const BETWEEN = 8;

/** Lets whatever else waits for this thread have its turn now and then: signals, the line of progress. */
export class Breath {
  #pieces = 0;

  /** Called after each piece of work. Something to wait for when a pause is due. */
  due(): Promise<void> | undefined {
    return ++this.#pieces % BETWEEN === 0 ? setImmediate() : undefined;
  }
}
