/** A thread that reads its share of a repository, job after job. Started by `threads.ts`. */
import { parentPort } from 'node:worker_threads';
import { historyShare } from './history-share.ts';
import type { HistoryOrder } from './history-share.ts';
import { scanShare } from './scan-share.ts';
import type { ScanOrder } from './scan-share.ts';
import { begins } from './threads.ts';
import type { ThreadMessage } from './threads.ts';

parentPort!.on('message', (message: ThreadMessage) => {
  if (begins(message)) void answer(message.order as ScanOrder | HistoryOrder);
});

/** What goes wrong in it is an error of the thread, which ends it. */
async function answer(order: ScanOrder | HistoryOrder): Promise<void> {
  const result = 'examiner' in order ? await scanShare(order) : await historyShare(order);
  parentPort!.postMessage(result, buffersIn(result));
}

/** Memory of the arrays of numbers in a result, which is handed over instead of copied. */
function buffersIn(value: object): ArrayBuffer[] {
  return Object.values(value)
    .filter((each) => ArrayBuffer.isView(each))
    .map(({ buffer }) => buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);
}
