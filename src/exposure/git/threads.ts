/** Runs the same job in several threads, or in this one where that is quicker. */
import { Worker } from 'node:worker_threads';

/** Threads run compiled code only. */
const workerFile = import.meta.url.endsWith('.ts') ? '../../../dist/exposure/git/worker.js' : './worker.js';

/** What garbage the objects leave behind is little: a small nursery fits the cache. */
const YOUNG_MB = 8;

/**
 * @param order sent to each thread as it is: shared memory and plain data.
 * @returns one result for each thread, in no order.
 */
export async function runInThreads<T>(order: unknown, threads: number): Promise<T[]> {
  const workers = Array.from(
    { length: threads },
    () =>
      new Worker(new URL(workerFile, import.meta.url), {
        workerData: order,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      }),
  );
  try {
    return await Promise.all(workers.map(async (worker) => resultOf<T>(worker)));
  } finally {
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

async function resultOf<T>(worker: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`a thread that reads the repository ended early (exit code ${code})`));
    });
  });
}
