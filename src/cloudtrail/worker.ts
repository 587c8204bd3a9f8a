/** A thread that reads its share of the files, as often as it is told to. Started and ended by `pool.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { collectGarbage, collectMuchGarbage } from './garbage.ts';
import { READY, Share } from './share.ts';
import type { ShareOrder, ShareSetup } from './share.ts';

const port = parentPort!;
const share = await Share.open(workerData as ShareSetup);
port.postMessage(READY);
// A message that came before waits for its listener.
port.on('message', (order: ShareOrder | 'spare memory') => {
  if (order === 'spare memory') collectGarbage();
  else void read(order);
});

async function read(order: ShareOrder): Promise<void> {
  const result = await share.read(order);
  // What the task needed to find it would lie beside two copies of the result: one on its way, one in the main thread.
  collectMuchGarbage();
  port.postMessage(result, buffersIn(result.found));
}

/** So deep in what was found are arrays of numbers. */
const DEEPEST = 3;

/** Memory of the arrays of numbers in what was found, which is handed over instead of copied. */
function buffersIn(found: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteLength } = value;
      if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffers.add(buffer);
    } else if (depth > 0 && !Array.isArray(value)) {
      for (const inner of Object.values(value)) look(inner, depth - 1);
    }
  };
  look(found, DEEPEST);
  return [...buffers];
}
