/** A thread that scans its share of the files when it is told which. Started by `pool.ts`. */
import { parentPort } from 'node:worker_threads';
import { scanShare } from './pool.ts';
import type { ScanOrder } from './pool.ts';

const order = await new Promise<ScanOrder>((resolve) => {
  parentPort!.once('message', resolve);
});
parentPort!.postMessage(await scanShare(order));
