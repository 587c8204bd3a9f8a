/** A thread that reads its share of a repository. Started by `threads.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { historyShare } from './history-share.ts';
import type { HistoryOrder } from './history-share.ts';
import { scanShare } from './scan-share.ts';
import type { ScanOrder } from './scan-share.ts';

const order = workerData as ScanOrder | HistoryOrder;
const result = 'examiner' in order ? await scanShare(order) : historyShare(order);
parentPort!.postMessage(result, buffersIn(result));

/** Memory of the arrays of numbers in a result, which is handed over instead of copied. */
function buffersIn(value: object): ArrayBuffer[] {
  return Object.values(value)
    .filter((each) => ArrayBuffer.isView(each))
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
}
