/** Position of the first item that is not before a time, by halving; the items are in order of time. */
export function firstFrom<T>(items: readonly T[], timeMs: number, timeOf: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeOf(items[middle]!) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
