/** Gives back memory at once where the engine would wait until more is needed. */
import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Collects the garbage of this thread: some hundredths of a second. Twice, because pages that the first time empties,
 * and memory of the scanner that it lets go, are given back the second time.
 */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  // Only contexts that are made from now on know the function.
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  collect();
}

/** Heaps below this hold so little garbage that collecting it is not worth the time. */
const MUCH_BYTES = 128 * 1024 * 1024;

/** Collects the garbage of this thread where its heap has grown so large that others may want for the memory. */
export function collectMuchGarbage(): void {
  if (v8.getHeapStatistics().used_heap_size > MUCH_BYTES) collectGarbage();
}
