// What the contenders written for this bench share: the list of files, and threads that take files in turn.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** All files below a folder. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted();
}

/** Starts threads with a module and returns the message that each ends with. */
export async function inThreads(module, threads, data) {
  const taken = new SharedArrayBuffer(4);
  return Promise.all(
    Array.from(
      { length: threads },
      async () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(module, { workerData: { ...data, taken } });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
}

/** The files that fall to this thread: whoever is free takes the next. */
export function* takeFiles({ files, taken }) {
  const counter = new Int32Array(taken);
  for (let n = Atomics.add(counter, 0, 1); n < files.length; n = Atomics.add(counter, 0, 1)) yield files[n];
}
