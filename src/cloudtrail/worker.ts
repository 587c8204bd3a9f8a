/** A thread that reads its share of the files. Started by `pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { Share } from './share.ts';
import type { ShareOrder, ShareSetup } from './share.ts';

const port = parentPort!;
const share = await Share.open(workerData as ShareSetup);
// A message that came before waits for its listener.
port.once('message', (order: ShareOrder) => void read(order));

async function read(order: ShareOrder): Promise<void> {
  const result = await share.read(order);
  port.postMessage(result, buffersIn(result.found));
}

/** Memory of the arrays of numbers in what was found, which is handed over instead of copied. */
function buffersIn(found: unknown): ArrayBuffer[] {
  if (typeof found !== 'object' || found === null) return [];
  const whole = Object.values(found)
    .filter((value) => ArrayBuffer.isView(value))
    .filter(({ buffer, byteLength }) => buffer instanceof ArrayBuffer && buffer.byteLength === byteLength)
    .map(({ buffer }) => buffer as ArrayBuffer);
  return [...new Set(whole)];
}
