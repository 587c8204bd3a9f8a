/** A thread that reads its share of the files. Started by `pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { readShare } from './share.ts';
import type { ShareOrder } from './share.ts';

parentPort!.postMessage(await readShare(workerData as ShareOrder));
