/** A thread that scans its share of the files. Started by `pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { scanShare } from './pool.ts';
import type { ScanOrder } from './pool.ts';

parentPort!.postMessage(await scanShare(workerData as ScanOrder));
